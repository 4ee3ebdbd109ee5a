import { type Json, snakeCased } from '../../core/event/snake-case.ts';
import type { RunStatus } from '../../core/evidence/heartbeat.ts';
import { formatInstant } from '../../core/instant.ts';
import type { RunResult } from '../run-result.ts';
import { withoutName } from './shown-name.ts';

/** The end of a command's output that is sent: an alert has to fit into a message. */
const MAX_OUTPUT = 4_000;
const MAX_WARNINGS = 20;
const MAX_WARNING = 300;
const WARNING = /warn|error|fail|denied|cannot|could not|vanished|changed|skipp/i;
const MAX_STEPS = 40;
const MAX_TRIES = 40;

/**
 * The report of a run, as it is written, sent and kept: the sentinel's own format
 * (docs/design/heartbeats.md#reports) and more that a person or a program may need.
 */
export interface RunReport {
  readonly version: 1;
  readonly status: RunStatus;
  readonly job: string;
  readonly node: string | null;
  readonly host: string;
  readonly run_id: string;
  readonly ending: RunResult['ending'];
  readonly exit_status: number;
  /** ISO-8601, UTC. */
  readonly started_at: string;
  readonly finished_at: string;
  /** Null when nothing was verified. */
  readonly size_bytes: number | null;
  readonly files: number | null;
  readonly location: string | null;
  readonly checked_by: string | null;
  /** Lines of the command that say why it completed with warnings; empty where it did not. */
  readonly warnings: readonly string[];
  /** Null when nothing went wrong. */
  readonly error: string | null;
  readonly summary: string;
  readonly steps: Json;
  readonly tries: Json;
  readonly output_tail: string;
}

/** Makes the report; `masked` removes the secrets from every text of the host. */
export function reportOf(result: RunResult, masked: (text: string) => string): RunReport {
  const { artifact } = result;
  const status = statusOf(result);
  const summary = masked(result.summary);
  return {
    version: 1,
    status,
    job: result.jobId,
    node: result.node,
    host: result.host,
    run_id: result.runId,
    ending: result.ending,
    exit_status: result.exitStatus,
    started_at: formatInstant(result.startedAt),
    finished_at: formatInstant(result.finishedAt),
    size_bytes: artifact?.sizeBytes ?? null,
    files: artifact?.files ?? null,
    location: artifact === null ? null : masked(artifact.location),
    checked_by: artifact === null ? null : masked(artifact.checkedBy),
    warnings: status === 'completed-with-warnings' ? warningLines(masked(result.outputTail)) : [],
    error: isFailure(result) ? withoutName(summary, result.jobId, result.node) : null,
    summary,
    steps: snakeCased(result.steps.slice(-MAX_STEPS).map((step) => ({ ...step, message: masked(step.message) }))),
    tries: result.tries.slice(-MAX_TRIES).map(({ startedAt, durationMs, exitCode, signal, timedOut }) => ({
      started_at: formatInstant(startedAt),
      duration_seconds: Math.round(durationMs) / 1000,
      exit_code: exitCode,
      signal,
      timed_out: timedOut,
    })),
    output_tail: masked(result.outputTail).slice(-MAX_OUTPUT),
  };
}

/** Whether people are to be notified: in every case except a backup that is there. */
export function isFailure({ ending }: Pick<RunResult, 'ending'>): boolean {
  return ending !== 'done' && ending !== 'already-there';
}

/**
 * A run that found the lock held says nothing about the backup: the run that holds the lock reports it, and a failure here
 * would raise an alarm while the backup is being made.
 */
function statusOf({ ending, done }: RunResult): RunStatus {
  if (ending === 'done') {
    return done === null ? 'completed' : done === 'unchanged' ? 'unchanged' : 'completed-with-warnings';
  }
  return ending === 'already-there' || ending === 'locked' ? 'skipped' : 'failed';
}

/** The last lines that say what went wrong, else the last line. */
function warningLines(output: string): readonly string[] {
  const lines = output
    .split(/[\r\n]+/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const saying = lines.filter((line) => WARNING.test(line));
  return (saying.length > 0 ? saying : lines.slice(-1)).slice(-MAX_WARNINGS).map((line) => line.slice(0, MAX_WARNING));
}
