import { addTo } from '../../core/add-to.ts';
import type { AnyClause, Said, Way } from '../clauses/clause.ts';
import type { Reading } from '../clauses/units.ts';
import { FILLERS } from './fillers.ts';
import { matchTemplate, SlotReader } from './match-template.ts';
import { SLOTS } from './slots/all-slots.ts';
import type { TokenReader } from './slots/slot.ts';
import { DAY_WORDS } from './slots/weekday.ts';
import { beginningsOf, parseTemplate, type Template, wordsOf } from './template.ts';
import { tokenize } from './tokenize.ts';

interface CompiledWay {
  /** Its place among all ways: of two that take the same tokens, the earlier counts. */
  readonly rank: number;
  readonly template: Template;
  readonly read: Way['read'];
}

/** Words that slots read: they are right where they stand, and what a typo may have meant. */
const SLOT_WORDS = [
  ...[
    'minute',
    'minutes',
    'hour',
    'hours',
    'day',
    'days',
    'week',
    'weeks',
    'month',
    'months',
    'year',
    'years',
    'night',
  ],
  ...['min', 'mins', 'hr', 'hrs', 'percent', 'files', 'file', 'objects', 'bytes', 'gigabytes', 'megabytes', 'gigs'],
  ...['midnight', 'noon', 'first', 'second', 'third', 'fourth', 'last', 'half', 'through', 'cron', 'couple'],
  ...['kb', 'mb', 'gb', 'tb', 'kib', 'mib', 'gib', 'tib', 'am', 'pm', 'st', 'nd', 'rd', 'th', 'h', 'd', 'w', 'm'],
  ...['two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve', 'one', 'a', 'an'],
  ...['except', 'excluding', 'daily', 'nightly', 'business', 'working', 'month', 'and', 'but', 'also', 'with', 'of'],
];

/** A stretch of tokens that a way took, and what it says or what is wrong with it. */
export interface Taken {
  readonly end: number;
  readonly reading: Reading<Said>;
}

/** The clauses of a rule as a grammar: each way of each clause, found by the words it can begin with. */
export class Grammar {
  readonly clauses: readonly AnyClause[];
  /** Every word of the grammar, for finding what a typo meant. */
  readonly words: ReadonlySet<string>;
  /** Words that clauses are made of; a name has at least one other. */
  readonly clauseWords: ReadonlySet<string>;
  /** Words that canonical clauses begin with. */
  readonly leadingWords: ReadonlySet<string>;
  readonly #byFirstWord = new Map<string, CompiledWay[]>();
  readonly #bySlot = new Map<string, CompiledWay[]>();

  constructor(clauses: readonly AnyClause[], refused: readonly Way[]) {
    this.clauses = clauses;
    const words = new Set([...SLOT_WORDS, ...DAY_WORDS, ...FILLERS.flatMap((phrase) => phrase.split(' '))]);
    const ways = clauses.flatMap((clause) => clause.ways);
    const own = ways.map(({ template, read }) => ({ template: parseTemplate(template), read }));
    const other = refused.map(({ template, read }) => ({ template: parseTemplate(template), read }));
    for (const [rank, way] of [...own, ...other].entries()) this.#add({ ...way, rank });
    const ownWords = wordsOf(own.map(({ template }) => template));
    this.words = new Set([...words, ...ownWords, ...wordsOf(other.map(({ template }) => template))]);
    this.leadingWords = new Set(clauses.flatMap(({ docs }) => docs.write.split(' ')[0] ?? []));
    this.clauseWords = new Set([...SLOT_WORDS, ...ownWords, 'should', 'must', 'run', 'runs', 'it', 'expect', 'flag']);
  }

  /** The clause of a name. */
  clause(name: string): AnyClause | undefined {
    return this.clauses.find((clause) => clause.name === name);
  }

  reader(sentence: string): TokenReader {
    return new SlotReader(sentence, tokenize(sentence), SLOTS);
  }

  /** What can stand at a token, for each end the best: a way that is understood before one that is refused. */
  at(reader: TokenReader, at: number): readonly Taken[] {
    const byEnd = new Map<number, Taken>();
    for (const { template, read } of this.#waysAt(reader, at)) {
      for (const { end, captures } of matchTemplate(template, reader, at)) {
        const known = byEnd.get(end);
        if (end <= at || known?.reading.ok) continue;
        const faulty = captures.find(({ value }) => !value.ok);
        const reading =
          (faulty?.value as Reading<Said>) ?? read(captures.map(({ value }) => (value.ok ? value.value : null)));
        if (known === undefined || reading.ok) byEnd.set(end, { end, reading });
      }
    }
    return [...byEnd.values()].sort((a, b) => b.end - a.end);
  }

  /** The ways that can begin at a token, by its word and by what slots read there. */
  #waysAt(reader: TokenReader, at: number): readonly CompiledWay[] {
    const ways = new Set(this.#byFirstWord.get(reader.tokens[at]?.text ?? ''));
    for (const [slot, own] of this.#bySlot) {
      if (reader.slot(slot, at).length > 0) for (const way of own) ways.add(way);
    }
    return [...ways].sort((a, b) => a.rank - b.rank);
  }

  #add(way: CompiledWay): void {
    const { words, slots } = beginningsOf(way.template);
    for (const word of words) addTo(this.#byFirstWord, word, way);
    for (const slot of slots) addTo(this.#bySlot, slot, way);
  }
}
