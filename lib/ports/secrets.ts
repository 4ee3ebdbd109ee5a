/** Secrets that are kept outside code, environment and template. */
export interface Secrets {
  /** The secret's value. Throws SecretUnavailable, which never carries the value. */
  get(name: string): Promise<string>;
}

/** A secret that cannot be read; `message` says what and what to do. */
export class SecretUnavailable extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'SecretUnavailable';
  }
}
