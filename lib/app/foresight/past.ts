import { type Place, placeText } from '../../core/evidence/place.ts';
import { PlaceMatcher } from '../../core/evidence/place-matcher.ts';
import { isRememberable, type RememberedObject, rememberedObjects } from '../../core/foresight/remembered-objects.ts';
import type { DayView } from '../../core/history/day.ts';
import { inParallel } from '../../core/in-parallel.ts';
import type { Instant } from '../../core/instant.ts';
import { isJudgedByPings, type Job } from '../../core/model/job.ts';
import type { Scheme } from '../../core/model/scheme.ts';
import { type EvidenceSource, EvidenceUnreadable } from '../../ports/evidence-source.ts';
import type { HeartbeatLog, StateStore } from '../../ports/state-store.ts';
import type { WholeFound } from '../evidence/backups-found.ts';
import { PastBackups } from './past-backups.ts';
import { PastHeartbeats } from './past-heartbeats.ts';
import { PastSource } from './past-source.ts';

/** What is known of the past of one job. */
export type JobPast =
  | { readonly kind: 'from'; readonly from: Instant }
  /** It is updated in place: what it was is gone. */
  | { readonly kind: 'mirror' }
  | { readonly kind: 'unreadable'; readonly location: string; readonly error: string }
  /** Nothing of it was ever seen. */
  | { readonly kind: 'nothing' };

export interface PastPorts {
  readonly sourceOf: (scheme: Scheme) => Promise<EvidenceSource>;
  readonly heartbeats: Pick<HeartbeatLog, 'newest'>;
  /** The rows as they are now, for the backups that they remember. */
  readonly store: Pick<StateStore, 'read'>;
  /** The days of a job that are over, for the backups that they remember. */
  readonly landedOf: (jobId: string) => Promise<readonly DayView[]>;
}

/** How many jobs have their days read at a time. */
const LANES = 8;

/** Places and heartbeats as they were at any instant. Everything is read once. */
export class Past {
  readonly heartbeats: PastHeartbeats;
  readonly #ports: PastPorts;
  readonly #remembered: readonly RememberedObject[];
  readonly #sources = new Map<Scheme, Promise<PastSource>>();
  /** By the places' text. */
  readonly #backups = new Map<string, PastBackups | null>();
  #now: Instant = 0;

  private constructor(ports: PastPorts, remembered: readonly RememberedObject[]) {
    this.#ports = ports;
    this.#remembered = remembered;
    this.heartbeats = new PastHeartbeats(ports.heartbeats);
  }

  /** Throws StateStoreUnavailable. */
  static async open(jobs: readonly Job[], ports: PastPorts): Promise<Past> {
    const { rows } = await ports.store.read(jobs.map(({ id }) => id));
    const remembered = await inParallel(jobs.filter(isRememberable), LANES, async (job) =>
      rememberedObjects(job, rows.get(job.id) ?? null, await ports.landedOf(job.id)),
    );
    return new Past(ports, distinct(remembered.flat()));
  }

  /** Goes to an instant. */
  async goTo(now: Instant): Promise<void> {
    this.#now = now;
    this.heartbeats.now = now;
    for (const source of this.#sources.values()) (await source).now = now;
  }

  sourceOf(scheme: Scheme): Promise<PastSource> {
    const known = this.#sources.get(scheme) ?? this.#open(scheme);
    this.#sources.set(scheme, known);
    return known;
  }

  /** What a whole look at a job's place would find; null where the place has to be looked at. Throws EvidenceUnreadable. */
  async backupsIn(job: Job, place: Place): Promise<WholeFound | null> {
    const text = placeText(place);
    let known = this.#backups.get(text);
    if (known === undefined) {
      const { prefix } = new PlaceMatcher(place.template);
      known = PastBackups.of(job, place, await (await this.sourceOf(place.scheme)).pastOf(place, prefix));
      this.#backups.set(text, known);
    }
    return known === null ? null : known.at(this.#now);
  }

  /** When the evidence of a job is another one than now; now itself where that is not known. Infinite for never. */
  nextChange(job: Job): Instant {
    const known = job.place === null || isJudgedByPings(job) ? null : this.#backups.get(placeText(job.place));
    return known?.nextChange(this.#now) ?? this.#now;
  }

  /** From when on something is known of a job. Throws StateStoreUnavailable. */
  async of(job: Job): Promise<JobPast> {
    if (job.isMirror) return { kind: 'mirror' };
    const instants: Instant[] = [];
    try {
      if (job.place !== null) instants.push(...(await this.#instantsIn(job.place)));
      if (job.finished.kind === 'report') instants.push(...(await this.#instantsIn(job.finished.place)));
    } catch (error) {
      if (!(error instanceof EvidenceUnreadable)) throw error;
      return { kind: 'unreadable', location: error.location, error: error.message };
    }
    if (isJudgedByPings(job)) instants.push(...(await this.heartbeats.all(job.id)).map(({ at }) => at));
    const first = instants.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
    return first === Number.POSITIVE_INFINITY ? { kind: 'nothing' } : { kind: 'from', from: first };
  }

  /** What of the past no one let us see, in words. */
  async notes(): Promise<readonly string[]> {
    const sources = await Promise.all(this.#sources.values());
    return sources.flatMap(({ refused }) =>
      [...refused].map(
        ([container, why]) =>
          `what was deleted from ${container} is not known, since its versions cannot be listed (s3:ListBucketVersions): ${why}`,
      ),
    );
  }

  async #open(scheme: Scheme): Promise<PastSource> {
    const source = new PastSource(await this.#ports.sourceOf(scheme), this.#remembered);
    source.now = this.#now;
    return source;
  }

  async #instantsIn(place: Place): Promise<Instant[]> {
    const matcher = new PlaceMatcher(place.template);
    const { versions } = await (await this.sourceOf(place.scheme)).pastOf(place, matcher.prefix);
    return versions.filter(({ object }) => matcher.match(object.key)).map(({ object }) => object.lastModified);
  }
}

/** Two documents may have the same job. */
function distinct(all: readonly RememberedObject[]): readonly RememberedObject[] {
  return [...new Map(all.map((one) => [`${one.container}${one.object.key} ${one.object.lastModified}`, one])).values()];
}
