import type { Instant } from '../instant.ts';
import { isJsonObject, parseJson } from './reports/report-json.ts';

/** What a JSON body may give as its status. `skipped` is a success that makes no new run. */
export const HEARTBEAT_STATUSES = [
  'completed',
  'completed-with-warnings',
  'unchanged',
  'failed',
  'running',
  'skipped',
] as const;

export type RunStatus = (typeof HEARTBEAT_STATUSES)[number];

/** Where a ping came from, as far as the server and the client say. */
export interface PingOrigin {
  readonly address: string;
  readonly userAgent: string | null;
}

/** What a ping's address says. `log` says nothing about success. */
export const PING_SIGNALS = ['start', 'success', 'fail', 'log'] as const;

export type PingSignal = (typeof PING_SIGNALS)[number];

/** A signal from the job itself (docs/design/heartbeats.md#pings). */
export interface Heartbeat {
  readonly jobId: string;
  readonly at: Instant;
  /** `proof`: its body is the report of a proof, whatever its address says, and it says nothing of a run. */
  readonly signal: PingSignal | 'proof';
  /** Pairs a start with its end. */
  readonly rid: string | null;
  readonly exitStatus: number | null;
  readonly sizeBytes: number | null;
  readonly files: number | null;
  readonly location: string | null;
  /** The status a JSON body gave. */
  readonly status: RunStatus | null;
  /** What is kept of the body, for people: its beginning and its end. */
  readonly body: string | null;
  /** Absent in what earlier versions stored. */
  readonly from?: PingOrigin;
}

/** What a heartbeat is taken for. */
export type Meaning = 'start' | 'done' | 'failed' | 'unchanged' | 'skipped' | 'nothing';

/** A miss outweighs a success: a success ping whose body says `failed` failed. */
export function meaningOf(heartbeat: Heartbeat): Meaning {
  const { signal, status, exitStatus } = heartbeat;
  if (signal === 'log' || signal === 'proof') return 'nothing';
  if (signal === 'fail' || status === 'failed' || (exitStatus !== null && exitStatus !== 0)) return 'failed';
  if (signal === 'start' || status === 'running') return 'start';
  if (status === 'unchanged') return 'unchanged';
  if (status !== 'skipped') return 'done';
  return heartbeat.location !== null && !saysError(heartbeat) ? 'unchanged' : 'skipped';
}

/** The runner closes the start of a run that failed by a `skipped` with its error. */
function saysError({ body }: Heartbeat): boolean {
  const said = parseJson(body ?? '');
  return isJsonObject(said) && typeof said.error === 'string';
}
