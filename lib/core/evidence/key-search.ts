import type { DateUnit, TemplateToken } from './place-template.ts';

/** The digits a key's date parts hold. */
export type DateDigits = Readonly<Partial<Record<DateUnit, string>>>;

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
const NO_NAMES: readonly string[] = [];

/** What has been read on the way to where a search is. */
export interface Captures {
  /** Where the `{run}` that matched last begins; -1 before any. */
  readonly runAt: number;
  /** Of the `{each}` that are complete. */
  readonly each: readonly string[];
  /** Where the `{each}` that is being matched begins; -1 outside one. */
  readonly eachAt: number;
}

type Wildcard = 'star' | 'globstar' | 'folders' | 'run' | 'each';

const NOWHERE = { stop: -1, further: -1 };
export const NOTHING_READ: Captures = { runAt: -1, each: NO_NAMES, eachAt: -1 };

/** One key beside the tokens of one template. */
export class KeySearch {
  readonly #tokens: readonly TemplateToken[];
  readonly #key: string;
  readonly #reading: EachReading;
  /** Where each token was tried last; of those on the way that matched, where they begin. */
  readonly #begins: number[] = [];
  /** The pairs of wildcard and position that lead nowhere; null before the first. */
  #dead: Set<number> | null = null;

  constructor(tokens: readonly TemplateToken[], key: string, reading: EachReading) {
    this.#tokens = tokens;
    this.#key = key;
    this.#reading = reading;
  }

  /** Null when the tokens from this one on do not match the key from this position on. */
  from(first: number, begin: number, read: Captures): Captures | null {
    const key = this.#key;
    let at = begin;
    for (let index = first; ; index += 1) {
      const token = this.#tokens[index];
      if (token === undefined) return at === key.length ? read : null;
      this.#begins[index] = at;
      switch (token.kind) {
        case 'literal':
          if (!key.startsWith(token.text, at)) return null;
          at += token.text.length;
          break;
        case 'date': {
          const range = RANGES[token.unit];
          if (!isDate(key, at, range)) return null;
          at += range.digits;
          break;
        }
        case 'end-or-below':
          if (at !== key.length && key.charCodeAt(at) !== SLASH) return null;
          at = key.length;
          break;
        default:
          return this.#fromWildcard(token.kind, index, at, read);
      }
    }
  }

  /** The digits of the dates on the way that matched. */
  date(): DateDigits {
    const date: Partial<Record<DateUnit, string>> = {};
    for (const [index, token] of this.#tokens.entries()) {
      const at = this.#begins[index] as number;
      if (token.kind === 'date') date[token.unit] = this.#key.slice(at, at + RANGES[token.unit].digits);
    }
    return date;
  }

  /** Tries the next token where the wildcard ends first, and then a longer wildcard. */
  #fromWildcard(kind: Wildcard, index: number, begin: number, before: Captures): Captures | null {
    let read = before;
    for (let at = begin; at >= 0; ) {
      const cell = index * (this.#key.length + 1) + at;
      if (this.#dead?.has(cell)) return null;
      const { stop, further } = this.#reach(kind, index, at);
      if (stop >= 0) {
        const { runAt, each, eachAt } = read;
        if (kind === 'run' && !isInSameRun(this.#key, runAt, at)) read = { runAt: at, each, eachAt };
        if (kind === 'each' && eachAt < 0) read = { runAt, each, eachAt: at };
        const growsFirst = kind === 'each' && this.#reading === 'longest' && further >= 0;
        const grown = growsFirst ? this.#fromWildcard(kind, index, further, read) : null;
        const found = grown ?? this.from(index + 1, stop, kind === 'each' ? this.#withName(read, stop) : read);
        if (found !== null) return found;
      }
      this.#dead ??= new Set();
      this.#dead.add(cell);
      at = further;
    }
    return null;
  }

  #withName({ runAt, each, eachAt }: Captures, end: number): Captures {
    return { runAt, each: [...each, this.#key.slice(eachAt, end)], eachAt: -1 };
  }

  /** Where the wildcard may end first, and from where on it may end later; -1 for nowhere. */
  #reach(kind: Wildcard, index: number, at: number): { readonly stop: number; readonly further: number } {
    const key = this.#key;
    const slash = kind === 'globstar' ? -1 : key.indexOf('/', at);
    if (kind === 'folders') return { stop: at, further: slash < 0 ? -1 : slash + 1 };
    const least = kind === 'run' || kind === 'each' ? 1 : 0;
    const most = slash < 0 ? key.length : slash;
    const stop = this.#nextEnd(this.#tokens[index + 1], at + least, most);
    if (stop < 0 || stop > most) return NOWHERE;
    return { stop, further: stop < key.length && stop !== slash ? stop + 1 - least : -1 };
  }

  /** The first position from `least` on at which the next token may match. */
  #nextEnd(next: TemplateToken | undefined, least: number, most: number): number {
    switch (next?.kind) {
      case 'literal':
        return this.#key.indexOf(next.text, least);
      case 'end-or-below':
        return least > most ? -1 : most;
      case undefined:
        return least > this.#key.length ? -1 : this.#key.length;
      default:
        return least;
    }
  }
}

/** The run's folder is the segment it is in, so a `{run}` that grows stays in the one it began in. */
function isInSameRun(key: string, runAt: number, at: number): boolean {
  return runAt >= 0 && key.lastIndexOf('/', at - 1) < runAt;
}

function isDate(key: string, at: number, range: { digits: number; from: number; to: number }): boolean {
  if (at + range.digits > key.length) return false;
  let value = 0;
  for (let index = at; index < at + range.digits; index += 1) {
    const digit = key.charCodeAt(index) - 0x30;
    if (digit < 0 || digit > 9) return false;
    value = value * 10 + digit;
  }
  return value >= range.from && value <= range.to;
}
