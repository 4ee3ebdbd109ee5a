import type { Instant } from '../instant.ts';

/** What a copy can be restored with (docs/design/prove.md#recipes). */
export const RECIPES = [
  'postgres',
  'mariadb',
  'mysql',
  'sqlite',
  'restic',
  'borg',
  'tar',
  'zip',
  '7z',
  'files',
  'command',
] as const;

export type Recipe = (typeof RECIPES)[number];

/** How a proof can end (docs/design/prove.md#exit-status). Only the first two say something of the copy. */
export const PROOF_ENDINGS = [
  'proven',
  /** The copy was restored wrongly, or does not hold what it should. */
  'refuted',
  /** There is no copy, or it cannot be read. */
  'unreachable',
  'preflight',
  'locked',
  'timed-out',
  /** A signal stopped it. */
  'stopped',
  /** This host could not restore it: its server did not start, or scratch is full. */
  'host-failed',
] as const;

export type ProofEnding = (typeof PROOF_ENDINGS)[number];

/** What a proof says of its copy. */
export const PROOF_VERDICTS = ['proven', 'refuted', 'inconclusive'] as const;

export type ProofVerdict = (typeof PROOF_VERDICTS)[number];

/** Whether what is in the copy ran apart from the host, or was trusted by `--trust-copy`. */
export const ISOLATIONS = ['isolated', 'trusted'] as const;

export type Isolation = (typeof ISOLATIONS)[number];

/** The copy that was restored: the run of the job that it is. */
export interface ProvenCopy {
  /** A path, or s3://bucket/key; of a repository, its place and the snapshot's name. */
  readonly location: string;
  readonly ts: Instant;
  readonly sizeBytes: number;
  readonly files: number;
  /** Of a single object in S3; else null. */
  readonly etag: string | null;
}

/** One question asked of what was restored, and its answer. Never a row, only counts, ages and what was asked for. */
export interface Assertion {
  readonly asked: string;
  readonly wanted: string;
  readonly found: string;
  readonly holds: boolean;
}

/** One restore test of a copy of a job. */
export interface Proof {
  readonly jobId: string;
  readonly node: string | null;
  readonly host: string;
  /** Random. */
  readonly runId: string;
  readonly ending: ProofEnding;
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
  /** Null when it ended before a copy was found. */
  readonly copy: ProvenCopy | null;
  readonly recipe: Recipe;
  /** Null when it ended before that was known. */
  readonly isolation: Isolation | null;
  readonly assertions: readonly Assertion[];
  /** What each phase took; null where it did not end. `restoreMs` is the measured time to restore. */
  readonly fetchMs: number | null;
  readonly restoreMs: number | null;
  readonly askMs: number | null;
  /** One sentence that a person can act on. */
  readonly summary: string;
}

/** What a proof that ended so says of its copy. */
export function verdictOf(ending: ProofEnding): ProofVerdict {
  return ending === 'proven' || ending === 'refuted' ? ending : 'inconclusive';
}
