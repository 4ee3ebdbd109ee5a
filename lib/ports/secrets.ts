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
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'SecretUnavailable';
  }
}
