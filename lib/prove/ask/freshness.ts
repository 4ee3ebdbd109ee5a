import { readTime } from '../../core/evidence/reports/report-time.ts';
import { DAY_MS, type Instant, SECOND_MS } from '../../core/instant.ts';
import { formatAge } from '../../core/quantity.ts';
import { ProofEnd } from '../proof-end.ts';
import type { Answer } from '../restoring.ts';

const HAS_ZONE = /(?:Z|[+-]\d\d(?::?\d\d)?)$/;
const IS_EPOCH = /^\d{9,13}(\.\d+)?$/;
const IS_DATE = /^\d{4}-\d\d-\d\d$/;
/** Clocks and zones differ by less; a row that is later than its copy by more has another date than it says. */
const AHEAD_MS = DAY_MS;

/**
 * How much older than the copy the newest row is. NULL and a row from the future fail. A time without a zone is read in
 * `zone`. Throws ProofEnd where that is needed and not given: nothing is known of the copy then.
 */
export function freshness(
  answer: Answer,
  copyTs: Instant,
  withinMs: number,
  zone: string | null,
): { readonly found: string; readonly holds: boolean } {
  if (answer.kind === 'null') return { found: 'NULL: there is no row', holds: false };
  if (answer.kind === 'none') return { found: answer.message, holds: false };
  const text = answer.value.trim();
  const dated = IS_DATE.test(text) ? `${text} 00:00` : text;
  if (zone === null && !HAS_ZONE.test(dated.slice(10)) && !IS_EPOCH.test(text) && readTime(dated, 'UTC') !== null) {
    throw new ProofEnd(
      'preflight',
      `${text} names no time zone; say with --fresh-zone which one it is in, such as UTC`,
    );
  }
  const at = readTime(IS_EPOCH.test(text) ? Number(text) : dated, zone ?? 'UTC');
  if (at === null) return { found: `${text}, which is no time`, holds: false };
  const ageMs = copyTs - at;
  if (ageMs < -AHEAD_MS) {
    return { found: `${text}, which is ${formatAge(-ageMs / SECOND_MS)} later than the copy`, holds: false };
  }
  return { found: `${formatAge(Math.max(0, ageMs) / SECOND_MS)} before the copy`, holds: ageMs <= withinMs };
}
