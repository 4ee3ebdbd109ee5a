import { SECOND_MS } from '../../core/instant.ts';
import { readDuration, readPercent, readSize } from '../../rules-doc/clauses/units.ts';
import { quoted } from '../../rules-doc/yaml/problem-log.ts';
import type { FreeSpace, OptionKind } from './host-option.ts';

/** A value of an option, or what is wrong with its text and what to write. */
export type OptionReading =
  | { readonly ok: true; readonly value: OptionValue }
  | { readonly ok: false; readonly message: string };

export type OptionValue =
  | boolean
  | string
  | number
  | FreeSpace
  | readonly number[]
  | readonly string[]
  | readonly (readonly string[])[];

/** Between the two words of an option that has two: no word of a command line can hold it. */
export const BETWEEN_WORDS = '\0';

const MAX_RETRIES = 1000;

/** Reads one text as a value of that kind; of a list, one text of it. */
export function readOption(kind: OptionKind, text: string): OptionReading {
  switch (kind) {
    case 'flag':
      return bad(`${quoted(text)} is not understood; write true or false`);
    case 'text':
    case 'path':
    case 'texts':
      if (text.trim() === '') return bad('it is empty; write a value, or remove the option');
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for.
      if (/\u0000/.test(text)) return bad('it contains a NUL character; remove it');
      return good(kind === 'texts' ? [text] : text);
    case 'pairs':
    case 'texts-or-pairs':
      return readWords(kind, text);
    case 'address':
      return readAddress(text);
    case 'duration':
      return readTime(text);
    case 'size':
      return fromUnits(readSize(text));
    case 'percent':
      return fromUnits(readPercent(text));
    case 'size-or-percent':
      return readFreeSpace(text);
    case 'count':
      if (/^\d{1,6}$/.test(text.trim()) && Number(text) <= MAX_RETRIES) return good(Number(text));
      return bad(`${quoted(text)} is not understood; write a whole number from 0 to ${MAX_RETRIES}`);
    case 'statuses-or-none':
      if (text.trim() === 'none') return good([]);
      return readStatuses(text);
    case 'statuses':
      return readStatuses(text);
  }
}

/** The words of an option that has two. */
function readWords(kind: 'pairs' | 'texts-or-pairs', text: string): OptionReading {
  const words = text.split(BETWEEN_WORDS);
  const isCount = words.length === 2 || (kind === 'texts-or-pairs' && words.length === 1);
  if (!isCount) return bad(`expected two words, such as 'SELECT count(*) FROM orders' '>= 1000'`);
  if (words.some((word) => word.trim() === '')) return bad('a word of it is empty; write both');
  return good([words]);
}

/** `1.5h`, `90s`, `2 minutes 30 seconds`, `200ms`: as the rules doc writes durations, and seconds besides. */
function readTime(text: string): OptionReading {
  const written = text.trim().toLowerCase();
  const [, rest = '', amount, unit] =
    /^(.*?)(?:(?<![\d.])(\d{1,9}(?:\.\d{1,9})?)\s*(ms|s|secs?|seconds?))?$/s.exec(written) ?? [];
  const shortMs = amount === undefined ? 0 : Number(amount) * (unit === 'ms' ? 1 : SECOND_MS);
  if (amount !== undefined && rest.trim() === '') {
    return shortMs > 0 ? good(Math.ceil(shortMs)) : bad(`${quoted(text)} is zero; write more than 0`);
  }
  if (/^\d+(\.\d+)?$/.test(written)) {
    return bad(`${quoted(text)} has no unit; write ${written}s, ${written}m, ${written}h or ${written}d`);
  }
  const long = readDuration(rest.trim());
  return long.ok ? good(long.value.seconds * SECOND_MS + Math.ceil(shortMs)) : bad(long.message);
}

function readFreeSpace(text: string): OptionReading {
  const isPercent = /%\s*$|percent\s*$/i.test(text);
  const reading = isPercent ? readPercent(text) : readSize(text);
  if (!reading.ok) return bad(isPercent ? reading.message : `${reading.message}; or a percentage: 20%`);
  return good(isPercent ? { percent: reading.value } : { bytes: reading.value });
}

function readStatuses(text: string): OptionReading {
  const statuses: number[] = [];
  for (const part of text.split(',')) {
    const written = part.trim();
    if (!/^\d{1,3}$/.test(written) || Number(written) < 1 || Number(written) > 255) {
      return bad(
        `${quoted(text)} is not a list of exit statuses; write numbers from 1 to 255, separated by commas: 1,5`,
      );
    }
    statuses.push(Number(written));
  }
  return good(statuses);
}

function readAddress(text: string): OptionReading {
  const isAddress = /^https?:\/\/[^\s]+$/.test(text) && URL.canParse(text);
  // Not shown: such an address is a key.
  return isAddress ? good(text) : bad('it is not a URL; write one that starts with https://');
}

function fromUnits(reading: { ok: true; value: number } | { ok: false; message: string }): OptionReading {
  return reading.ok ? good(reading.value) : bad(reading.message);
}

function good(value: OptionValue): OptionReading {
  return { ok: true, value };
}

function bad(message: string): OptionReading {
  return { ok: false, message };
}
