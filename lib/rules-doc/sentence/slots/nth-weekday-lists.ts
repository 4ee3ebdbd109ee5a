import type { NthWeekday } from '../../../core/hours/calendar-times.ts';
import type { DaysRead } from './days-read.ts';
import { behind, behindJoiner } from './joiner.ts';
import { behindOfMonth } from './month-day-lists.ts';
import type { TokenReader } from './slot.ts';
import { weekdayOf } from './weekday.ts';

const ORDINALS: ReadonlyMap<string, number> = new Map(
  ['first', 'second', 'third', 'fourth', 'fifth'].map((word, index) => [word, index + 1] as const),
);

/** `first Sunday`, `the 2nd and 4th Friday`, `last fri`, with `of the month` behind. */
export function nthLists(reader: TokenReader, at: number): readonly DaysRead[] {
  const { tokens } = reader;
  const nthAt = (start: number): { end: number; nth: number | 'last' } | null => {
    const from = behind(['the'], reader, start);
    const text = tokens[from]?.text ?? '';
    if (text === 'last') return { end: from + 1, nth: 'last' };
    const word = ORDINALS.get(text);
    if (word !== undefined) return { end: from + 1, nth: word };
    const suffix = tokens[from + 1];
    const isOrdinal = /^[1-5]$/.test(text) && suffix?.isGlued && ['st', 'nd', 'rd', 'th'].includes(suffix.text);
    return isOrdinal ? { end: from + 2, nth: Number(text) } : null;
  };
  const found: NthWeekday[] = [];
  let end: number | null = at;
  let last = -1;
  while (end !== null) {
    const nths: (number | 'last')[] = [];
    let weekday: number | null = null;
    let from: number = behind(['on'], reader, end);
    for (let nth = nthAt(from); nth !== null; nth = nthAt(from)) {
      nths.push(nth.nth);
      weekday = weekdayOf(tokens[nth.end]?.text ?? '');
      if (weekday !== null) {
        from = nth.end + 1;
        break;
      }
      const joined = behindJoiner(reader, nth.end);
      if (joined === null) break;
      from = joined;
    }
    if (weekday === null) break;
    for (const nth of nths) found.push({ nth, weekday });
    const month = behindOfMonth(reader, from);
    last = month;
    end = behindJoiner(reader, month);
  }
  if (found.length === 0) return [];
  // Without "of the month" it is left open of what the Sunday is the first.
  const isOfMonth = behindOfMonth(reader, last - 3) === last || behindOfMonth(reader, last - 2) === last;
  return isOfMonth ? [{ end: last, days: { kind: 'nth-weekdays', nthWeekdays: sortedNths(found) } }] : [];
}

function sortedNths(days: readonly NthWeekday[]): readonly NthWeekday[] {
  const rank = ({ nth, weekday }: NthWeekday) => (nth === 'last' ? 6 : nth) * 10 + weekday;
  const byRank = new Map(days.map((day) => [rank(day), day]));
  return [...byRank.entries()].sort(([a], [b]) => a - b).map(([, day]) => day);
}
