/** A part of a pass that is too large for one run of the checker. Plain data: it travels through a queue. */
export interface Slice {
  readonly kind: 'slice';
  /** Of the pass it belongs to. */
  readonly passId: string;
  /** Counted from 0. */
  readonly index: number;
  readonly jobIds: readonly string[];
}

/** Jobs to be checked outside the schedule, because of what they pinged or what happened in their buckets. */
export interface JobsCheck {
  readonly kind: 'jobs';
  readonly jobIds: readonly string[];
}

/** An object that landed in a watched bucket, or left it: a hint to look, and never evidence. */
export interface ObjectHint {
  readonly kind: 'hint';
  readonly bucket: string;
  readonly key: string;
}

/** A restore test that has ended: a hint to look, as an object's is. */
export interface RestoreHint {
  readonly kind: 'restore';
  /** Whose backup was restored. */
  readonly resourceArn: string;
  /** Whether a validation of what was restored may follow; otherwise the restore could not be made. */
  readonly isValidated: boolean;
}

export interface SliceQueue {
  /** Resolves when every slice was taken. Throws SlicesNotTaken; some may have been taken then. */
  send(slices: readonly Slice[]): Promise<void>;
}

export interface JobsChecks {
  /** Has the jobs checked after `delayS` seconds, 900 at most. Throws SlicesNotTaken. */
  sendCheck(check: JobsCheck, delayS: number): Promise<void>;
}

/** Messages that the queue did not take; `message` says why. */
export class SlicesNotTaken extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'SlicesNotTaken';
  }
}
