import type { DateDigits } from '../evidence/key-search.ts';
import { CALENDAR_WORDS, MONTH_WORDS } from './calendar-words.ts';

/** What a segment of a path is made of, in order (docs/design/foresight.md#shapes). */
export type NamePart =
  /** Words and separators. */
  | { readonly kind: 'text'; readonly text: string }
  /** A date that a place can name: `template` has its date parts. */
  | { readonly kind: 'date'; readonly text: string; readonly template: string; readonly digits: DateDigits }
  /** A time of day behind a date, or a date that a place cannot name. */
  | { readonly kind: 'time'; readonly text: string }
  /** Digits, or the name of a weekday or month: the same everywhere, the name of a member, or another each time. */
  | { readonly kind: 'number' | 'word'; readonly text: string }
  /** What Windows puts behind the name of a copy: ` (1)`. */
  | { readonly kind: 'copy'; readonly text: string }
  /** A hash, a UUID, or a number of that length: another each time. */
  | { readonly kind: 'id'; readonly text: string };

const MM = '(?:0[1-9]|1[0-2])';
const DD = '(?:0[1-9]|[12]\\d|3[01])';

/** Dates that a place cannot name: with the name of a month, or two digits of the year. */
const SPELLED = [
  `(?<![0-9a-zA-Z])\\d{1,2}[-_. ]*(?:${MONTH_WORDS})[-_. ]*20\\d\\d(?!\\d)`,
  `(?<!\\d)20\\d\\d[-_. ]*(?:${MONTH_WORDS})[-_. ]*\\d{1,2}(?!\\d)`,
  `(?<![a-zA-Z])(?:${MONTH_WORDS})[-_. ]*\\d{1,2}[-_., ]+20\\d\\d(?!\\d)`,
  `(?<![0-9a-zA-Z])\\d\\d(?<sep4>[-_])(?:${MM}\\k<sep4>${DD}|${DD}\\k<sep4>${MM})(?![0-9a-zA-Z])`,
  `(?<![0-9a-zA-Z])${MM}(?<sep5>[-_])${DD}\\k<sep5>\\d\\d(?![0-9a-zA-Z])`,
].join('|');

/** Which number of a date with the year behind stands first. */
export type DateOrder = 'day-first' | 'month-first';

const DMY = `(?<dmy>(?<!\\d)${DD}(?<sep2>[-_.])${MM}\\k<sep2>20\\d\\d(?!\\d))`;
const MDY = `(?<mdy>(?<!\\d)${MM}(?<sep3>[-_.])${DD}\\k<sep3>20\\d\\d(?!\\d))`;

const PARTS: Readonly<Record<DateOrder, RegExp>> = {
  'day-first': partsWith([DMY, MDY]),
  'month-first': partsWith([MDY, DMY]),
};

/** The first that fits at a place counts, so dates stand before numbers. */
function partsWith(dates: readonly string[]): RegExp {
  return new RegExp(
    [
      `(?<id>(?<![0-9a-zA-Z])(?:[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}|[0-9a-fA-F]{15,}|(?=[0-9a-fA-F]*[a-fA-F])(?=[0-9a-fA-F]*\\d)(?![0-9a-fA-F]*20\\d\\d[-_.]${MM}[-_.]${DD})[0-9a-fA-F]{7,14})(?![0-9a-zA-Z]))`,
      `(?<ymd>(?<!\\d)(?:19|20)\\d\\d(?<sep>[-_.]?)${MM}\\k<sep>${DD}(?=\\D|$|(?:[01]\\d|2[0-3])[0-5]\\d(?:[0-5]\\d)?(?!\\d)))`,
      ...dates,
      `(?<spelled>${SPELLED})`,
      `(?<week>(?<!\\d)20\\d\\d-?[Ww](?:0[1-9]|[1-4]\\d|5[0-3])(?!\\d))`,
      `(?<ym>(?<!\\d)20\\d\\d[-_.]${MM}(?![-_.]?\\d))`,
      `(?<unix>(?<!\\d)1[5-9]\\d{8}(?!\\d))`,
      '(?<ip>(?<![\\d.])(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?!\\d|\\.\\d))',
      '(?<copy> \\(\\d{1,2}\\)(?=\\.|$))',
      // The parts that `split` makes: `.aa`, `.ab`.
      '(?<split>(?<=\\.)[a-c][a-z](?=$|\\.(?:gpg|age|enc)$))',
      `(?<word>(?<![a-zA-Zà-ÿ])(?:${CALENDAR_WORDS})(?![a-zA-Zà-ÿ]))`,
      '(?<number>\\d+)',
    ].join('|'),
    'gi',
  );
}

