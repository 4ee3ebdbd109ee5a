import { MINUTE_MS } from '../../core/instant.ts';
import type { Job } from '../../core/model/job.ts';
import type { ObjectHint } from '../../ports/slice-queue.ts';
import { ChecksOnPing } from '../ping/checks-on-ping.ts';
import { jobsAt } from './jobs-at.ts';

/** A bucket with more events a minute is no help: it changes all the time, and its jobs wait for their next looks. */
const MAX_A_MINUTE = 60;

/** What events of buckets lead to. */
export interface Hinted {
  readonly now: readonly string[];
  /** In how many milliseconds, by job. */
  readonly later: ReadonlyMap<string, number>;
  /** Buckets that have just become too busy. */
  readonly busy: readonly string[];
}

interface Minute {
  readonly beganMs: number;
  count: number;
}

/**
 * Which jobs are looked at because of events of their buckets (docs/design/evidence.md#hints): at once, and for what comes
 * within a minute of that, once more at its end. Kept in memory: what is forgotten costs a look or a delay.
 */
export class Hints {
  readonly #elapsedMs: () => number;
  readonly #checks: ChecksOnPing;
  readonly #minutes = new Map<string, Minute>();
  readonly #busy = new Set<string>();

  /** `elapsedMs`: of a clock that only goes forward. */
  constructor(elapsedMs: () => number) {
    this.#elapsedMs = elapsedMs;
    this.#checks = new ChecksOnPing(elapsedMs);
  }

  /** `jobs`: as they are judged, members among them. */
  take(hints: readonly ObjectHint[], jobs: readonly Job[]): Hinted {
    const now = new Set<string>();
    const later = new Map<string, number>();
    const busy: string[] = [];
    for (const { bucket, key } of hints) {
      const wasBusy = this.#busy.has(bucket);
      if (this.#isBusy(bucket)) {
        if (!wasBusy) busy.push(bucket);
        continue;
      }
      for (const jobId of jobsAt(jobs, bucket, key)) {
        const waitMs = this.#checks.schedule(jobId);
        if (waitMs === 0) now.add(jobId);
        else if (waitMs !== null) later.set(jobId, waitMs);
      }
    }
    return { now: [...now], later, busy };
  }

  /** Counts an event: busy is a bucket with too many of them in this minute, or in the one before. */
  #isBusy(bucket: string): boolean {
    const nowMs = this.#elapsedMs();
    let minute = this.#minutes.get(bucket);
    if (minute === undefined || nowMs - minute.beganMs >= MINUTE_MS) {
      const isCalm = minute === undefined || minute.count <= MAX_A_MINUTE || nowMs - minute.beganMs >= 2 * MINUTE_MS;
      if (isCalm) this.#busy.delete(bucket);
      minute = { beganMs: nowMs, count: 0 };
      this.#minutes.set(bucket, minute);
    }
    minute.count += 1;
    if (minute.count > MAX_A_MINUTE) this.#busy.add(bucket);
    return this.#busy.has(bucket);
  }
}
