import { type DateDigits, type EachReading, KeySearch, NOTHING_READ } from './key-search.ts';
import { literalPrefix, parseTemplate, type TemplateToken } from './place-template.ts';

export interface PlaceMatch {
  /** The run's folder with its slash, where the template has `{run}`; else null. */
  readonly runFolder: string | null;
  readonly date: DateDigits;
  /** What each `{each}` stands for, in their order; absent where the template has none. */
  readonly each?: readonly string[];
}

const NO_DATE: DateDigits = {};

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
    const search = new KeySearch(this.tokens, key, reading);
    const captures = search.from(0, 0, NOTHING_READ);
    if (captures === null) return null;
    const date = this.hasDate ? search.date() : NO_DATE;
    const each = this.hasEach ? { each: captures.each } : null;
    if (!this.hasRun) return { runFolder: null, date, ...each };
    const folderEnd = key.indexOf('/', captures.runAt);
    return folderEnd < 0 ? null : { runFolder: key.slice(0, folderEnd + 1), date, ...each };
  }
}