/** What follows a date and is its time of day: `T020000Z`, `_02h00m`, `-02`. The first group stands between. */
const TIME =
  /^([T_. -]|-at-|_at_)?((?:[01]\d|2[0-3])(?:[-_:.h]?[0-5]\d(?:[-_:.m]?[0-5]\d)?)?[hms]?(?:\.\d{3,6})?Z?(?:\+\d{4})?)(?![0-9])/i;

const BEYOND_A_MONTH = '(?:1[3-9]|2\\d|3[01])';
const MONTH_FIRST = new RegExp(`(?<!\\d)${MM}([-_.])${BEYOND_A_MONTH}\\1(?:20)\\d\\d(?!\\d)`);
const DAY_FIRST = new RegExp(`(?<!\\d)${BEYOND_A_MONTH}([-_.])${MM}\\1(?:20)\\d\\d(?!\\d)`);

/** How dates with the year behind are meant in all of these paths, by those that can be read in one way alone. */
export function dateOrderOf(paths: Iterable<string>): DateOrder {
  let monthFirst = 0;
  for (const path of paths) {
    if (MONTH_FIRST.test(path)) monthFirst += 1;
    else if (DAY_FIRST.test(path)) monthFirst -= 1;
  }
  return monthFirst > 0 ? 'month-first' : 'day-first';
}

/** Splits a segment of a path into its parts. */
export function nameParts(segment: string, order: DateOrder = 'day-first'): readonly NamePart[] {
  const parts: NamePart[] = [];
  let at = 0;
  const text = (to: number) => {
    if (to > at) parts.push({ kind: 'text', text: segment.slice(at, to) });
  };
  const pattern = PARTS[order];
  pattern.lastIndex = 0;
  for (let found = pattern.exec(segment); found !== null; found = pattern.exec(segment)) {
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
    pattern.lastIndex = at;
  }
  text(segment.length);
  return parts;
}

function partOf(found: RegExpExecArray): NamePart {
  const [text] = found;
  const groups = found.groups ?? {};
  if (groups.id !== undefined) return { kind: 'id', text };
  if (groups.word !== undefined) return { kind: 'word', text };
  if (groups.spelled !== undefined) return { kind: 'time', text };
  if (groups.split !== undefined) return { kind: 'word', text };
  if (groups.copy !== undefined) return { kind: 'copy', text };
  // An address is a name.
  if (groups.ip !== undefined) return { kind: 'text', text };
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
  if (groups.mdy !== undefined) {
    const sep = groups.sep3 ?? '';
    return {
      ...{ kind: 'date', text, template: ['{MM}', '{dd}', '{yyyy}'].join(sep) },
      digits: { MM: digits.slice(0, 2), dd: digits.slice(2, 4), yyyy: digits.slice(4, 8) },
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
  ['yyyy', /^((?:year|yyyy|y)=)?((?:19|20)\d\d)$/i],
  ['MM', /^((?:month|mm|m)=)?(0[1-9]|1[0-2])$/i],
  ['dd', /^((?:day|dd|d)=)?(0[1-9]|[12]\d|3[01])$/i],
  ['HH', /^((?:hour|hh|h)=)?([01]\d|2[0-3])$/i],
] as const;
const HOUR_UNIT = 3;

/** The parts of a path's folders; such as `2026/11/20` are one date, spread over them. */
export function folderParts(
  folders: readonly string[],
  order: DateOrder = 'day-first',
): readonly (readonly NamePart[])[] {
  let unit = 0;
  return folders.map((segment) => {
    const [name, pattern] = FOLDER_UNITS[unit] ?? [];
    const [, before = '', digits] = pattern?.exec(segment) ?? [];
    if (name === undefined || digits === undefined) {
      const parts = nameParts(segment, order);
      // Below a day, such as `dt=2026-11-20`, lie its hours.
      unit = isDay(parts) ? HOUR_UNIT : 0;
      return parts;
    }
    unit += 1;
    const date: NamePart = { kind: 'date', text: digits, template: `{${name}}`, digits: { [name]: digits } };
    return before === '' ? [date] : [{ kind: 'text', text: before }, date];
  });
}

function isDay(parts: readonly NamePart[]): boolean {
  const last = parts.at(-1);
  return (
    last?.kind === 'date' &&
    last.digits.dd !== undefined &&
    parts.every(({ kind, text }) => kind === 'date' || (kind === 'text' && text.endsWith('=')))
  );
}
