import { Temporal } from 'temporal-polyfill';
import { type Clauses, DAY, type Days } from './clauses.ts';

/** The times at which a rule expects a run, from the one instant to the other, both included; in their order. */
export function expectedTimes({ when, zone }: Clauses, from: number, to: number): number[] {
  const found = new Set<number>();
  const last = dayOf(dateAt(to + DAY, zone));
  for (let day = dayOf(dateAt(from - DAY, zone)); day <= last; day += 1) {
    for (const instant of instantsOn(when, day, zone)) if (instant >= from && instant <= to) found.add(instant);
  }
  return [...found].sort((a, b) => a - b);
}

const dayOf = ({ year, month, day }: Temporal.PlainDate): number => Date.UTC(year, month - 1, day) / DAY;

/** Slow to make and asked for often. */
const known = new WeakMap<Clauses['when'], Map<string, readonly number[]>>();

function instantsOn(when: Clauses['when'], day: number, zone: string): readonly number[] {
  const ofWhen = known.get(when) ?? new Map<string, readonly number[]>();
  known.set(when, ofWhen);
  const key = `${zone} ${day}`;
  const before = ofWhen.get(key);
  if (before !== undefined) return before;
  const date = dateAt(day * DAY, 'UTC');
  // A time that is skipped moves forward by the gap; one that comes twice is the first.
  const instants = timesOn(when, date).map(
    (time) => date.toZonedDateTime({ timeZone: zone, plainTime: time }).epochMilliseconds,
  );
  ofWhen.set(key, instants);
  return instants;
}

/** The newest expected times that are not after an instant, the newest first. */
export function newestExpected(clauses: Clauses, at: number, count: number): number[] {
  for (const days of [3, 12, 70, 800]) {
    const found = expectedTimes(clauses, at - days * DAY, at);
    if (found.length >= count || days === 800) return found.slice(-count).reverse();
  }
  return [];
}

export function dateAt(instant: number, zone: string): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).toPlainDate();
}

export function beginOf(date: string, zone: string): number {
  return Temporal.PlainDate.from(date).toZonedDateTime(zone).epochMilliseconds;
}

/** The due date of a run by months: the same day and time of a later month, or that month's last day. */
export function monthsAfter(instant: number, months: number, zone: string): number {
  return Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone).add({ months }).epochMilliseconds;
}

/** True where the clocks go forward between the two. */
export function isAcrossSpring(from: number, to: number, zone: string): boolean {
  const offset = (at: number) => Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).offsetNanoseconds;
  return offset(to) > offset(from);
}

function timesOn(when: Clauses['when'], date: Temporal.PlainDate): Temporal.PlainTime[] {
  if (when.kind === 'by') return [Temporal.PlainTime.from(when.time)];
  if (when.kind === 'at') return isOn(when.days, date) ? when.times.map((time) => Temporal.PlainTime.from(time)) : [];
  if (when.kind !== 'cron') return [];
  const [minutes = '', hours = '', ofMonth = '', months = '', ofWeek = ''] = when.expression.split(' ');
  if (!isIn(months, date.month, 1, 12)) return [];
  const isDay = isIn(ofMonth, date.day, 1, 31);
  const isWeekday = isIn(ofWeek, date.dayOfWeek % 7, 0, 6) || isIn(ofWeek, date.dayOfWeek, 0, 7);
  const isEither = !ofMonth.startsWith('*') && !ofWeek.startsWith('*');
  if (isEither ? !(isDay || isWeekday) : !(isDay && isWeekday)) return [];
  const ofHour = upTo(59).filter((minute) => isIn(minutes, minute, 0, 59));
  return upTo(23)
    .filter((hour) => isIn(hours, hour, 0, 23))
    .flatMap((hour) => ofHour.map((minute) => new Temporal.PlainTime(hour, minute)));
}

const upTo = (last: number): number[] => Array.from({ length: last + 1 }, (_, index) => index);

function isOn(days: Days, { dayOfWeek, day, daysInMonth }: Temporal.PlainDate): boolean {
  switch (days) {
    case 'every day':
      return true;
    case 'weekdays':
      return dayOfWeek <= 5;
    case 'mon':
      return dayOfWeek === 1;
    case 'sat, sun':
      return dayOfWeek >= 6;
    case '1st of the month':
      return day === 1;
    case 'last day of the month':
      return day === daysInMonth;
  }
}

/** One field of a cron table: a list of `*`, `5`, `1-5`, each with a step or without. */
function isIn(field: string, value: number, least: number, most: number): boolean {
  return field.split(',').some((part) => {
    const [range = '', step = '1'] = part.split('/');
    const [from, to] = range === '*' ? [least, most] : range.split('-').map(Number);
    const end = to ?? from ?? least;
    return value >= (from ?? least) && value <= end && (value - (from ?? least)) % Number(step) === 0;
  });
}
