import { isoWeekOf, isoWeekStart, mondayOf } from '../hours/iso-week.ts';
import { wallClockAt } from '../hours/zone.ts';
import { DAY_MS, HOUR_MS, type Instant, type WallClock } from '../instant.ts';
import type { DateUnit, TemplateToken } from './place-template.ts';

/** At most this many listings for one look at a dated place. */
const MAX_PREFIXES = 35;

const FINEST_FIRST: readonly DateUnit[] = ['unix', 'HH', 'dd', 'ww', 'MM', 'YYYY', 'yyyy'];

/**
 * The beginnings of all keys whose date parts can lie between two instants, both included. The finest unit that needs
 * at most 35 of them is taken; where even years need more, the part before the first date. In no order, none twice.
 */
export function datePrefixes(
  tokens: readonly TemplateToken[],
  zone: string,
  from: Instant,
  to: Instant,
): readonly string[] {
  for (const unit of FINEST_FIRST) {
    // Names of seconds have no common beginning but what is before them.
    if (unit === 'unix' || !tokens.some((token) => token.kind === 'date' && token.unit === unit)) continue;
    const prefixes = prefixesByUnit(tokens, unit, wallClockAt(zone, from), wallClockAt(zone, to));
    if (prefixes !== null) return prefixes;
  }
  return [prefixAt(tokens, null, 0)];
}

function prefixesByUnit(
  tokens: readonly TemplateToken[],
  unit: DateUnit,
  from: WallClock,
  to: WallClock,
): readonly string[] | null {
  const prefixes = new Set<string>();
  for (let at = periodStart(unit, from); at <= to; at = nextPeriod(unit, at)) {
    prefixes.add(prefixAt(tokens, unit, at));
    if (prefixes.size > MAX_PREFIXES) return null;
  }
  return [...prefixes];
}

/** The template's beginning up to the first part that is neither literal nor a date part of `unit` or coarser. */
function prefixAt(tokens: readonly TemplateToken[], unit: DateUnit | null, at: WallClock): string {
  let prefix = '';
  for (const token of tokens) {
    if (token.kind === 'literal') prefix += token.text;
    else if (token.kind === 'date' && token.unit !== 'unix' && unit !== null && isAtLeast(token.unit, unit))
      prefix += digitsOf(token.unit, at);
    else break;
  }
  return prefix;
}

function isAtLeast(unit: DateUnit, finest: DateUnit): boolean {
  return FINEST_FIRST.indexOf(unit) >= FINEST_FIRST.indexOf(finest);
}

/** What a date part of a place is at a wall-clock time; nothing for seconds, which no clock of a wall shows. */
export function digitsOf(unit: DateUnit, at: WallClock): string {
  const iso = new Date(at).toISOString();
  switch (unit) {
    case 'yyyy':
      return iso.slice(0, 4);
    case 'MM':
      return iso.slice(5, 7);
    case 'dd':
      return iso.slice(8, 10);
    case 'HH':
      return iso.slice(11, 13);
    case 'ww':
      return String(isoWeekOf(at).week).padStart(2, '0');
    case 'YYYY':
      return String(isoWeekOf(at).year);
    case 'unix':
      return '';
    default:
      return unit satisfies never;
  }
}

function periodStart(unit: DateUnit, at: WallClock): WallClock {
  const date = new Date(at);
  switch (unit) {
    case 'yyyy':
      return Date.UTC(date.getUTCFullYear(), 0);
    case 'MM':
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth());
    case 'dd':
      return Math.floor(at / DAY_MS) * DAY_MS;
    case 'HH':
      return Math.floor(at / HOUR_MS) * HOUR_MS;
    case 'ww':
      return mondayOf(at);
    case 'YYYY':
      return isoWeekStart(isoWeekOf(at).year, 1);
    case 'unix':
      return at;
    default:
      return unit satisfies never;
  }
}

function nextPeriod(unit: DateUnit, start: WallClock): WallClock {
  const date = new Date(start);
  switch (unit) {
    case 'yyyy':
      return Date.UTC(date.getUTCFullYear() + 1, 0);
    case 'MM':
      return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1);
    case 'dd':
      return start + DAY_MS;
    case 'HH':
      return start + HOUR_MS;
    case 'ww':
      return start + 7 * DAY_MS;
    case 'YYYY':
      return isoWeekStart(isoWeekOf(start).year + 1, 1);
    case 'unix':
      return Number.POSITIVE_INFINITY;
    default:
      return unit satisfies never;
  }
}
