import type { Instant } from '../instant.ts';
import type { LookedInside } from './looked-inside.ts';

/** How a run ended, as far as the evidence shows it. */
export type Outcome = 'finished' | 'failed' | 'unfinished';

/** What showed the run. `upload` is a multipart upload that has not been completed. */
export type RunSource = 'file' | 'folder' | 'upload' | 'report' | 'heartbeat';

/** One execution of a job, as far as the evidence shows it (docs/design/decision.md#words). */
export interface Run {
  /** When the run ended; for an unfinished run, when it started. */
  readonly ts: Instant;
  /** When it began, where the evidence says so. */
  readonly startedAt?: Instant;
  readonly outcome: Outcome;
  /** Bytes; absent where the evidence gives no size (a bare heartbeat). */
  readonly sizeBytes?: number;
  /** How many files a run folder holds; absent for a single file. */
  readonly fileCount?: number;
  /** Set where what is counted are the members of a job with `{each}`. */
  readonly isOfMembers?: true;
  /** Where it is, in full, as shown to people: `s3://bucket/key` or an absolute path. */
  readonly location: string;
  /** What sorts within the place, as UTF-8 bytes: the object's key, or the run folder's with its slash. */
  readonly key: string;
  readonly source: RunSource;
  /** What stands for its content, equal for equal content; absent where it is not known. */
  readonly content?: string;
  /** Set where a report or heartbeat that says done gives another size. */
  readonly isContradicted?: true;
  /** Set where the newest proof of this very run could not restore it (docs/design/decision.md#proven). */
  readonly isRefuted?: true;
  /** Set where the job says `verify:` and this is the newest. */
  readonly looked?: LookedInside;
  /** What a failed run said of itself. */
  readonly error?: string;
}

/** `(location, ts, size_bytes)`: an overwritten file is a new run (docs/design/decision.md#words). */
export interface RunIdentity {
  readonly location: string;
  readonly ts: Instant;
  readonly sizeBytes: number | null;
}

/** A finished run that the state row remembers whole: the latest, and the newest good one. */
export interface RememberedRun extends RunIdentity {
  readonly key: string;
  readonly looked: LookedInside | null;
}

/** True when both name the same run. */
export function isSameRun(a: RunIdentity, b: RunIdentity): boolean {
  return a.ts === b.ts && a.sizeBytes === b.sizeBytes && a.location === b.location;
}

/** True when `identity` names this run; as `isSameRun`, without making anything of the run. */
export function isNamedBy(run: Run, identity: RunIdentity): boolean {
  return run.ts === identity.ts && (run.sizeBytes ?? null) === identity.sizeBytes && run.location === identity.location;
}

/** A finished run as the row keeps it. */
export function remember(run: Run): RememberedRun {
  return {
    ts: run.ts,
    sizeBytes: run.sizeBytes ?? null,
    location: run.location,
    key: run.key,
    looked: run.looked ?? null,
  };
}
