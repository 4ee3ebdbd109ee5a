import type { DaysRead } from './days-read.ts';
import { monthDayLists } from './month-day-lists.ts';
import { nthLists } from './nth-weekday-lists.ts';
import type { TokenReader } from './slot.ts';
import { weekdayLists } from './weekday-lists.ts';

/** Every way in which days begin at a token, the longest first; `on`, `every` and the like stand before it. */
export function dayLists(reader: TokenReader, at: number): readonly DaysRead[] {
  return [...nthLists(reader, at), ...monthDayLists(reader, at), ...weekdayLists(reader, at)].sort(
    (a, b) => b.end - a.end,
  );
}
