import { tokenize } from './tokenize.ts';

/**
 * A way to write a clause, as a small language: words stand for themselves, `[...]` may be left out, `(a | b)` and
 * `[a | b]` are alternatives, `{duration}` is a value that the slot of that name reads.
 */
export type Template =
  | { readonly kind: 'word'; readonly text: string }
  | { readonly kind: 'slot'; readonly name: string }
  | { readonly kind: 'sequence'; readonly items: readonly Template[] }
  | { readonly kind: 'either'; readonly choices: readonly Template[]; readonly isOptional: boolean };

const PIECE = /\[|\]|\(|\)|\||\{[a-z-]+\}|[^\s[\](){}|]+/g;
/** A piece that is one token as it stands, as nearly all are: each start reads hundreds of them. */
const PLAIN_WORD = /^[a-z]+$/;

/** Reads the text of a template. Throws an Error where its brackets do not match: they are written by us. */
export function parseTemplate(text: string): Template {
  const pieces = text.match(PIECE) ?? [];
  let at = 0;
  const readChoices = (close: string | null): Template[] => {
    const choices: Template[] = [];
    let items: Template[] = [];
    for (; ; at += 1) {
      const piece = pieces[at];
      if (piece === undefined || piece === close) {
        if (piece === undefined && close !== null) throw new Error(`the template "${text}" lacks a ${close}`);
        choices.push({ kind: 'sequence', items });
        return choices;
      }
      if (piece === '|') {
        choices.push({ kind: 'sequence', items });
        items = [];
      } else if (piece === '[' || piece === '(') {
        at += 1;
        const inner = readChoices(piece === '[' ? ']' : ')');
        items.push({ kind: 'either', choices: inner, isOptional: piece === '[' });
      } else if (piece.startsWith('{')) items.push({ kind: 'slot', name: piece.slice(1, -1) });
      else if (PLAIN_WORD.test(piece)) items.push({ kind: 'word', text: piece });
      else for (const token of tokenize(piece)) items.push({ kind: 'word', text: token.text });
    }
  };
  const [only, second] = readChoices(null);
  if (only === undefined || second !== undefined || at < pieces.length) throw new Error(`bad template "${text}"`);
  return only;
}

/** What a template can begin with. */
export interface Beginnings {
  readonly words: ReadonlySet<string>;
  readonly slots: ReadonlySet<string>;
}

/** The words and the slots that a template can begin with. */
export function beginningsOf(template: Template): Beginnings {
  const found = { words: new Set<string>(), slots: new Set<string>() };
  collectFirst(template, found);
  return found;
}

/** Every word of these templates. */
export function wordsOf(templates: readonly Template[], found = new Set<string>()): ReadonlySet<string> {
  for (const template of templates) {
    if (template.kind === 'word') found.add(template.text);
    else if (template.kind === 'sequence') wordsOf(template.items, found);
    else if (template.kind === 'either') wordsOf(template.choices, found);
  }
  return found;
}

/** Collects what can stand first; true where the template can match nothing, so that what follows can stand first too. */
function collectFirst(template: Template, found: { words: Set<string>; slots: Set<string> }): boolean {
  switch (template.kind) {
    case 'word':
      found.words.add(template.text);
      return false;
    case 'slot':
      found.slots.add(template.name);
      return false;
    case 'sequence':
      return template.items.every((item) => collectFirst(item, found));
    case 'either': {
      const open = template.choices.map((choice) => collectFirst(choice, found));
      return template.isOptional || open.includes(true);
    }
  }
}
