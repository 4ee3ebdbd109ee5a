import { type Heartbeat, meaningOf } from '../../core/evidence/heartbeat.ts';
import { MINUTE_MS } from '../../core/instant.ts';
import type { JobRow } from '../../core/model/job-row.ts';
import type { StateStore } from '../../ports/state-store.ts';

/** A job is checked at most this often because of its pings. Source: docs/design/heartbeats.md#pings. */
const EVERY_MS = MINUTE_MS;

/** Jobs whose last check because of a ping is remembered; older ones are forgotten then. */
const MAX_KNOWN = 10_000;

/**
 * When each job is to be checked because of what it pinged: at once, and where that was less than a minute after the
 * last such check, at the minute's end, which then judges the last of several pings.
 */
export class ChecksOnPing {
  readonly #elapsedMs: () => number;
  readonly #dueMs = new Map<string, number>();
  /** Those that `take` has not given yet. */
  readonly #waiting = new Set<string>();

  /** `elapsedMs`: of a clock that only goes forward. */
  constructor(elapsedMs: () => number) {
    this.#elapsedMs = elapsedMs;
  }

  /** In how many milliseconds the job is to be checked; null where a check that is still to come judges this ping. */
  schedule(jobId: string): number | null {
    const nowMs = this.#elapsedMs();
    const lastMs = this.#dueMs.get(jobId) ?? Number.NEGATIVE_INFINITY;
    if (lastMs > nowMs) return null;
    const dueMs = Math.max(nowMs, lastMs + EVERY_MS);
    this.#forgetOld(nowMs);
    this.#dueMs.set(jobId, dueMs);
    return dueMs - nowMs;
  }

  /** As `schedule`; `take` gives the job when it is due. */
  request(jobId: string): void {
    if (this.#waiting.has(jobId)) return;
    if (this.schedule(jobId) !== null) this.#waiting.add(jobId);
  }

  /** Takes the jobs that are due. */
  take(): readonly string[] {
    const nowMs = this.#elapsedMs();
    const due = [...this.#waiting].filter((jobId) => (this.#dueMs.get(jobId) ?? 0) <= nowMs);
    for (const jobId of due) {
      this.#waiting.delete(jobId);
      this.#dueMs.set(jobId, nowMs);
    }
    return due;
  }

  #forgetOld(nowMs: number): void {
    if (this.#dueMs.size < MAX_KNOWN) return;
    for (const [jobId, dueMs] of this.#dueMs) {
      if (nowMs - dueMs >= EVERY_MS && !this.#waiting.has(jobId)) this.#dueMs.delete(jobId);
    }
  }
}

/**
 * Whether a ping may change the state of its job before its next scheduled check does: one that failed, the report of a
 * proof, or one that succeeded while something is wrong. Throws StateStoreUnavailable.
 */
export async function mayChangeState(heartbeat: Heartbeat, store: Pick<StateStore, 'read'>): Promise<boolean> {
  const meaning = meaningOf(heartbeat);
  if (meaning === 'failed' || heartbeat.signal === 'proof') return true;
  if (meaning !== 'done' && meaning !== 'unchanged') return false;
  const row = (await store.read([heartbeat.jobId])).rows.get(heartbeat.jobId);
  return row !== undefined && isWrong(row);
}

function isWrong({ state, wouldBe }: JobRow): boolean {
  return state !== 'green' || wouldBe !== null;
}
