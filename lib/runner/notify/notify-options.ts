import type { Instant } from '../../core/instant.ts';
import type { LogSockets } from './journal.ts';
import type { Pacing } from './post.ts';
import type { S3Writer } from './write-report.ts';

/** The notifications of a run. Addresses come from options or, where those are null, from the environment. */
export interface NotifyOptions {
  readonly jobId: string;
  readonly node: string | null;
  /** The spool is in it. */
  readonly stateFolder: string;
  /** `--verify`: without `reportTo`, reports go into `.sentinel/` beside it. */
  readonly verified: string | null;
  /** `--report-to`: a file, a folder or s3://. */
  readonly reportTo: string | null;
  /** `--heartbeat`; null: SENTINEL_PING_URL. */
  readonly heartbeatUrl: string | null;
  /** `--alert-webhook`; null: SENTINEL_ALERT_WEBHOOK. */
  readonly alertWebhook: string | null;
  /** `--alert-command`: for a shell. */
  readonly alertCommand: string | null;
  readonly env: NodeJS.ProcessEnv;
  readonly writeS3: S3Writer;
  /** Prints a line for the person who started the run. */
  readonly say: (line: string) => void;
  readonly now: () => Instant;
  /** For tests that do not wait. */
  readonly pacing?: Pacing;
  readonly alertCommandLimitMs?: number;
  readonly logSockets?: LogSockets;
}
