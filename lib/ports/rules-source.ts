/** Where the rules doc is kept, and its last good copy beside it. */
export interface RulesSource {
  /** As shown to people: a path or `s3://...`. */
  readonly name: string;
  /** Folder that relative places start from; null where there is no folder (a document in S3). */
  readonly folder: string | null;
  /** The document as it is now, at most `maxBytes + 1` of it. Throws RulesUnavailable. */
  read(maxBytes: number): Promise<{ readonly bytes: Uint8Array; readonly version: string }>;
  /**
   * The last document that was found good; null when there has been none. Throws RulesUnavailable, also for a copy
   * that is damaged: that must not stop a check whose current document is good, but people should hear of it.
   */
  readLastGood(): Promise<LastGood | null>;
  /** Replaces the last good document, whole or not at all. Throws RulesUnavailable. */
  writeLastGood(lastGood: LastGood): Promise<void>;
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
  /** Holidays resolved to dates, by code, for `holidayYears`. */
  readonly holidayYears: readonly number[];
  readonly holidays: Readonly<Record<string, readonly string[]>>;
}

/** The rules doc is not there or cannot be read; `message` says what and what to do. */
export class RulesUnavailable extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'RulesUnavailable';
  }
}
