import type { Grammar } from './grammar.ts';
import { type Duration, formatPeriod } from './slots/duration.ts';
import { formatDays } from './slots/format-days.ts';
import { formatSize } from './slots/size.ts';
import type { TokenReader } from './slots/slot.ts';
import { formatTime } from './slots/time.ts';
import { readWhen } from './slots/when.ts';

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

function all<T>(reader: TokenReader, slot: string): T[] {
  const values = new Set<T>();
  for (let at = 0; at < reader.tokens.length; at += 1) {
    const found = reader.slot(slot, at)[0];
    if (found?.value.ok) values.add(found.value.value as T);
  }
  return [...values];
}

/** Clauses that the quantities of a text could stand in, the likeliest by its other words first. */
export function quantitiesIn(grammar: Grammar, text: string): string[] {
  const reader = grammar.reader(text);
  const plain = text.toLowerCase();
  const offers: string[] = [];
  const size = first<number>(reader, 'size');
  const percent = /%|percent|half|prozent/.test(plain) ? first<number>(reader, 'percent') : null;
  const times = all<number>(reader, 'time');
  const files = first<number>(reader, 'files');
  const duration = first<Duration>(reader, 'duration');
  if (files !== null) offers.push(`at least ${files} files`);
  if (size !== null) {
    const sizes = [`at least ${formatSize(size)}`, `at most ${formatSize(size)}`];
    offers.push(...(MOST.test(plain) ? sizes.reverse() : sizes));
  }
  if (percent !== null) offers.push(...percentOffers(plain, percent));
  const days = daysIn(reader);
  if (times.length > 0) {
    const on = days === '' ? '' : ` ${days}`;
    const at = `at ${times.map(formatTime).join(' and ')}${on}`;
    const by = `by ${formatTime(times[0] ?? 0)}${on}`;
    offers.push(...(/before|until|latest|deadline/.test(plain) ? [by, at] : [at]));
  }
  if (times.length === 0 && days !== '') offers.push(`at 02:00 ${days}`);
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
