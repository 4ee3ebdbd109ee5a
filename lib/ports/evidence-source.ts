import type { ExpiryRule } from '../core/evidence/expiry.ts';
import type { ListedObject, ListedVersion } from '../core/evidence/listed-object.ts';
import type { Place } from '../core/evidence/place.ts';
import type { Instant } from '../core/instant.ts';
import type { SeenProof } from '../core/proof/seen-proof.ts';

/** A multipart upload that has been started and not completed. */
export interface UnfinishedUpload {
  readonly key: string;
  readonly initiatedAt: Instant;
}

/** What can be looked at outside: a bucket, or the local disk. It never writes. */
export interface EvidenceSource {
  /**
   * The objects whose key begins with `prefix`, page by page, in UTF-8 byte order of their keys where the system
   * sorts at all (a bucket does, a folder does not). `startAfter` is exclusive. A folder of the place's that is named
   * in the template and is not there is an error; one that only `prefix` names is an empty listing.
   * Throws EvidenceUnreadable, also in the middle.
   */
  list(place: Place, prefix: string, startAfter?: string): AsyncIterable<readonly ListedObject[]>;
  /**
   * The names of the folders that begin with `prefix`, as far as their first slash behind it, in no order; without what
   * lies in them, so that it costs a request for a thousand. Left out where no place of the kind can be asked so.
   * Throws EvidenceUnreadable.
   */
  folders?(place: Place, prefix: string): Promise<readonly string[]>;
  /** Uploads under `prefix` that are not finished; always none on a disk. Throws EvidenceUnreadable. */
  unfinishedUploads(place: Place, prefix: string): Promise<readonly UnfinishedUpload[]>;
  /**
   * All that ever lay under a prefix, with what was overwritten or deleted since, where the place keeps that; in no order.
   * Left out where no place of the kind does. Throws EvidenceUnreadable.
   */
  versions?(place: Place, prefix: string): Promise<readonly ListedVersion[]>;
  /**
   * The object's content: at most `maxBytes` (at least 1) from byte `from` on, which is 0 when left out.
   * Throws EvidenceUnreadable, or EvidenceGone.
   */
  read(place: Place, key: string, maxBytes: number, from?: number): Promise<Uint8Array>;
  /**
   * What a file's content is known by, where listings do not show it and reading costs little; left out elsewhere.
   * Throws EvidenceUnreadable, or EvidenceGone.
   */
  contentMark?(place: Place, key: string, sizeBytes: number): Promise<string>;
  /**
   * Tests in which the service that keeps the place restored what is there, and said how that went; left out where a
   * service makes none. In no order. Throws EvidenceUnreadable.
   */
  restoreTests?(place: Place): Promise<readonly SeenProof[]>;
  /**
   * The rules by which the place's bucket deletes by age, as known within the last day: none also where they may not be
   * read, null where there was no answer. Left out where no place of the kind has such rules. Throws nothing of theirs.
   */
  expiryRules?(place: Place, now: Instant): Promise<readonly ExpiryRule[] | null>;
  /** Requests made so far, for the report: what S3 bills. */
  readonly requests: { readonly list: number; readonly get: number };
}

/** What was being done when something could not be looked at, in words. */
export type EvidenceOperation = 'list' | 'list unfinished uploads' | 'list versions' | 'read' | 'read lifecycle rules';

/** Evidence that could not be looked at. Callers never see an SDK's or Node's own error. */
export class EvidenceUnreadable extends Error {
  /** `refused`: denied or not there, trying again will not help. `transient`: throttled, timed out, cut short. */
  readonly kind: 'refused' | 'transient';
  readonly operation: string;
  readonly location: string;

  constructor(kind: 'refused' | 'transient', operation: string, location: string, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'EvidenceUnreadable';
    this.kind = kind;
    this.operation = operation;
    this.location = location;
  }
}

/** The deadline has come, or someone stopped the pass. */
export function cutShort(operation: EvidenceOperation, location: string): EvidenceUnreadable {
  return new EvidenceUnreadable('transient', operation, location, 'cut short: the time for this pass is over');
}

/** An object that was listed and is not there any more. */
export class EvidenceGone extends EvidenceUnreadable {
  constructor(location: string, message: string, cause?: unknown) {
    super('refused', 'read', location, message, cause);
    this.name = 'EvidenceGone';
  }
}
