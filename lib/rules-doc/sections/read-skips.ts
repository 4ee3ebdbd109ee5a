import type { Rule } from '../../core/model/rule.ts';
import { meant } from '../yaml/near.ts';
import { type ProblemLog, quoted } from '../yaml/problem-log.ts';
import { child, type TreeMap } from '../yaml/tree.ts';
import { HOLIDAY_CODES } from './holiday-codes.ts';

/** Names of calendars, and codes of countries and regions, whose dates are named by a key such as `holidays` or `skips`. */
export function checkHolidayNames(
  map: TreeMap,
  key: string,
  names: readonly string[],
  path: string,
  calendars: ReadonlyMap<string, readonly string[]>,
  log: ProblemLog,
): readonly string[] {
  for (const name of names) {
    if (calendars.has(name) || HOLIDAY_CODES.has(name)) continue;
    const remedy = meant(
      name,
      [...calendars.keys(), ...HOLIDAY_CODES],
      'write a country such as SG, a region such as US-CA, or a name under calendars',
    );
    const message = `${quoted(name)} is no country, region or calendar; ${remedy}`;
    log.error('UNKNOWN_HOLIDAYS', child(map, key)?.offset ?? map.offset, `${path}.${key}`, message);
  }
  return names;
}

/** A job's own `skips` has no meaning where its rule names no times of day: an age grows on holidays too. */
export function checkSkips(map: TreeMap, { schedule }: Rule, path: string, log: ProblemLog): void {
  const node = child(map, 'skips');
  if (node === undefined || schedule.kind === 'calendar') return;
  const message =
    'skips goes with times of day, and this rule says how often; write at 02:00 with its days, or take skips out and allow more';
  log.error('SKIPS_WITHOUT_TIMES', node.offset, `${path}.skips`, message);
}
