import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import { HEARTBEAT_STATUSES, type Heartbeat, PING_SIGNALS } from '../../core/evidence/heartbeat.ts';
import { formatInstant, type Instant } from '../../core/instant.ts';
import type { HeartbeatKind, HeartbeatLog } from '../../ports/state-store.ts';
import { expiryOf, pruneExpired } from './expiry.ts';
import { readNewest } from './read-newest.ts';
import { instant, orNull, SCHEMA } from './schema.ts';
import type { DynamoTable } from './table.ts';
import { EXPIRY_ATTRIBUTE } from './tables.ts';

export const storedHeartbeat = z
  .object({
    job_id: z.string(),
    at: instant,
    signal: z.enum([...PING_SIGNALS, 'proof']),
    rid: orNull(z.string()),
    exit_status: orNull(z.number()),
    size_bytes: orNull(z.number()),
    files: orNull(z.number()),
    location: orNull(z.string()),
    status: orNull(z.enum(HEARTBEAT_STATUSES)),
    body: orNull(z.string()),
    from: orNull(z.object({ address: z.string(), user_agent: orNull(z.string()) })),
  })
  .transform(
    (item): Heartbeat => ({
      jobId: item.job_id,
      at: item.at,
      signal: item.signal,
      rid: item.rid,
      exitStatus: item.exit_status,
      sizeBytes: item.size_bytes,
      files: item.files,
      location: item.location,
      status: item.status,
      body: item.body,
      ...(item.from !== null && { from: { address: item.from.address, userAgent: item.from.user_agent } }),
    }),
  );

/** bk-evidence in DynamoDB, or in whatever speaks its protocol. */
export class DynamoHeartbeatLog implements HeartbeatLog {
  readonly #table: DynamoTable;
  readonly #now: () => Instant;

  /** `now` decides which heartbeats are too old to count. */
  constructor(table: DynamoTable, now: () => Instant) {
    this.#table = table;
    this.#now = now;
  }

  async record(heartbeat: Heartbeat): Promise<void> {
    const item = {
      job_id: heartbeat.jobId,
      run_id: runId(heartbeat),
      schema: SCHEMA,
      at: formatInstant(heartbeat.at),
      [EXPIRY_ATTRIBUTE]: expiryOf(heartbeat.at),
      signal: heartbeat.signal,
      rid: heartbeat.rid,
      exit_status: heartbeat.exitStatus,
      size_bytes: heartbeat.sizeBytes,
      files: heartbeat.files,
      location: heartbeat.location,
      status: heartbeat.status,
      body: heartbeat.body,
      ...(heartbeat.from && { from: { address: heartbeat.from.address, user_agent: heartbeat.from.userAgent } }),
    };
    // Nothing else has this id; and when an answer got lost, putting the same item again changes nothing.
    await this.#table.put(item);
  }

  async newest(jobId: string, limit: number, kind: HeartbeatKind = 'signals'): Promise<readonly Heartbeat[]> {
    return readNewest(this.#table, storedHeartbeat, [jobId, 'run_id', PREFIXES[kind]], { limit, now: this.#now() });
  }

  async prune(now: Instant): Promise<number> {
    return pruneExpired(this.#table, ['job_id', 'run_id'], now);
  }
}

/** How the ids of each kind begin: those of signals with their year. */
const PREFIXES: Readonly<Record<HeartbeatKind, string>> = { signals: '2', log: 'log#', proof: 'proof#' };

let recorded = 0;

/**
 * Sorts by time: always with three digits of milliseconds. Two heartbeats of one millisecond are kept apart, and in
 * order: the start of a job that is done at once must not come after its end.
 */
function runId({ at, signal }: Heartbeat): string {
  recorded += 1;
  const order = recorded.toString(16).padStart(8, '0');
  const prefix = signal === 'log' || signal === 'proof' ? PREFIXES[signal] : '';
  return `${prefix}${new Date(at).toISOString()}#${order}${randomBytes(4).toString('hex')}`;
}
