import { parseDate } from '../../../core/hours/zone.ts';
import { good } from '../../clauses/units.ts';
import { isSeparator } from '../separators.ts';
import { cronSlot } from './cron.ts';
import { durationOrNoneSlot, durationSlot, extraDurationSlot, numberSlot, periodSlot } from './duration.ts';
import { filesSlot } from './files.ts';
import { nameSlot } from './name.ts';
import { percentSlot } from './percent.ts';
import { sizeRangeSlot, sizeSlot } from './size.ts';
import type { Slots, Slotted, TokenReader } from './slot.ts';
import { timeSlot } from './time.ts';
import { timesSlot } from './times.ts';
import { weekdayOf } from './weekday.ts';
import { readWhen } from './when.ts';

/** `{rest}`: everything up to the end of the clause, for what is refused whatever it says. */
function restSlot({ tokens }: TokenReader, at: number): readonly Slotted<true>[] {
  let end = at;
  while (end < tokens.length && !isSeparator(tokens, end)) end += 1;
  return end > at ? [{ end, value: good(true) }] : [];
}

function weekdaySlot({ tokens }: TokenReader, at: number): readonly Slotted<number>[] {
  const weekday = weekdayOf(tokens[at]?.text ?? '');
  return weekday === null ? [] : [{ end: at + 1, value: good(weekday) }];
}

/** `{date}`: `2026-12-01`. */
function dateSlot({ tokens }: TokenReader, at: number): readonly Slotted<string>[] {
  const text = tokens
    .slice(at, at + 5)
    .map((token) => token.text)
    .join('');
  return parseDate(text) === null ? [] : [{ end: at + 5, value: good(text) }];
}

/** What the templates' `{...}` read. */
export const SLOTS: Slots = {
  period: periodSlot,
  duration: durationSlot,
  'duration-or-none': durationOrNoneSlot,
  'extra-duration': extraDurationSlot,
  number: numberSlot,
  size: sizeSlot,
  'size-range': sizeRangeSlot,
  percent: percentSlot,
  files: filesSlot,
  time: timeSlot,
  times: timesSlot,
  when: (reader, at) => readWhen(reader, at).map(({ end, days }) => ({ end, value: good({ days }) })),
  weekday: weekdaySlot,
  cron: cronSlot,
  name: nameSlot,
  date: dateSlot,
  rest: restSlot,
};
