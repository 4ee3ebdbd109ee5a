import { COPIED_AFTER_MS } from '../evidence/collecting.ts';
import type { DateDigits } from '../evidence/key-search.ts';
import { pathPeriod } from '../evidence/path-period.ts';
import { DAY_MS, HOUR_MS, type Instant } from '../instant.ts';

/** A day, and 36 hours after it, end later than this after its midnight in UTC, whatever the zone. */
const NOT_BEFORE_MS = 2 * DAY_MS - 3 * HOUR_MS;

/** When a backup ended: a copy of an old one looks new, and its path says when it is of (docs/design/evidence.md#times). */
export function endOf(modifiedAt: Instant, digits: DateDigits, zone: string): Instant {
  const { yyyy, MM, dd } = digits;
  if (dd !== undefined && modifiedAt < Date.UTC(Number(yyyy), Number(MM) - 1, Number(dd)) + NOT_BEFORE_MS)
    return modifiedAt;
  const period = pathPeriod(digits, zone);
  return period !== null && modifiedAt > period.to + COPIED_AFTER_MS ? period.to : modifiedAt;
}
