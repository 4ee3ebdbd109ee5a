import { Temporal } from 'temporal-polyfill';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../../../lib/core/instant.ts';
import { IS_NIGHTLY } from '../../nightly.ts';

const ALL_ZONES = [
  'UTC',
  'Africa/Cairo',
  'Africa/Casablanca',
  'America/Asuncion',
  'America/Chicago',
  'America/Havana',
  'America/New_York',
  'America/Nuuk',
  'America/Santiago',
  'America/Sao_Paulo',
  'America/Scoresbysund',
  'America/St_Johns',
  'Antarctica/Troll',
  'Asia/Beirut',
  'Asia/Gaza',
  'Asia/Jerusalem',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Singapore',
  'Asia/Tehran',
  'Atlantic/Azores',
  'Australia/Adelaide',
  'Australia/Eucla',
  'Australia/Lord_Howe',
  'Australia/Sydney',
  'Europe/Berlin',
  'Europe/Dublin',
  'Europe/Lisbon',
  'Pacific/Chatham',
  'Pacific/Kiritimati',
] as const;

/** One of each kind: an hour, half an hour, two hours, at midnight, around Ramadan, both hemispheres, odd offsets. */
const SAMPLE: readonly (typeof ALL_ZONES)[number][] = [
  'UTC',
  'Africa/Casablanca',
  'America/Havana',
  'America/New_York',
  'America/Scoresbysund',
  'Antarctica/Troll',
  'Asia/Gaza',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Europe/Dublin',
  'Pacific/Chatham',
];

/** Every kind of clock there is: no daylight saving, an hour, half an hour, two hours, odd offsets, both hemispheres. */
export const ZONES = IS_NIGHTLY ? ALL_ZONES : SAMPLE;

export function zoned(zone: string, t: Instant): Temporal.ZonedDateTime {
  return Temporal.Instant.fromEpochMilliseconds(t).toZonedDateTimeISO(zone);
}

function offsetAt(zone: string, t: Instant): number {
  return zoned(zone, t).offsetNanoseconds;
}

/** The instants at which the clocks of a zone jump, found by asking for every day and halving. */
export function jumpsOf(zone: string, from: Instant, to: Instant): Instant[] {
  const jumps: Instant[] = [];
  for (let day = from; day < to; day += DAY_MS) {
    let low = day;
    let high = day + DAY_MS;
    if (offsetAt(zone, low) === offsetAt(zone, high)) continue;
    while (high - low > MINUTE_MS) {
      const middle = low + Math.round((high - low) / 2 / MINUTE_MS) * MINUTE_MS;
      if (offsetAt(zone, middle) === offsetAt(zone, low)) low = middle;
      else high = middle;
    }
    jumps.push(high);
  }
  return jumps;
}

export const FROM = Date.UTC(2026, 0, 1);
export const TO = Date.UTC(2029, 0, 1);

/** The years whose jumps are tried in each zone, and where they end. */
export const [YEARS, YEARS_END] = IS_NIGHTLY ? ['2026 to 2028', TO] : ['2026', Date.UTC(2027, 0, 1)];

/** The instant of a wall clock, by Temporal itself. */
export function compatible(zone: string, date: Temporal.PlainDate, minuteOfDay: number): Instant {
  const time = Temporal.PlainTime.from({ hour: Math.floor(minuteOfDay / 60), minute: minuteOfDay % 60 });
  return date.toPlainDateTime(time).toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
}

/** The local dates around an instant, `before` and `after` days. */
export function datesAround(zone: string, t: Instant, before: number, after: number): Temporal.PlainDate[] {
  const first = zoned(zone, t).toPlainDate().subtract({ days: before });
  return Array.from({ length: before + after + 1 }, (_, days) => first.add({ days }));
}

/** Each minute near an instant and each quarter of an hour for a day and more around it. */
export function* momentsAround(t: Instant): Generator<Instant> {
  const MINUTELY_MS = 150 * MINUTE_MS;
  for (let at = t - 27 * HOUR_MS; at <= t + 27 * HOUR_MS; ) {
    yield at;
    at += Math.abs(at - t) < MINUTELY_MS ? MINUTE_MS : 15 * MINUTE_MS;
  }
}

/** Reads one field of a cron expression: `*`, numbers, ranges, steps, lists. */
function fieldTakes(field: string, value: number, lowest: number, highest: number): boolean {
  return field.split(',').some((part) => {
    const [range = '*', step = '1'] = part.split('/');
    const [from, to = from] = range === '*' ? [lowest, highest] : range.split('-').map(Number);
    const end = part.includes('/') && !range.includes('-') ? highest : (to as number);
    return value >= (from as number) && value <= end && (value - (from as number)) % Number(step) === 0;
  });
}

/** The minutes of a local date that a cron expression names, by trying each; days as POSIX has them. */
export function cronMinutes(expression: string, date: Temporal.PlainDate): number[] {
  const [minute = '*', hour = '*', dayOfMonth = '*', month = '*', dayOfWeek = '*'] = expression.split(' ');
  if (!fieldTakes(month, date.month, 1, 12)) return [];
  const onDay = fieldTakes(dayOfMonth, date.day, 1, 31);
  const onWeekday =
    fieldTakes(dayOfWeek, date.dayOfWeek % 7, 0, 7) || (date.dayOfWeek === 7 && fieldTakes(dayOfWeek, 7, 0, 7));
  const isDay = dayOfMonth !== '*' && dayOfWeek !== '*' ? onDay || onWeekday : onDay && onWeekday;
  if (!isDay) return [];
  return minutesOfDay(minute, hour);
}

const minutesKnown = new Map<string, number[]>();

function minutesOfDay(minute: string, hour: string): number[] {
  const key = `${minute} ${hour}`;
  const found = minutesKnown.get(key) ?? [];
  if (minutesKnown.has(key)) return found;
  for (let at = 0; at < 24 * 60; at += 1) {
    if (fieldTakes(hour, Math.floor(at / 60), 0, 23) && fieldTakes(minute, at % 60, 0, 59)) found.push(at);
  }
  minutesKnown.set(key, found);
  return found;
}
