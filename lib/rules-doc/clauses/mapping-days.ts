import type { GroupDays, MonthDay, NthWeekday } from '../../core/hours/calendar-times.ts';
import { formatDays } from '../sentence/slots/format-days.ts';
import { weekdayOf } from '../sentence/slots/weekday.ts';
import { quoted } from '../yaml/problem-log.ts';
import type { TreeMap, TreeNode } from '../yaml/tree.ts';
import { bad, good, type Reading } from './units.ts';

/** The keys that say on which days `at` and `by` are meant. */
export const DAY_KEY_NAMES = ['on', 'on_days', 'on_nth'] as const;

/** The texts of a value, or of each of a list's; null where one of them is a mapping or a list itself. */
export function textsOf(node: TreeNode): readonly string[] | null {
  const nodes = node.kind === 'list' ? node.items : [node];
  const texts = nodes.map((item) => (item.kind === 'scalar' && item.value !== null ? item.text : null));
  return texts.every((text) => text !== null) ? (texts as string[]) : null;
}

/** The days of a mapping as a sentence has them behind a time: `on weekdays`; empty where it names none. */
export function daysPhrase(map: TreeMap): Reading<string> {
  const named = DAY_KEY_NAMES.filter((key) => map.entries.has(key));
  const [key, second] = named;
  if (key === undefined) return good('');
  if (second !== undefined) return bad('BAD_DAYS', `${key} and ${second} both name days; write two groups under times`);
  const texts = textsOf(map.entries.get(key)?.value ?? { kind: 'list', offset: 0, items: [] });
  if (texts === null || texts.length === 0)
    return bad('BAD_DAYS', `${key} names no day; write for example on: [mon, thu]`);
  if (key === 'on') return good(`on ${texts.join(', ')}`);
  const days = key === 'on_days' ? monthDays(texts) : nthWeekdays(texts);
  return days.ok ? good(formatDays(days.value)) : days;
}

function monthDays(texts: readonly string[]): Reading<GroupDays> {
  const days: MonthDay[] = [];
  for (const text of texts) {
    const day = Number(text);
    if (text !== 'last' && !(Number.isInteger(day) && day >= 1 && day <= 31)) {
      return bad('BAD_DAYS', `${quoted(text)} is no day of the month; write 1 to 31, or last`);
    }
    days.push(text === 'last' ? 'last' : day);
  }
  return good({ kind: 'month-days', monthDays: days });
}

function nthWeekdays(texts: readonly string[]): Reading<GroupDays> {
  const days: NthWeekday[] = [];
  for (const text of texts) {
    const [nth = '', name = ''] = text.trim().toLowerCase().split(/\s+/);
    const weekday = weekdayOf(name);
    if (!/^([1-5]|last)$/.test(nth) || weekday === null) {
      return bad('BAD_DAYS', `${quoted(text)} is no n-th weekday; write for example "1 sun" or "last fri"`);
    }
    days.push({ nth: nth === 'last' ? 'last' : Number(nth), weekday });
  }
  return good({ kind: 'nth-weekdays', nthWeekdays: days });
}
