import type { JobRow } from '../../core/decision/row.ts';
import type { Heartbeat } from '../../core/evidence/heartbeat.ts';
import { meaningOf } from '../../core/evidence/heartbeat-signals.ts';
import { MINUTE_MS } from '../../core/instant.ts';
import type { StateStore } from '../../ports/state-store.ts';

/** A job is checked at most this often because of its pings. Source: docs/design/heartbeats.md#pings. */
const EVERY_MS = MINUTE_MS;

/**
 * Which jobs are to be checked now because of what they pinged: at once, and where that was less than a minute after
 * the last such check, at the minute's end, which then judges the last of several pings.
 */
export class ChecksOnPing {
  readonly #elapsedMs: () => number;
  /** When each job was checked last, for a minute. */
  readonly #checkedMs = new Map<string, number>();
  readonly #dueMs = new Map<string, number>();

  /** `elapsedMs`: of a clock that only goes forward. */
  constructor(elapsedMs: () => number) {
    this.#elapsedMs = elapsedMs;
  }

  request(jobId: string): void {
    const nowMs = this.#elapsedMs();
    const checkedMs = this.#checkedMs.get(jobId) ?? Number.NEGATIVE_INFINITY;
    if (!this.#dueMs.has(jobId)) this.#dueMs.set(jobId, Math.max(nowMs, checkedMs + EVERY_MS));
  }

  /** Takes the jobs that are due. */
  take(): readonly string[] {
    const nowMs = this.#elapsedMs();
    for (const [jobId, checkedMs] of this.#checkedMs) {
      if (nowMs - checkedMs >= EVERY_MS) this.#checkedMs.delete(jobId);
    }
    const due = [...this.#dueMs].filter(([, dueMs]) => dueMs <= nowMs).map(([jobId]) => jobId);
    for (const jobId of due) {
      this.#dueMs.delete(jobId);
      this.#checkedMs.set(jobId, nowMs);
    }
    return due;
  }
}

/**
 * Whether a ping may change the state of its job before its next scheduled check does: one that failed, or one that
 * succeeded while something is wrong. Throws StateStoreUnavailable.
 */
export async function mayChangeState(heartbeat: Heartbeat, store: Pick<StateStore, 'read'>): Promise<boolean> {
  const meaning = meaningOf(heartbeat);
  if (meaning === 'failed') return true;
  if (meaning !== 'done' && meaning !== 'unchanged') return false;
  const row = (await store.read([heartbeat.jobId])).rows.get(heartbeat.jobId);
  return row !== undefined && isWrong(row);
}

function isWrong({ state, wouldBe }: JobRow): boolean {
  return state !== 'green' || wouldBe !== null;
}
