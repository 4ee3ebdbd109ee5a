import type { Instant } from '../core/instant.ts';
import type { RunStep } from './run-result.ts';

/** A run or proof that has begun, for the heartbeat of its start. */
export interface BegunRun {
  readonly runId: string;
  readonly jobId: string;
  readonly node: string | null;
  readonly startedAt: Instant;
}

/**
 * Notifies people and the checker of a run, or of a proof (docs/design/runner.md#notify). Nothing here throws: a notification that
 * cannot be sent never turns a success into a failure.
 */
export interface Notifier<Result> {
  /** The text without secrets: what the command wrote, and what it was called with. */
  masked(text: string): string;
  /** Sends what earlier runs could not send and the spool still holds. */
  resend(): Promise<void>;
  /** The heartbeat of the start. */
  began(run: BegunRun): Promise<void>;
  /** The last phase. Its step is not ok when nothing could be sent at all; the message then says where the report is. */
  ended(result: Result): Promise<RunStep>;
}
