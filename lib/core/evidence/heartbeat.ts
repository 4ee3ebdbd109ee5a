import type { Instant } from '../instant.ts';

/** A signal from the job itself (docs/design/heartbeats.md#pings). `log` says nothing about success. */
export interface Heartbeat {
  readonly jobId: string;
  readonly at: Instant;
  readonly signal: 'start' | 'success' | 'fail' | 'log';
  /** Pairs a start with its end. */
  readonly rid: string | null;
  readonly exitStatus: number | null;
  readonly sizeBytes: number | null;
  readonly files: number | null;
  readonly location: string | null;
  /** The status a JSON body gave; `skipped` is a success that makes no new run. */
  readonly status: 'completed' | 'failed' | 'running' | 'skipped' | null;
  /** The first of the body, for people. */
  readonly body: string | null;
}
