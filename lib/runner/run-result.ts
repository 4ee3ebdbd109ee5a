import type { Instant } from '../core/instant.ts';
import type { DoneStatus } from './attempt/done-statuses.ts';

/** How a run of the runner ended. */
export type RunEnding =
  | 'done'
  /** Another run had made the backup already, and it is whole. */
  | 'already-there'
  | 'command-failed'
  | 'timed-out'
  /** What landed is missing, too old, too small or damaged. */
  | 'verify-failed'
  /** The command said that the backup is there already, and it is not. */
  | 'conflict'
  /** The destination could not be looked at in the end. */
  | 'unreachable'
  | 'preflight'
  | 'locked'
  /** A signal stopped the runner. */
  | 'stopped';

/** `tell` is the notification: the name is part of the report's format. */
export type RunPhase = 'lock' | 'preflight' | 'backup' | 'verify' | 'tell';

/** The phases of a proof (docs/design/prove.md#phases). */
export type ProofPhase = 'lock' | 'preflight' | 'fetch' | 'restore' | 'ask' | 'clean-up' | 'tell';

/** One step that was taken, in its order, as it is reported. */
export interface RunStep {
  readonly phase: RunPhase | ProofPhase;
  readonly ok: boolean;
  /** A sentence: what was looked at and what was found; where it failed, what to do. */
  readonly message: string;
}

/** One try of the command. */
export interface RunTry {
  readonly startedAt: Instant;
  readonly durationMs: number;
  /** Null when it was ended by a signal, or never began. */
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly timedOut: boolean;
}

/** What was found at the destination. */
export interface VerifiedArtifact {
  /** A path, or s3://bucket/key. */
  readonly location: string;
  /** When it was last written; for a folder, its newest file. */
  readonly ts: Instant;
  readonly sizeBytes: number;
  readonly files: number;
  /** How it was checked, in words: "zip, by its end record", "gzip, tail not checkable". */
  readonly checkedBy: string;
}

/** A run of the runner, from the lock to the verdict: what the report, the heartbeat and the alerts say. */
export interface RunResult {
  /** Random; pairs the heartbeats of start and end. */
  readonly runId: string;
  readonly jobId: string;
  readonly node: string | null;
  readonly host: string;
  readonly ending: RunEnding;
  readonly exitStatus: number;
  readonly startedAt: Instant;
  readonly finishedAt: Instant;
  readonly steps: readonly RunStep[];
  readonly tries: readonly RunTry[];
  readonly artifact: VerifiedArtifact | null;
  /** What the command's exit status says of a success; null for an ordinary one. */
  readonly done: DoneStatus | null;
  /** One sentence that a person can act on; for a success, what is there now. */
  readonly summary: string;
  /** The end of what the command wrote, secrets masked. */
  readonly outputTail: string;
}
