import type { Grammar } from './grammar.ts';
import { formatDays } from './slots/days.ts';
import { type Duration, formatPeriod } from './slots/duration.ts';
import { formatSize } from './slots/size.ts';
import type { TokenReader } from './slots/slot.ts';
import { formatTime } from './slots/time.ts';
import { readWhen } from './slots/times.ts';

const SHRINKS = /shr|drop|small|less|fall|decreas|reduc|loses|schrumpf|klein/;
const GROWS = /grow|big|larg|increas|wachs/;
const ESCALATES = /escal|eskal/;
const TAKES = /take|tak|finish|done|dauer|last|durat|runtime/;
const OLD = /old|age|stale|alt/;
const LATE = /late|grace|delay|spat/;
const MOST = /most|max|under|below|larg|exceed/;

function first<T>(reader: TokenReader, slot: string): T | null {
  for (let at = 0; at < reader.tokens.length; at += 1) {
    const found = reader.slot(slot, at)[0];
    if (found?.value.ok) return found.value.value as T;
  }
  return null;
}

/** Clauses that the quantities of a text could stand in, the likeliest by its other words first. */
export function quantitiesIn(grammar: Grammar, text: string): string[] {
  const reader = grammar.reader(text);
  const plain = text.toLowerCase();
  const offers: string[] = [];
  const size = first<number>(reader, 'size');
  const percent = first<number>(reader, 'percent');
  const time = first<number>(reader, 'time');
  const files = first<number>(reader, 'files');
  const duration = first<Duration>(reader, 'duration');
  if (files !== null) offers.push(`at least ${files} files`);
  if (size !== null) {
    const sizes = [`at least ${formatSize(size)}`, `at most ${formatSize(size)}`];
    offers.push(...(MOST.test(plain) ? sizes.reverse() : sizes));
  }
  if (percent !== null) offers.push(...percentOffers(plain, percent));
  const days = daysIn(reader);
  if (time !== null) offers.push(`at ${formatTime(time)}${days === '' ? '' : ` ${days}`}`);
  else if (days !== '') offers.push(`at 02:00 ${days}`);
  if (duration !== null) offers.push(...durationOffers(plain, formatPeriod(duration.seconds)));
  return offers;
}

function daysIn(reader: TokenReader): string {
  for (let at = 0; at < reader.tokens.length; at += 1) {
    const [when] = readWhen(reader, at);
    if (when !== undefined && formatDays(when.days) !== '') return formatDays(when.days);
  }
  return '';
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
