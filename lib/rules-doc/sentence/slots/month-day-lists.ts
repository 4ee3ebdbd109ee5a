import type { MonthDay } from '../../../core/hours/calendar-times.ts';
import type { DaysRead } from './days-read.ts';
import { behind, behindJoiner } from './joiner.ts';
import type { TokenReader } from './slot.ts';
import { weekdayOf } from './weekday.ts';

/** `of the month`, `of each month`, `in the month`; the same token where it does not follow. */
export function behindOfMonth({ tokens }: TokenReader, at: number): number {
  const words = [0, 1, 2].map((step) => tokens[at + step]?.text ?? '');
  if (['of', 'in'].includes(words[0] ?? '') && words[1] === 'month') return at + 2;
  const isOf = ['of', 'in'].includes(words[0] ?? '') && ['the', 'each', 'every', 'a'].includes(words[1] ?? '');
  if (isOf && words[2] === 'month') return at + 3;
  return ['every', 'each'].includes(words[0] ?? '') && words[1] === 'month' ? at + 2 : at;
}

/** `the 1st`, `1st`, `day 1`, `the last day`, `first day`. */
function monthDayItem(reader: TokenReader, at: number): { end: number; day: MonthDay } | null {
  const { tokens } = reader;
  const start = behind(['the'], reader, at);
  const [first, second, third] = [0, 1, 2].map((step) => tokens[start + step]?.text ?? '');
  if (first === 'day' && /^\d{1,2}$/.test(second ?? '')) return inMonth(start + 2, Number(second));
  if (first === 'last' && second === 'day') return { end: start + 2, day: 'last' };
  if (first === 'first' && second === 'day') return { end: start + 2, day: 1 };
  if (first === 'first' && behindOfMonth(reader, start + 1) > start + 1) return { end: start + 1, day: 1 };
  if (/^\d{1,2}$/.test(first ?? '') && ['st', 'nd', 'rd', 'th'].includes(second ?? '') && tokens[start + 1]?.isGlued) {
    if (third === 'day') return inMonth(start + 3, Number(first));
    return weekdayOf(third ?? '') === null ? inMonth(start + 2, Number(first)) : null;
  }
  return null;
}

function inMonth(end: number, day: number): { end: number; day: MonthDay } | null {
  return day >= 1 && day <= 31 ? { end, day } : null;
}

/** Each end of a list of days of the month, the longest first. */
export function monthDayLists(reader: TokenReader, at: number): readonly DaysRead[] {
  const found: DaysRead[] = [];
  const days: MonthDay[] = [];
  for (let next: number | null = at; next !== null; ) {
    const item = monthDayItem(reader, next);
    if (item === null) break;
    if (!days.includes(item.day)) days.push(item.day);
    const end = behindOfMonth(reader, item.end);
    found.unshift({ end, days: { kind: 'month-days', monthDays: sortedDays(days) } });
    const joined = behindJoiner(reader, end);
    next = joined === null ? null : behind(['on'], reader, joined);
  }
  return found;
}

function sortedDays(days: readonly MonthDay[]): readonly MonthDay[] {
  return [...days].sort((a, b) => (a === 'last' ? 32 : a) - (b === 'last' ? 32 : b));
}
