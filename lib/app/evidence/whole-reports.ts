import type { ListedObject } from '../../core/evidence/listed-object.ts';
import { NewestReports } from '../../core/evidence/newest-reports.ts';
import type { Place } from '../../core/evidence/place.ts';
import { NOTHING_REMEMBERED, type RememberedPlace } from '../../core/evidence/remembered-place.ts';
import type { reportSignal } from '../../core/evidence/report-signal.ts';
import type { Instant } from '../../core/instant.ts';
import type { Job } from '../../core/model/job.ts';
import type { EvidenceSource } from '../../ports/evidence-source.ts';
import { listReports } from './list-reports.ts';

/** What one report says; `gone` when it is there no more. */
export type ReadReport = ReturnType<typeof reportSignal> | 'gone';

/** Whose reports matter, and how far back: to the newest run of the member whose newest run is the oldest. */
export interface FollowedMembers {
  readonly known: ReadonlySet<string>;
  readonly memory: RememberedPlace;
}

/** The reports of one pass of jobs with `{each}`: one listing of each place serves all members, and each report is read once. */
export class WholeReports {
  readonly #followed = new Map<string, FollowedMembers>();
  readonly #listings = new Map<string, Promise<NewestReports>>();
  readonly #read = new Map<string, Promise<ReadReport>>();

  follow(jobId: string, members: FollowedMembers): void {
    this.#followed.set(jobId, members);
  }

  /** The newest reports of a member that are later than `after`; of the job itself those of any. Throws EvidenceUnreadable. */
  async newest(
    job: Job,
    place: Place,
    after: Instant,
    now: Instant,
    source: EvidenceSource,
  ): Promise<readonly ListedObject[]> {
    const whole = job.member?.whole ?? job;
    const wholePlace = whole.finished.kind === 'report' ? whole.finished.place : place;
    const made = this.#listings.get(whole.id) ?? this.#list(whole, wholePlace, now, source);
    this.#listings.set(whole.id, made);
    const reports = await made;
    const newest = job.member === undefined ? reports.all() : reports.get(job.member.value);
    return newest.filter(({ lastModified }) => lastModified > after);
  }

  /** What `read` gives, made once for each report. */
  once(location: string, read: () => Promise<ReadReport>): Promise<ReadReport> {
    const made = this.#read.get(location) ?? read();
    this.#read.set(location, made);
    return made;
  }

  #list(whole: Job, place: Place, now: Instant, source: EvidenceSource): Promise<NewestReports> {
    const { known, memory } = this.#followed.get(whole.id) ?? { known: new Set(), memory: NOTHING_REMEMBERED };
    const reports = new NewestReports(place.template, Number.NEGATIVE_INFINITY, known);
    return listReports(whole, reports, place, memory, now, source);
  }
}
