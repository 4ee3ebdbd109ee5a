export const ALL_WEEKDAYS: readonly number[] = [1, 2, 3, 4, 5, 6, 7];
const DAY_NAMES = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const SHORT_NAMES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

const WEEKDAYS: ReadonlyMap<string, number> = new Map<string, number>([
  ...DAY_NAMES.flatMap((name, index) => [name, `${name}s`].map((each) => [each, index + 1] as const)),
  ...SHORT_NAMES.map((name, index) => [name, index + 1] as const),
  ['tues', 2],
  ['weds', 3],
  ['thur', 4],
  ['thurs', 4],
  ['mons', 1],
  ['fris', 5],
  ['sats', 6],
  ['suns', 7],
]);

/** Words that name several days of the week. */
export const WEEKDAY_GROUPS: ReadonlyMap<string, readonly number[]> = new Map<string, readonly number[]>([
  ...['weekday', 'weekdays', 'workday', 'workdays'].map((word) => [word, [1, 2, 3, 4, 5]] as const),
  ...['weekend', 'weekends'].map((word) => [word, [6, 7]] as const),
]);

/** Every word that names days of the week, for names that must not hold one. */
export const DAY_WORDS: ReadonlySet<string> = new Set([...WEEKDAYS.keys(), ...WEEKDAY_GROUPS.keys()]);

/** ISO weekday of a word; null where it is none. */
export function weekdayOf(word: string): number | null {
  return WEEKDAYS.get(word) ?? null;
}

/** `mon` for 1. */
export function weekdayName(weekday: number): string {
  return SHORT_NAMES[weekday - 1] ?? '';
}
