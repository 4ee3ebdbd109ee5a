import { type EarliestTold, earliestToldFor, type Reachable } from '../../core/hours/earliest-told.ts';
import type { PersonHours } from '../../core/hours/person-hours.ts';
import type { Job } from '../../core/model/job.ts';
import type { Person } from '../../core/model/person.ts';
import type { RulesDocument } from '../../rules-doc/document.ts';

/** Holiday codes resolved to dates when the document was accepted. */
export type ResolvedHolidays = Readonly<Record<string, readonly string[]>>;

/** Who may be told when, for every job of a document (routing page, section 3). */
export class Reachability {
  readonly #document: RulesDocument;
  readonly #holidays: ResolvedHolidays;
  readonly #known = new Map<string, Reachable | null>();

  constructor(document: RulesDocument, holidays: ResolvedHolidays) {
    this.#document = document;
    this.#holidays = holidays;
  }

  /** The function that the decision asks for this job. */
  earliestToldOf(job: Job): EarliestTold {
    return earliestToldFor(this.#reachable(job.owner), this.#reachable(this.#document.admin), job.rule.urgent);
  }

  #reachable(id: string | null): Reachable | null {
    const person = id === null ? undefined : this.#document.people.get(id);
    if (!person) return null;
    let reachable = this.#known.get(person.id);
    if (reachable === undefined) {
      const cover = person.cover === null ? undefined : this.#document.people.get(person.cover);
      reachable = { hours: this.#hoursOf(person), cover: cover ? this.#hoursOf(cover) : null };
      this.#known.set(person.id, reachable);
    }
    return reachable;
  }

  #hoursOf(person: Person): PersonHours {
    const { timezone, quiet, weekdays, away } = person;
    const dates = person.holidays.flatMap((name) => this.#document.calendars.get(name) ?? this.#holidays[name] ?? []);
    return { timezone, quiet, weekdays, away, holidays: new Set(dates) };
  }
}
