import type { Instant } from '../core/instant.ts';
import type { RunResult, RunStep } from './run-result.ts';

/** A run that has begun, as the heartbeat of its start tells it. */
export interface BegunRun {
  readonly runId: string;
  readonly jobId: string;
  readonly node: string | null;
  readonly startedAt: Instant;
}

/**
 * Who hears of a run (runner page, phase 6). Nothing here ever throws: being unable to tell anybody never turns a
 * success into a failure.
 */
export interface Telling {
  /** The text without secrets: what the command wrote, and what it was called with. */
  masked(text: string): string;
  /** Sends what earlier runs could not, as far as the spool still holds it. */
  resend(): Promise<void>;
  /** The heartbeat of the start. */
  began(run: BegunRun): Promise<void>;
  /** The tell phase. Its step is not ok when nobody at all could be told; the message then says where the report is. */
  ended(result: RunResult): Promise<RunStep>;
}
