import type { Grammar } from './grammar.ts';
import { type Duration, formatPeriod } from './slots/duration.ts';
import { formatDays } from './slots/format-days.ts';
import { formatSize } from './slots/size.ts';
import type { TokenReader } from './slots/slot.ts';
import { formatTime } from './slots/time.ts';
import { EVERY_DAY, readWhen } from './slots/when.ts';

const SHRINKS = /shr|drop|small|less|fall|decreas|reduc|loses|schrumpf|klein/;
const GROWS = /grow|big|larg|increas|wachs/;
const ESCALATES = /escal|eskal/;
const TAKES = /take|tak|finish|done|dauer|last|durat|runtime/;
const OLD = /old|age|stale|alt/;
const LATE = /late|grace|delay|spät|spaet/;
const MOST = /most|max|under|below|larg|exceed/;

/** The values that a slot reads in a text, each once, in their order. */
function all<T>(reader: TokenReader, slot: string): T[] {
  const values = reader.tokens.flatMap((_, at) => {
    const [found] = reader.slot(slot, at);
    return found?.value.ok ? [found.value.value as T] : [];
  });
  return [...new Set(values)];
}

/** Clauses that the quantities of a text could stand in, the likeliest by its other words first. */
export function quantitiesIn(grammar: Grammar, text: string): string[] {
  const reader = grammar.reader(text);
  const plain = text.toLowerCase();
  const offers: string[] = [];
  const [size] = all<number>(reader, 'size');
  const [percent] = /%|pct|per ?cent|half/.test(plain) ? all<number>(reader, 'percent') : [];
  const times = all<number>(reader, 'time');
  const [files] = all<number>(reader, 'files');
  const [duration] = all<Duration>(reader, 'duration');
  if (files !== undefined) offers.push(`at least ${files} files`);
  if (size !== undefined) {
    const sizes = [`at least ${formatSize(size)}`, `at most ${formatSize(size)}`];
    offers.push(...(MOST.test(plain) ? sizes.reverse() : sizes));
  }
  if (percent !== undefined) offers.push(...percentOffers(plain, percent));
  const days = daysIn(reader);
  const on = days === '' ? '' : ` ${days}`;
  const [time] = times;
  if (time !== undefined) {
    const at = `at ${times.map(formatTime).join(' and ')}${on}`;
    offers.push(...(/before|until|latest|deadline/.test(plain) ? [`by ${formatTime(time)}${on}`, at] : [at]));
  } else if (on !== '') offers.push(`at 02:00${on}`);
  if (duration !== undefined) offers.push(...durationOffers(plain, formatPeriod(duration.seconds)));
  return offers;
}

function daysIn(reader: TokenReader): string {
  const days = reader.tokens.map((_, at) => formatDays(readWhen(reader, at)[0]?.days ?? EVERY_DAY));
  return days.find((text) => text !== '') ?? '';
}

function percentOffers(text: string, percent: number): string[] {
  const shrinks = `flag if it shrinks more than ${percent}%`;
  const grows = `flag if it grows more than ${percent}%`;
  if (/extra|allow|late/.test(text)) return [`allow ${percent}% extra`];
  if (SHRINKS.test(text)) return [shrinks];
  return GROWS.test(text) ? [grows] : [shrinks, grows, `allow ${percent}% extra`];
}

function durationOffers(text: string, duration: string): string[] {
  if (ESCALATES.test(text)) return [`escalate after ${duration}`];
  if (TAKES.test(text)) return [`finish within ${duration}`];
  if (LATE.test(text)) return [`allow ${duration} late`];
  if (OLD.test(text)) return [`allow ${duration}`, `alert after ${duration}`];
  return [`every ${duration}`, `allow ${duration}`, `allow ${duration} late`, `finish within ${duration}`];
}
