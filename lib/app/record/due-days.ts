import { dateAfter, spanOfDay, todayIn } from '../../core/history/today.ts';
import { nextExpected } from '../../core/hours/expected-times.ts';
import { type Instant, SECOND_MS } from '../../core/instant.ts';
import type { Rule } from '../../core/model/rule.ts';
import type { Period } from './breaks-of.ts';
import type { KeptOfJob } from './kept-of-job.ts';

/** What a record is asked for. */
export interface Asked extends Period {
  /** No window after it is expected yet. */
  readonly madeAt: Instant;
  /** Of the days. */
  readonly timezone: string;
}

/** The first and the last day of what is asked for, both in it. */
export function datesOf({ from, until, madeAt, timezone }: Asked): { readonly first: string; readonly last: string } {
  return { first: todayIn(timezone, from).date, last: todayIn(timezone, Math.min(until - 1, madeAt)).date };
}

/**
 * The days on which a backup was due, in their order. Under the rule of now with times of day these are the days that an
 * expected time and its allowance end on; under any other rule the backup may be too old on every day, so each counts.
 * So does each day under a rule of before: of it only the words are kept.
 */
export function dueDays(kept: KeptOfJob, asked: Asked): string[] {
  const { first, last } = datesOf(asked);
  const { job, notes } = kept;
  const dateOf = (at: Instant) => todayIn(asked.timezone, at).date;
  const changes = notes.flatMap(({ at, rules }) => {
    const words = rules.get(kept.jobId);
    return words === undefined ? [] : [{ date: dateOf(at), words }];
  });
  const notedFrom = notes[0] === undefined ? null : dateOf(notes[0].at);
  const judged = new Set(kept.log.days.map(({ day }) => day));
  const now = job !== null && changes.at(-1)?.words === job.understood ? changes.at(-1) : undefined;
  const deadlines = job === null ? null : deadlineDays(job.rule, asked);
  const isDue = (date: string) => {
    const change = changes.findLast((each) => each.date <= date);
    // Before its first note a job was in no document, where notes of others are there.
    if (change === undefined) return changes.length === 0 || notedFrom === null || date < notedFrom || judged.has(date);
    if (change.words === null) return false;
    if (job === null || change !== now) return true;
    return (deadlines?.has(date) ?? true) && (job.rule.starts === null || date >= job.rule.starts);
  };
  const dates: string[] = [];
  for (let date = first; date <= last; date = dateAfter(date, 1)) dates.push(date);
  return dates.filter(isDue);
}

/** The days that a window ends on; null for a rule without times of day. */
function deadlineDays(
  { schedule, timezone: zone }: Rule,
  { from, until, madeAt, timezone }: Asked,
): Set<string> | null {
  if (schedule.kind !== 'calendar') return null;
  const allowMs = schedule.allowS * SECOND_MS;
  const end = Math.min(until, madeAt);
  const days = new Set<string>();
  let after = from - allowMs - 1;
  for (;;) {
    const expected = nextExpected(schedule.times, zone, after);
    if (expected === null || expected + allowMs >= end) return days;
    const { date } = todayIn(timezone, expected + allowMs);
    days.add(date);
    // A day counts once: of a job each minute no other window of it is asked for.
    after = (spanOfDay(timezone, date)?.until ?? expected) - allowMs - 1;
  }
}

/** The holidays in the period on which the rule of now expects nothing. */
export function skippedDays({ job }: KeptOfJob, asked: Asked): string[] {
  const { first, last } = datesOf(asked);
  const schedule = job?.rule.schedule;
  const skips = schedule?.kind === 'calendar' ? (schedule.times.skips ?? []) : [];
  return [...new Set(skips)].filter((date) => date >= first && date <= last).sort();
}
