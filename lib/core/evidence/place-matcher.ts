import { type DateUnit, literalPrefix, parseTemplate, type TemplateToken } from './place-template.ts';

/** The digits a key's date parts hold. */
export type DateDigits = Readonly<Partial<Record<DateUnit, string>>>;

export interface PlaceMatch {
  /** The run's folder with its slash, where the template has `{run}`; else null. */
  readonly runFolder: string | null;
  readonly date: DateDigits;
  /** What each `{each}` stands for, in their order; absent where the template has none. */
  readonly each?: readonly string[];
}

/** How much `{each}` takes where a key can be read in several ways. */
export type EachReading = 'shortest' | 'longest';

const RANGES: Readonly<Record<DateUnit, { digits: number; from: number; to: number }>> = {
  yyyy: { digits: 4, from: 1970, to: 9999 },
  MM: { digits: 2, from: 1, to: 12 },
  dd: { digits: 2, from: 1, to: 31 },
  HH: { digits: 2, from: 0, to: 23 },
  YYYY: { digits: 4, from: 1970, to: 9999 },
  ww: { digits: 2, from: 1, to: 53 },
  // Seconds have had ten digits since 2001.
  unix: { digits: 10, from: 1_000_000_000, to: 9_999_999_999 },
};

const SLASH = 0x2f;
const NO_DATE: DateDigits = {};
const NO_NAMES: readonly string[] = [];

interface Captures {
  /** Where the `{run}` that matched last begins; -1 before any. */
  readonly runAt: number;
  readonly date: DateDigits;
  /** Of the `{each}` that are complete. */
  readonly each: readonly string[];
  /** Where the `{each}` that is being matched begins; -1 outside one. */
  readonly eachAt: number;
}

interface Step extends Captures {
  readonly token: number;
  readonly at: number;
}

/** Says which keys of a listing belong to a place, and what their path says. */
export class PlaceMatcher {
  /** The tokens of the template. */
  readonly tokens: readonly TemplateToken[];
  /** Every key that matches begins with this. */
  readonly prefix: string;
  readonly hasRun: boolean;
  readonly hasDate: boolean;
  readonly hasEach: boolean;
  readonly #takesAll: boolean;

  constructor(template: string | readonly TemplateToken[]) {
    this.tokens = typeof template === 'string' ? parseTemplate(template) : template;
    this.prefix = literalPrefix(this.tokens);
    this.hasRun = this.tokens.some((token) => token.kind === 'run');
    this.hasDate = this.tokens.some((token) => token.kind === 'date');
    this.hasEach = this.tokens.some((token) => token.kind === 'each');
    const last = this.tokens.at(-1);
    this.#takesAll = last?.kind === 'globstar' && this.tokens.length === (this.prefix === '' ? 1 : 2);
  }

  /**
   * Null when the key does not belong to the place. Takes time in proportion to the key's length times the
   * template's: each pair of position and token is looked at once. Where a key can be read in several ways,
   * wildcards take as little as they can; `{each}` as much as it can where `reading` says so.
   */
  match(key: string, reading: EachReading = 'shortest'): PlaceMatch | null {
    if (!key.startsWith(this.prefix)) return null;
    if (this.#takesAll) return { runFolder: null, date: NO_DATE };
    const captures = this.#search(key, reading);
    if (captures === null) return null;
    const { date } = captures;
    const each = this.hasEach ? { each: captures.each } : null;
    if (!this.hasRun) return { runFolder: null, date, ...each };
    const folderEnd = key.indexOf('/', captures.runAt);
    return folderEnd < 0 ? null : { runFolder: key.slice(0, folderEnd + 1), date, ...each };
  }

  #search(key: string, reading: EachReading): Captures | null {
    const width = key.length + 1;
    const seen = new Uint8Array(this.tokens.length * width);
    const open: Step[] = [{ token: 0, at: 0, runAt: -1, date: NO_DATE, each: NO_NAMES, eachAt: -1 }];
    for (let step = open.pop(); step; step = open.pop()) {
      const { token: index, at } = step;
      const token = this.tokens[index];
      if (token === undefined) {
        if (at === key.length) return step;
        continue;
      }
      const cell = index * width + at;
      if (seen[cell] === 1) continue;
      seen[cell] = 1;
      // The last one pushed is tried first: the next token before a longer wildcard.
      advance(token, this.tokens[index + 1], key, step, open, reading);
    }
    return null;
  }
}

