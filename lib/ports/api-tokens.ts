import type { Instant } from '../core/instant.ts';

/** A token with which a program reads, and where allowed acts, as a person. It is shown once; only its hash is kept. */
export interface ApiToken {
  /** Names it in lists and in the token itself; no secret. */
  readonly id: string;
  /** SHA-256 of its secret part, in hexadecimal. */
  readonly hash: string;
  /** Whose it is: an id under `people` in the rules doc. */
  readonly personId: string;
  /** Whether it may act as well as read. */
  readonly mayWrite: boolean;
  readonly createdAt: Instant;
  /** When it stops being taken; null for never. */
  readonly until: Instant | null;
}

/** What is kept of API tokens, in bk-evidence. Every method throws StateStoreUnavailable. */
export interface ApiTokens {
  /** As it is now; null when there is none. */
  find(id: string): Promise<ApiToken | null>;
  /** Oldest first; those that have ended are among them. */
  read(): Promise<readonly ApiToken[]>;
  /** False, with nothing written, when there is one of that id. */
  add(token: ApiToken): Promise<boolean>;
  /** Notes when a token ends. False when there is no such token. */
  end(id: string, until: Instant): Promise<boolean>;
}
