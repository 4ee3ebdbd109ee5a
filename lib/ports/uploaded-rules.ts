import type { RulesSource } from './rules-source.ts';

/** A rules doc that people upload: it has versions, and it is noted which bad one the admin has been notified of. */
export interface UploadedRules extends RulesSource {
  read(maxBytes: number): Promise<UploadedDocument>;
  /** The `upload` of the newest bad document that the admin was notified of; null when none. Throws RulesUnavailable. */
  readRejected(): Promise<string | null>;
  /** Throws RulesUnavailable. */
  writeRejected(upload: string): Promise<void>;
}

export interface UploadedDocument {
  readonly bytes: Uint8Array;
  /** Of the content. */
  readonly version: string;
  /** Of the upload: the same content uploaded again is another. */
  readonly upload: string;
}