function advance(
  token: TemplateToken,
  next: TemplateToken | undefined,
  key: string,
  step: Step,
  open: Step[],
  reading: EachReading,
): void {
  const { at } = step;
  switch (token.kind) {
    case 'literal':
      if (key.startsWith(token.text, at)) {
        open.push({ ...step, token: step.token + 1, at: at + token.text.length });
      }
      return;
    case 'star':
    case 'globstar': {
      const stop = next?.kind === 'literal' ? key.indexOf(next.text, at) : at;
      const slash = token.kind === 'star' ? key.indexOf('/', at) : -1;
      if (stop < 0 || (slash >= 0 && slash < stop)) return;
      if (stop < key.length && stop !== slash) open.push({ ...step, at: stop + 1 });
      open.push({ ...step, token: step.token + 1, at: stop });
      return;
    }
    case 'folders': {
      const slash = key.indexOf('/', at);
      if (slash >= 0) open.push({ ...step, at: slash + 1 });
      open.push({ ...step, token: step.token + 1 });
      return;
    }
    case 'run': {
      if (at >= key.length || key.charCodeAt(at) === SLASH) return;
      const stop = next?.kind === 'literal' ? key.indexOf(next.text, at + 1) : at + 1;
      const slash = key.indexOf('/', at);
      if (stop < 0 || (slash >= 0 && slash < stop)) return;
      const runAt = step.runAt >= 0 && isInSameRun(key, step.runAt, at) ? step.runAt : at;
      if (stop < key.length && stop !== slash) open.push({ ...step, at: stop, runAt });
      open.push({ ...step, token: step.token + 1, at: stop, runAt });
      return;
    }
    case 'each': {
      if (at >= key.length || key.charCodeAt(at) === SLASH) return;
      const stop = next?.kind === 'literal' ? key.indexOf(next.text, at + 1) : at + 1;
      const slash = key.indexOf('/', at);
      if (stop < 0 || (slash >= 0 && slash < stop)) return;
      const eachAt = step.eachAt < 0 ? at : step.eachAt;
      const grown = stop < key.length && stop !== slash ? [{ ...step, at: stop, eachAt }] : [];
      const each = [...step.each, key.slice(eachAt, stop)];
      const ended = { ...step, token: step.token + 1, at: stop, each, eachAt: -1 };
      open.push(...(reading === 'shortest' ? [...grown, ended] : [ended, ...grown]));
      return;
    }
    case 'date': {
      const range = RANGES[token.unit];
      const digits = key.slice(at, at + range.digits);
      if (!isWithin(digits, range)) return;
      const date = { ...step.date, [token.unit]: digits };
      open.push({ ...step, token: step.token + 1, at: at + range.digits, date });
      return;
    }
    case 'end-or-below':
      if (at === key.length || key.charCodeAt(at) === SLASH) {
        open.push({ ...step, token: step.token + 1, at: key.length });
      }
      return;
    default:
      token satisfies never;
  }
}

/** The run's folder is the segment it is in, so a `{run}` that grows stays in the one it began in. */
function isInSameRun(key: string, runAt: number, at: number): boolean {
  return key.lastIndexOf('/', at - 1) < runAt;
}

function isWithin(digits: string, range: { digits: number; from: number; to: number }): boolean {
  if (digits.length !== range.digits) return false;
  let value = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(index) - 0x30;
    if (digit < 0 || digit > 9) return false;
    value = value * 10 + digit;
  }
  return value >= range.from && value <= range.to;
}
