import type { Instant } from '../core/instant.ts';
import type { RulesChange } from '../rules-doc/rules-change.ts';

/** Where the rules doc is kept, and its last good copy beside it. */
export interface RulesSource {
  /** As shown to people: a path or `s3://...`. */
  readonly name: string;
  /** Folder that relative places start from; null where there is no folder (a document in S3). */
  readonly folder: string | null;
  /**
   * How many jobs, nodes counted, a document may have where its passes cannot be made in slices; null: as many as it
   * likes. Where it is not given, what the last good copy says holds.
   */
  readonly maxJobs?: number | null;
  /**
   * The document as it is now, at most `maxBytes + 1` of it. `writtenAt` is given where an editor may be at it: then one
   * that drops jobs is not taken at once. `by`: who wrote it, where the place says so. Throws RulesUnavailable.
   */
  read(maxBytes: number): Promise<{
    readonly bytes: Uint8Array;
    readonly version: string;
    readonly writtenAt?: Instant;
    readonly by?: string | null;
  }>;
  /**
   * The last document that was found good; null when there has been none. Throws RulesUnavailable, also for a copy
   * that is damaged: that must not stop a check whose current document is good, but people should learn of it.
   */
  readLastGood(): Promise<LastGood | null>;
  /**
   * Replaces the last good document, whole or not at all. With `replaces`, what `readLastGood` gave: resolves to
   * false, with nothing written, when another process replaced that meanwhile, as far as the place can say. Without
   * it, whatever is there is replaced. Throws RulesUnavailable.
   */
  writeLastGood(lastGood: LastGood, replaces?: LastGood | null): Promise<boolean>;
}

/** The last document that was found good, and what was resolved when it was accepted. */
export interface LastGood {
  readonly schema: 1;
  readonly source: string;
  readonly version: string;
  readonly acceptedAt: string;
  readonly text: string;
  /** The document's own job keys, and every job id with nodes spelled out. */
  readonly jobKeys: readonly string[];
  readonly jobIds: readonly string[];
  /** Of the rows that the proofs of its jobs have; left out by a version that did not know any. */
  readonly proofIds: readonly string[];
  /** Holidays resolved to dates, by code, for `holidayYears`. */
  readonly holidayYears: readonly number[];
  readonly holidays: Readonly<Record<string, readonly string[]>>;
  /** Jobs that left the document in the last weeks: every pass retires them, which changes nothing the second time. */
  readonly retiring: readonly RetiringJob[];
  /** What this document changed against the one before. */
  readonly change: RulesChange;
  /** What recent documents made easier to please and none since has put back, for the summaries; the oldest first. */
  readonly loosened: readonly KeptLoosening[];
  /** When the change was announced; null when it was not yet, or where no one is to learn of it. */
  readonly announcedAt: string | null;
  /** Its `removes:`, spent by its acceptance: the next document that leaves out jobs has to say another. */
  readonly removes: number;
  /** The version of the grammar that accepted it; 1 where a copy does not say. */
  readonly grammar: number;
  /** The rules in mapping form, by job key, so that a later grammar cannot read them otherwise; null where not kept. */
  readonly rules: Readonly<Record<string, unknown>> | null;
  /** The limit by which it was accepted, so that who knows no settings reads the next document by it too; null: none. */
  readonly maxJobs: number | null;
  /** What the document was read as; null where it is read from its text each time. */
  readonly reading: KeptReading | null;
}

/** A clause that a document loosened. */
export interface KeptLoosening {
  /** When that document was accepted. */
  readonly at: string;
  /** The job's key in the document. */
  readonly job: string;
  readonly what: string;
  readonly from: string;
  readonly to: string;
}

/** A document as it was read, kept so that it need not be read again. */
export interface KeptReading {
  /** The reader: another one may read the same text differently. */
  readonly reader: string;
  /** Of the document's version and `text`: a reading that was changed by hand, or is another document's, is not used. */
  readonly sha256: string;
  /** Null for a document too large to be kept so. */
  readonly text: string | null;
}

export interface RetiringJob {
  readonly jobId: string;
  /** When the document without it was accepted. */
  readonly since: string;
}

/** The rules doc is not there or cannot be read; `message` says what and what to do. */
export class RulesUnavailable extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'RulesUnavailable';
  }
}

/** The last good copy is there and cannot be read: a new one may take its place. */
export class LastGoodDamaged extends RulesUnavailable {
  constructor(message: string) {
    super(message);
    this.name = 'LastGoodDamaged';
  }
}

/** There is no rules doc at that place. */
export class RulesMissing extends RulesUnavailable {
  constructor(message: string, cause?: unknown) {
    super(message, cause);
    this.name = 'RulesMissing';
  }
}
