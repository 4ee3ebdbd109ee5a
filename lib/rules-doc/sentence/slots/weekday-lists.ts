import type { DaysRead } from './days-read.ts';
import { behind, behindJoiner } from './joiner.ts';
import type { TokenReader } from './slot.ts';
import { WEEKDAY_GROUPS, weekdayOf } from './weekday.ts';

const RANGE_WORDS = new Set(['-', '\u2013', '\u2014', 'to', 'through', 'thru', 'until', 'till']);

/** One item: `mon`, `mon-fri`, `Monday through Friday`, `weekdays`, `business days`. */
function weekdayItem({ tokens }: TokenReader, at: number): { end: number; weekdays: readonly number[] } | null {
  const text = tokens[at]?.text ?? '';
  const group = WEEKDAY_GROUPS.get(text);
  if (group !== undefined) return { end: at + 1, weekdays: group };
  if (['business', 'working', 'work', 'week'].includes(text) && /^days?$/.test(tokens[at + 1]?.text ?? '')) {
    return { end: at + 2, weekdays: [1, 2, 3, 4, 5] };
  }
  const from = weekdayOf(text);
  if (from === null) return null;
  const to = RANGE_WORDS.has(tokens[at + 1]?.text ?? '') ? weekdayOf(tokens[at + 2]?.text ?? '') : null;
  if (to === null) return { end: at + 1, weekdays: [from] };
  const count = ((to - from + 7) % 7) + 1;
  return { end: at + 3, weekdays: Array.from({ length: count }, (_, step) => ((from - 1 + step) % 7) + 1) };
}

/** Each end of a list of days of the week, the longest first. */
export function weekdayLists(reader: TokenReader, at: number): readonly DaysRead[] {
  const found: DaysRead[] = [];
  const days = new Set<number>();
  for (let next: number | null = at; next !== null; ) {
    const item = weekdayItem(reader, next);
    if (item === null) break;
    for (const day of item.weekdays) days.add(day);
    found.unshift({ end: item.end, days: { kind: 'weekdays', weekdays: [...days].sort((a, b) => a - b) } });
    const joined = behindJoiner(reader, item.end);
    next = joined === null ? null : behind(['on', 'every'], reader, joined);
  }
  return found;
}
