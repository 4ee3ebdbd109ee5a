import type { DateDigits } from '../evidence/key-search.ts';

/** What a segment of a path is made of, in order (docs/design/foresight.md#shapes). */
export type NamePart =
  /** Words and separators. */
  | { readonly kind: 'text'; readonly text: string }
  /** A date that a place can name: `template` has its date parts. */
  | { readonly kind: 'date'; readonly text: string; readonly template: string; readonly digits: DateDigits }
  /** A time of day behind a date. */
  | { readonly kind: 'time'; readonly text: string }
  /** Digits, or the name of a weekday or month: the same everywhere, the name of a member, or another each time. */
  | { readonly kind: 'number' | 'word'; readonly text: string }
  /** A hash, a UUID, or a number of that length: another each time. */
  | { readonly kind: 'id'; readonly text: string };

const MM = '(?:0[1-9]|1[0-2])';
const DD = '(?:0[1-9]|[12]\\d|3[01])';
const WEEKDAYS = 'mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday';
const MONTHS =
  'jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|january|february|march|april|june|july|august|september|october|november|december';

/** The first that fits at a place counts, so dates stand before numbers. */
const PARTS = new RegExp(
  [
    `(?<id>(?<![0-9a-zA-Z])(?:[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|[0-9a-fA-F]{15,}|(?=[0-9a-fA-F]*[a-fA-F])(?=[0-9a-fA-F]*\\d)[0-9a-fA-F]{7,14})(?![0-9a-zA-Z]))`,
    `(?<ymd>(?<!\\d)(?:19|20)\\d\\d(?<sep>[-_.]?)${MM}\\k<sep>${DD}(?=\\D|$|(?:[01]\\d|2[0-3])[0-5]\\d(?:[0-5]\\d)?(?!\\d)))`,
    `(?<dmy>(?<!\\d)${DD}(?<sep2>[-_.])${MM}\\k<sep2>20\\d\\d(?!\\d))`,
    `(?<week>(?<!\\d)20\\d\\d-?[Ww](?:0[1-9]|[1-4]\\d|5[0-3])(?!\\d))`,
    `(?<ym>(?<!\\d)20\\d\\d[-_.]${MM}(?![-_.]?\\d))`,
    `(?<unix>(?<!\\d)1[5-9]\\d{8}(?!\\d))`,
    `(?<word>(?<![a-zA-Z])(?:${WEEKDAYS}|${MONTHS})(?![a-zA-Z]))`,
    '(?<number>\\d+)',
  ].join('|'),
  'gi',
);

/** What follows a date and is its time of day: `T020000Z`, `_02h00m`, `-02`. The first group stands between. */
const TIME =
  /^([T_. -]|-at-|_at_)?((?:[01]\d|2[0-3])(?:[-_:.h]?[0-5]\d(?:[-_:.m]?[0-5]\d)?)?[hms]?(?:\.\d{3,6})?Z?(?:\+\d{4})?)(?![0-9])/i;

/** Splits a segment of a path into its parts. */
export function nameParts(segment: string): readonly NamePart[] {
  const parts: NamePart[] = [];
  let at = 0;
  const text = (to: number) => {
    if (to > at) parts.push({ kind: 'text', text: segment.slice(at, to) });
  };
  PARTS.lastIndex = 0;
  for (let found = PARTS.exec(segment); found !== null; found = PARTS.exec(segment)) {
    if (found[0] === '') break;
    text(found.index);
    at = found.index + found[0].length;
    const part = partOf(found);
    parts.push(part);
    if (part.kind === 'date' && part.digits.dd !== undefined) {
      const [all, between = '', time] = TIME.exec(segment.slice(at)) ?? [];
      if (all !== undefined && time !== undefined) {
        if (between !== '') parts.push({ kind: 'text', text: between });
        parts.push({ kind: 'time', text: time });
        at += all.length;
      }
    }
    PARTS.lastIndex = at;
  }
  text(segment.length);
  return parts;
}

function partOf(found: RegExpExecArray): NamePart {
  const [text] = found;
  const groups = found.groups ?? {};
  if (groups.id !== undefined) return { kind: 'id', text };
  if (groups.word !== undefined) return { kind: 'word', text };
  const digits = text.replace(/\D/g, '');
  if (groups.ymd !== undefined) {
    const sep = groups.sep ?? '';
    return {
      ...{ kind: 'date', text, template: ['{yyyy}', '{MM}', '{dd}'].join(sep) },
      digits: { yyyy: digits.slice(0, 4), MM: digits.slice(4, 6), dd: digits.slice(6, 8) },
    };
  }
  if (groups.dmy !== undefined) {
    const sep = groups.sep2 ?? '';
    return {
      ...{ kind: 'date', text, template: ['{dd}', '{MM}', '{yyyy}'].join(sep) },
      digits: { dd: digits.slice(0, 2), MM: digits.slice(2, 4), yyyy: digits.slice(4, 8) },
    };
  }
  if (groups.week !== undefined) {
    return {
      ...{ kind: 'date', text, template: `{YYYY}${text.slice(4, -2)}{ww}` },
      digits: { YYYY: digits.slice(0, 4), ww: digits.slice(4, 6) },
    };
  }
  if (groups.ym !== undefined) {
    return {
      ...{ kind: 'date', text, template: `{yyyy}${text[4]}{MM}` },
      digits: { yyyy: digits.slice(0, 4), MM: digits.slice(4, 6) },
    };
  }
  if (groups.unix !== undefined) return { kind: 'date', text, template: '{unix}', digits: { unix: digits } };
  return { kind: 'number', text };
}

const FOLDER_UNITS = [
  ['yyyy', /^((?:year|y)=)?((?:19|20)\d\d)$/i],
  ['MM', /^((?:month|m)=)?(0[1-9]|1[0-2])$/i],
  ['dd', /^((?:day|d)=)?(0[1-9]|[12]\d|3[01])$/i],
  ['HH', /^((?:hour|h)=)?([01]\d|2[0-3])$/i],
] as const;

/** The parts of a path's folders; such as `2026/11/20` are one date, spread over them. */
export function folderParts(folders: readonly string[]): readonly (readonly NamePart[])[] {
  let unit = 0;
  return folders.map((segment) => {
    const [name, pattern] = FOLDER_UNITS[unit] ?? [];
    const [, before = '', digits] = pattern?.exec(segment) ?? [];
    if (name === undefined || digits === undefined) {
      unit = 0;
      return nameParts(segment);
    }
    unit += 1;
    const date: NamePart = { kind: 'date', text: digits, template: `{${name}}`, digits: { [name]: digits } };
    return before === '' ? [date] : [{ kind: 'text', text: before }, date];
  });
}
