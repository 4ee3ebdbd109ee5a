import type { Reading } from '../clauses/units.ts';
import type { Slot, Slots, Slotted, TokenReader } from './slots/slot.ts';
import type { Template } from './template.ts';
import type { Token } from './token.ts';

/** The values that a template's slots read, in their order. */
export type Captures = readonly { readonly slot: string; readonly value: Reading<unknown> }[];

interface Match {
  readonly end: number;
  readonly captures: Captures;
}

const NOTHING: Captures = [];
const NO_MATCH: readonly Match[] = [];

/** A bound on what alternatives can multiply to; the templates here have a handful. */
const MAX_MATCHES = 64;

/** A sentence's tokens, with what the slots read at each of them: several templates ask for the same. */
export class SlotReader implements TokenReader {
  readonly tokens: readonly Token[];
  /** The sentence as it was written. */
  readonly sentence: string;
  readonly #slots: Slots;
  readonly #known = new Map<string, readonly Slotted<unknown>[]>();

  constructor(sentence: string, tokens: readonly Token[], slots: Slots) {
    this.sentence = sentence;
    this.tokens = tokens;
    this.#slots = slots;
  }

  slot(name: string, at: number): readonly Slotted<unknown>[] {
    const key = `${name} ${at}`;
    let found = this.#known.get(key);
    if (found === undefined) {
      const slot: Slot<unknown> | undefined = this.#slots[name];
      if (slot === undefined) throw new Error(`there is no slot ${name}`);
      found = slot(this, at);
      this.#known.set(key, found);
    }
    return found;
  }
}

/** Every way in which a template matches the tokens from `at` on. */
export function matchTemplate(template: Template, reader: TokenReader, at: number): readonly Match[] {
  switch (template.kind) {
    case 'word':
      return reader.tokens[at]?.text === template.text ? [{ end: at + 1, captures: NOTHING }] : NO_MATCH;
    case 'slot':
      return reader.slot(template.name, at).map(({ end, value }) => ({
        end,
        captures: [{ slot: template.name, value }],
      }));
    case 'either': {
      const found: Match[] = template.isOptional ? [{ end: at, captures: NOTHING }] : [];
      for (const choice of template.choices) {
        for (const match of matchTemplate(choice, reader, at)) addMatch(found, match);
      }
      return found;
    }
    case 'sequence': {
      let open: readonly Match[] = [{ end: at, captures: NOTHING }];
      for (const item of template.items) {
        const next: Match[] = [];
        for (const { end, captures } of open) {
          for (const match of matchTemplate(item, reader, end)) {
            if (captures.length === 0) addMatch(next, match);
            else addMatch(next, { end: match.end, captures: [...captures, ...match.captures] });
          }
        }
        if (next.length === 0) return NO_MATCH;
        open = next;
      }
      return open;
    }
  }
}

/** Adds a match, unless one without values that ends at the same token is there, or there are too many. */
function addMatch(matches: Match[], match: Match): void {
  if (matches.length >= MAX_MATCHES) return;
  const isKnown =
    match.captures.length === 0 && matches.some((known) => known.end === match.end && known.captures.length === 0);
  if (!isKnown) matches.push(match);
}
