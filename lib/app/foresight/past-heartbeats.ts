import type { Heartbeat } from '../../core/evidence/heartbeat.ts';
import type { Instant } from '../../core/instant.ts';
import type { HeartbeatKind, HeartbeatLog } from '../../ports/state-store.ts';

/** More than a job sends in the longest time that is replayed, at one a run and three runs an hour. */
const MAX_KEPT = 10_000;

/** The heartbeats that were known at `now`; each job's are read once. */
export class PastHeartbeats implements Pick<HeartbeatLog, 'newest'> {
  readonly #log: Pick<HeartbeatLog, 'newest'>;
  readonly #read = new Map<string, Promise<readonly Heartbeat[]>>();
  now: Instant = 0;

  constructor(log: Pick<HeartbeatLog, 'newest'>) {
    this.#log = log;
  }

  async newest(jobId: string, limit: number, kind: HeartbeatKind = 'signals'): Promise<readonly Heartbeat[]> {
    const all = await this.all(jobId, kind);
    const begin = all.findIndex(({ at }) => at <= this.now);
    return begin === -1 ? [] : all.slice(begin, begin + limit);
  }

  /** Newest first, whatever `now` is. Throws StateStoreUnavailable. */
  all(jobId: string, kind: HeartbeatKind = 'signals'): Promise<readonly Heartbeat[]> {
    const key = `${kind} ${jobId}`;
    const known = this.#read.get(key) ?? this.#log.newest(jobId, MAX_KEPT, kind);
    this.#read.set(key, known);
    return known;
  }
}
