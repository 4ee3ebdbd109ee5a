import type { Job } from '../model/job.ts';
import type { Person } from '../model/person.ts';

/** As much of a document as decides what becomes of its jobs. */
export interface ReplayableDocument {
  readonly admin: string | null;
  readonly timezone: string;
  readonly people: ReadonlyMap<string, Person>;
  readonly calendars: ReadonlyMap<string, readonly string[]>;
  readonly jobs: readonly Job[];
}

/**
 * The ids of the jobs that two documents may treat differently: those that differ but for where they stand, and all where
 * calendars or the hours of people differ, since these decide when a break escalates.
 */
export function jobsApart(a: ReplayableDocument, b: ReplayableDocument): ReadonlySet<string> {
  const all = [...a.jobs, ...b.jobs];
  if (textOfPeople(a) !== textOfPeople(b)) return new Set(all.map(({ id }) => id));
  const known = new Map(b.jobs.map((job) => [job.id, textOf(job)]));
  const same = new Set(a.jobs.filter((job) => known.get(job.id) === textOf(job)).map(({ id }) => id));
  return new Set(all.map(({ id }) => id).filter((id) => !same.has(id)));
}

/** Where people are reached, and when they get summaries, changes no break. */
function textOfPeople({ admin, timezone, people, calendars }: ReplayableDocument): string {
  const hours = [...people.values()].map(({ addresses, via, summary, ...rest }) => rest);
  return JSON.stringify([admin, timezone, hours, [...calendars]]);
}

function textOf({ at, understood, ...job }: Job): string {
  return JSON.stringify(job);
}
