import type { Place } from '../../core/evidence/place.ts';
import { PlaceMatcher } from '../../core/evidence/place-matcher.ts';
import { type RememberedObject, rememberedObjects } from '../../core/foresight/remembered-objects.ts';
import type { Instant } from '../../core/instant.ts';
import { isJudgedByPings, type Job } from '../../core/model/job.ts';
import type { Scheme } from '../../core/model/scheme.ts';
import { type EvidenceSource, EvidenceUnreadable } from '../../ports/evidence-source.ts';
import type { HeartbeatLog, StateStore } from '../../ports/state-store.ts';
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
}

/** Places and heartbeats as they were at any instant. Everything is read once. */
export class Past {
  readonly heartbeats: PastHeartbeats;
  readonly #ports: PastPorts;
  readonly #remembered: readonly RememberedObject[];
  readonly #sources = new Map<Scheme, Promise<PastSource>>();
  #now: Instant = 0;

  private constructor(ports: PastPorts, remembered: readonly RememberedObject[]) {
    this.#ports = ports;
    this.#remembered = remembered;
    this.heartbeats = new PastHeartbeats(ports.heartbeats);
  }

  /** Throws StateStoreUnavailable. */
  static async open(jobs: readonly Job[], ports: PastPorts): Promise<Past> {
    const { rows } = await ports.store.read(jobs.map(({ id }) => id));
    const remembered = jobs.flatMap((job) => {
      const row = rows.get(job.id);
      return row === undefined ? [] : rememberedObjects(job, row);
    });
    return new Past(ports, remembered);
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

  async #open(scheme: Scheme): Promise<PastSource> {
    const source = new PastSource(await this.#ports.sourceOf(scheme), this.#remembered);
    source.now = this.#now;
    return source;
  }

  async #instantsIn(place: Place): Promise<Instant[]> {
    const matcher = new PlaceMatcher(place.template);
    const objects = await (await this.sourceOf(place.scheme)).everListed(place, matcher.prefix);
    return objects.filter(({ key }) => matcher.match(key)).map(({ lastModified }) => lastModified);
  }
}
