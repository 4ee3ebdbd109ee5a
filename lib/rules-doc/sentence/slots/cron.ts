import { bad, good } from '../../clauses/units.ts';
import { quoted } from '../../yaml/problem-log.ts';
import { plainText } from '../plain-text.ts';
import type { Slotted, TokenReader } from './slot.ts';

const NAMED: ReadonlyMap<string, string> = new Map([
  ['@hourly', '0 * * * *'],
  ['@daily', '0 0 * * *'],
  ['@midnight', '0 0 * * *'],
  ['@weekly', '0 0 * * 0'],
  ['@monthly', '0 0 1 * *'],
  ['@yearly', '0 0 1 1 *'],
  ['@annually', '0 0 1 1 *'],
]);

const NAME = /@[a-z]+/y;
const WORD = /cron(?:tab)?(?:\s+expression)?\s*:?\s*/y;
const QUOTED = /(["'])([^"'\n]{0,200})\1/y;
/** Fields as they stand in a crontab: the first two begin with a digit or a star, and a star is among them. */
const FIELD = String.raw`(?:[\d*?][\d*?#lw/,a-z-]*|l(?![a-z])[\d-]*)`;
const NAME_OF_DAY = String.raw`(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)(?![a-z])[a-z\d#,/-]*`;
const BARE = new RegExp(String.raw`${FIELD}(?:[ \t]+(?:${FIELD}|${NAME_OF_DAY})){1,4}`, 'y');

/**
 * `{cron}`: an expression behind the word, in quotes or alone. It is looked at as text: what it takes together, tokens
 * take apart.
 */
export function cronSlot(reader: TokenReader, at: number): readonly Slotted<string>[] {
  const first = reader.tokens[at];
  if (first === undefined || !/^(cron|crontab|\d+|\*|@|"|')/.test(first.text)) return [];
  const text = plainText(reader.sentence);
  const behind = (pattern: RegExp, from: number) => {
    pattern.lastIndex = from;
    return pattern.exec(text);
  };
  const word = behind(WORD, first.index);
  const start = first.index + (word?.[0].length ?? 0);
  const named = behind(NAME, start);
  if (named !== null) return [slotted(reader, at, start + named[0].length, readName(named[0]))];
  const inQuotes = behind(QUOTED, start);
  if (inQuotes !== null) {
    const expression = reader.sentence.slice(start + 1, start + inQuotes[0].length - 1);
    const isCron = word !== null || looksLikeCron(plainText(expression));
    return isCron ? [slotted(reader, at, start + inQuotes[0].length, readQuoted(expression))] : [];
  }
  const bare = behind(BARE, start);
  if (bare === null || (word === null && !looksLikeCron(bare[0]))) return [];
  const written = bare[0].replace(/,$/, '');
  const expression = reader.sentence.slice(start, start + written.length);
  return [slotted(reader, at, start + written.length, good(fieldsOf(expression)))];
}

function looksLikeCron(text: string): boolean {
  const fields = text.trim().split(/\s+/);
  return (
    fields.length >= 3 &&
    fields.length <= 7 &&
    fields.slice(0, 2).every((field) => /^[\d*]/.test(field)) &&
    text.includes('*')
  );
}

function readName(name: string) {
  const expression = NAMED.get(name);
  if (expression !== undefined) return good(expression);
  const known = [...NAMED.keys()].join(', ');
  return bad(
    'BAD_CRON',
    `cron knows no time of the name ${name}; write one of ${known}, or five fields such as 0 2 * * 1-5`,
  );
}

function readQuoted(expression: string) {
  const name = plainText(expression).trim();
  if (name.startsWith('@')) return readName(name);
  return name === ''
    ? bad('BAD_CRON', `cron ${quoted(expression)} is empty; write five fields such as 0 2 * * 1-5`)
    : good(fieldsOf(expression));
}

function fieldsOf(expression: string): string {
  return expression.trim().split(/\s+/).join(' ');
}

/** Up to the last token that begins before an index of the text. */
function slotted(reader: TokenReader, at: number, index: number, value: Slotted<string>['value']): Slotted<string> {
  let end = at;
  while (end < reader.tokens.length && (reader.tokens[end]?.index ?? index) < index) end += 1;
  return { end, value };
}
