import { DAY_S, HOUR_S, MINUTE_S } from '../../core/instant.ts';
import { formatPeriod, type Period } from '../sentence/slots/duration.ts';
import type { Allowance } from './allow.ts';
import { bad, good, type Reading } from './units.ts';

/** A month at its longest: what `allow` must not be below. */
const MONTH_S = 31 * DAY_S;
/** A number of this many periods was not meant in that unit. */
const MAX_PERIODS = 5;

const UNITS = { minutes: MINUTE_S, hours: HOUR_S, days: DAY_S } as const;

/** The shortest and the longest that a period lasts, in seconds. */
export function secondsOf(every: Period): number {
  return 'months' in every ? every.months * MONTH_S : every.seconds;
}

/**
 * `allow` as a time. A number alone is counted in the unit of `every` (a day in hours, a week in days), unless that
 * makes no sense: then both readings are named (docs/design/rules-doc.md#allow). `every` is null for times of day.
 */
export function settleAllowance(allow: Allowance, every: Period | null): Reading<number> {
  if (allow.kind === 'time') return every === null ? good(allow.seconds) : checkWindow(allow.seconds, every);
  const { amount, text } = allow;
  if (every === null) {
    return bad(
      'WRONG_UNIT',
      `allow ${text} has no unit, and there is no every to take one from; write allow ${text} minutes or allow ${text} hours`,
    );
  }
  const unit = 'months' in every ? 'days' : every.unit;
  const seconds = Math.round(amount * UNITS[unit]);
  const period = secondsOf(every);
  if (seconds >= period && seconds <= MAX_PERIODS * period) return good(seconds);
  const others = (['minutes', 'hours', 'days'] as const).filter((other) => {
    const otherS = amount * UNITS[other];
    return other !== unit && otherS >= period && otherS <= MAX_PERIODS * period;
  });
  const offers = others.map((other) => `allow ${text} ${other}`);
  if (seconds < period) return checkWindow(seconds, every, offers);
  offers.push(`allow ${text} ${unit}`);
  const wrong = `more than ${MAX_PERIODS} times ${everyText(every)}`;
  return bad('WRONG_UNIT', `allow ${text}, counted in ${unit}, is ${wrong}; write ${offers.join(', or ')}`);
}

function checkWindow(seconds: number, every: Period, others: readonly string[] = []): Reading<number> {
  const period = secondsOf(every);
  if (seconds >= period) return good(seconds);
  const least = formatPeriod(period);
  const written = formatPeriod(seconds);
  return bad(
    'WINDOW_SHORTER_THAN_PERIOD',
    `allow ${written} is shorter than ${everyText(every)}; use ${least} or more, or write ${[`allow ${written} late (${formatPeriod(period + seconds)} in all)`, ...others].join(', or ')}`,
  );
}

function everyText(every: Period): string {
  return 'months' in every
    ? every.months === 1
      ? 'every month'
      : `every ${every.months} months`
    : `every ${formatPeriod(every.seconds)}`;
}
