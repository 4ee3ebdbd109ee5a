import { lookAndDecide } from '../../../lib/app/check/check-job.ts';
import type { Heartbeat } from '../../../lib/core/evidence/heartbeat.ts';
import type { MirrorCounts } from '../../../lib/core/evidence/mirror-count.ts';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../../../lib/core/instant.ts';
import type { Job } from '../../../lib/core/model/job.ts';
import { type JobRow, newRow } from '../../../lib/core/model/job-row.ts';
import { failedTests } from '../../../lib/core/wording/failed-tests.ts';
import { renderVerdict } from '../../../lib/core/wording/rendered-verdict.ts';
import { Disk } from './disk.ts';

/** Sunday, 1 November 2026. */
export const FIRST_DAY = Date.parse('2026-11-01T00:00:00Z');

/** What goes wrong in a night. */
export type Fault = 'stopped' | 'hollow' | 'companions only' | 'collapsed' | 'failed' | 'unfinished';

/** One night of a tool. */
export interface Night {
  readonly disk: Disk;
  /** The number of the night; the first with a check is 0. */
  readonly n: number;
  /** Midnight, when it begins. */
  readonly midnight: Instant;
  /** `2026-11-01`. */
  readonly date: string;
  readonly fault: Fault | null;
  /** The job pings. */
  readonly ping: (at: Instant, signal: Heartbeat['signal']) => void;
}

/** Nights before anyone checks, so that there is something. */
const NIGHTS_BEFORE = 7;
const HEALTHY_NIGHTS = 45;
const BROKEN_NIGHTS = 2;
/** Checks come at five past. */
const CHECK_MS = 5 * MINUTE_MS;

/** A tool that runs each night, and a sentinel that checks its jobs each hour. */
export class Nights {
  readonly #jobs: readonly Job[];
  readonly #play: (night: Night) => void;
  #disk = new Disk();
  #heartbeats: Heartbeat[] = [];
  #counts = new Map<string, MirrorCounts>();
  #rows = new Map<string, JobRow>();

  constructor(jobs: readonly Job[], play: (night: Night) => void) {
    this.#jobs = jobs;
    this.#play = play;
  }

  /** The same world once more. */
  #copy(): Nights {
    const copy = new Nights(this.#jobs, this.#play);
    copy.#disk = new Disk(this.#disk);
    copy.#heartbeats = [...this.#heartbeats];
    copy.#counts = new Map(this.#counts);
    copy.#rows = new Map(this.#rows);
    return copy;
  }

  /** 45 healthy nights: what was reported, with the hours since the first midnight. */
  async healthy(): Promise<readonly string[]> {
    const reported: string[] = [];
    for (let n = -NIGHTS_BEFORE; n < HEALTHY_NIGHTS; n += 1) reported.push(...(await this.#night(n, null, 0)));
    return reported;
  }

  /** What is reported of two nights in which something goes wrong, with the hours since the midnight before. */
  async broken(fault: Fault): Promise<readonly string[]> {
    const after = this.#copy();
    const reported: string[] = [];
    for (let n = HEALTHY_NIGHTS; n < HEALTHY_NIGHTS + BROKEN_NIGHTS; n += 1) {
      reported.push(...(await after.#night(n, fault, HEALTHY_NIGHTS)));
    }
    return reported;
  }

  async #night(n: number, fault: Fault | null, countedFrom: number): Promise<string[]> {
    const midnight = FIRST_DAY + n * DAY_MS;
    const ping = (at: Instant, signal: Heartbeat['signal']) => this.#heartbeats.push(pinged(at, signal));
    const date = new Date(midnight).toISOString().slice(0, 10);
    this.#play({ disk: this.#disk, n, midnight, date, fault, ping });
    const reported: string[] = [];
    for (let hour = 3; n >= 0 && hour < 27; hour += 1) {
      const since = (n - countedFrom) * 24 + hour;
      for (const job of this.#jobs) {
        const text = await this.#check(job, midnight + hour * HOUR_MS + CHECK_MS);
        if (text !== null) reported.push(`${text} at ${since} h`);
      }
    }
    return reported;
  }

  /** What changed; null where nothing did. */
  async #check(job: Job, now: Instant): Promise<string | null> {
    const row = this.#rows.get(job.id) ?? newRow(job.id);
    const { decision } = await lookAndDecide(job, row, { now, held: false }, (at) => at, this.#ports());
    this.#rows.set(job.id, { ...decision.row, version: row.version + 1 });
    if (decision.transition === null) return null;
    const [first] = decision.verdict === null ? [] : failedTests(renderVerdict(decision.verdict));
    return `${job.id} ${decision.transition.to}${first ? ` ${first.test.kind}` : ''}`;
  }

  #ports() {
    return {
      sourceOf: async () => this.#disk,
      heartbeats: {
        record: async () => {},
        newest: async () => this.#heartbeats.toReversed().slice(0, 100),
        prune: async () => 0,
      },
      mirrors: {
        read: async (id: string) => this.#counts.get(id) ?? null,
        write: async (id: string, count: MirrorCounts) => void this.#counts.set(id, count),
      },
    };
  }
}

function pinged(at: Instant, signal: Heartbeat['signal']): Heartbeat {
  const none = { rid: null, exitStatus: null, sizeBytes: null, files: null, location: null, status: null, body: null };
  return { jobId: 'photos', at, signal, ...none };
}
