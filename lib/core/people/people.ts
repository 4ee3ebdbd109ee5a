import type { PersonHours } from '../hours/person-hours.ts';
import type { Person } from '../model/person.ts';

/** What routing needs of a rules doc. */
export interface PeopleSource {
  readonly admin: string | null;
  readonly timezone: string;
  readonly people: ReadonlyMap<string, Person>;
  readonly calendars: ReadonlyMap<string, readonly string[]>;
}

/** Holiday codes resolved to dates when the document was accepted. */
export type ResolvedHolidays = Readonly<Record<string, readonly string[]>>;

/** Every person whom a document names, with their hours. Made once per document. */
export class People {
  readonly adminId: string | null;
  /** For people who have none of their own. */
  readonly timezone: string;
  readonly #source: PeopleSource;
  readonly #holidays: ResolvedHolidays;
  readonly #hours = new Map<string, PersonHours>();

  constructor(source: PeopleSource, holidays: ResolvedHolidays) {
    this.adminId = source.admin;
    this.timezone = source.timezone;
    this.#source = source;
    this.#holidays = holidays;
  }

  /** Null when the document no longer knows the person. */
  find(id: string): Person | null {
    return this.#source.people.get(id) ?? null;
  }

  /** When the person may be notified; null when the document no longer knows them. */
  hoursOf(id: string): PersonHours | null {
    const person = this.find(id);
    if (person === null) return null;
    let hours = this.#hours.get(id);
    if (!hours) {
      const { timezone, quiet, weekdays, away } = person;
      const dates = person.holidays.flatMap((name) => this.#source.calendars.get(name) ?? this.#holidays[name] ?? []);
      hours = { timezone, quiet, weekdays, away, holidays: new Set(dates) };
      this.#hours.set(id, hours);
    }
    return hours;
  }
}
