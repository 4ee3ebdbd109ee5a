import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../lib/core/instant.ts';
import type { Person } from '../../lib/core/model/person.ts';
import { compatible, zoned } from '../core/hours/oracle.ts';

/** Whether a person is away, by the calendar on their wall. */
export function isOffOn({ timezone, away }: Person, t: Instant): boolean {
  const date = zoned(timezone, t).toPlainDate().toString();
  return away.some(({ from, to }) => from <= date && date <= to);
}

/** Whether a person's own hours allow it, straight from Temporal and docs/design/routing.md#hours. */
export function isAllowed(person: Person, holidays: readonly string[], t: Instant): boolean {
  const { timezone, quiet, weekdays } = person;
  const date = zoned(timezone, t).toPlainDate();
  if (!weekdays.includes(date.dayOfWeek) || (person.holidays.length > 0 && holidays.includes(date.toString())))
    return false;
  return quiet === null || !quietSpans(person, date).some(({ from, to }) => from <= t && t < to);
}

function quietSpans({ timezone, quiet }: Person, date: Temporal.PlainDate): { from: Instant; to: Instant }[] {
  if (quiet === null) return [];
  const { fromMinute, toMinute } = quiet;
  // Not simply the date before: there are zones that skipped one.
  const before = date.toZonedDateTime(timezone).subtract({ nanoseconds: 1 }).toPlainDate();
  return [before, date].map((day) => ({
    from: compatible(timezone, day, fromMinute),
    to: compatible(timezone, toMinute > fromMinute ? day : day.add({ days: 1 }), toMinute),
  }));
}

/** Every instant from `t` on, for some days, at which a person's hours can begin. */
export function beginnings(person: Person, t: Instant, days: number): Instant[] {
  const first = zoned(person.timezone, t).toPlainDate().subtract({ days: 1 });
  const found: Instant[] = [t];
  for (let day = 0; day <= days + 1; day += 1) {
    const date = first.add({ days: day });
    found.push(Temporal.PlainDate.from(date).toZonedDateTime(person.timezone).epochMilliseconds);
    found.push(compatible(person.timezone, date, 0));
    if (person.quiet) found.push(compatible(person.timezone, date, person.quiet.toMinute));
  }
  return found.filter((each) => each >= t).sort((a, b) => a - b);
}
