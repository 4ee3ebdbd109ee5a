/** Secrets that are kept outside code, environment and template. */
export interface Secrets {
  /**
   * The secret's value; with `fresh` as it is now, past whatever is remembered. Throws SecretUnavailable, which never
   * carries the value.
   */
  get(name: string, options?: { readonly fresh?: boolean }): Promise<string>;
}

/** A secret that cannot be read; `message` says what and what to do. */
export class SecretUnavailable extends Error {
  /** True where nothing says that the next try will fail as well: no answer, a disk that gives none just now. */
  readonly isTransient: boolean;

  constructor(message: string, { cause, isTransient = false }: { cause?: unknown; isTransient?: boolean } = {}) {
    super(message, { cause });
    this.name = 'SecretUnavailable';
    this.isTransient = isTransient;
  }
}
