import { addTo } from '../add-to.ts';
import type { NamePart } from './name-parts.ts';
import type { PartedFile } from './parted-file.ts';

/** A group of files of one shape, by its key. */
export type Shapes = ReadonlyMap<string, readonly PartedFile[]>;

/** A token of a segment, and which of the segment's parts it spans. */
interface Token {
  readonly text: string;
  readonly segment: number;
  /** Where it begins in the first of these parts. */
  readonly begin: number;
  readonly from: number;
  readonly to: number;
}

const MIN_FILES = 3;
const MIN_LENGTH = 4;
/** The share that is different: what comes back is a name. */
const UNIQUE = 0.9;
/** The share with letters and digits: words have none, and numbers of one length are of one shape. */
const MIXED = 0.5;

/**
 * Files of several shapes that differ in one token, which is another each time and of one length: `A1B2`, `7C0D`, `1234`.
 * Their token is an id. Gives their parts; files that are not in it have those of their names.
 */
export function randomTokens(shapes: Shapes): ReadonlyMap<PartedFile, readonly (readonly NamePart[])[]> {
  const loose = new Map<string, PartedFile[][]>();
  for (const files of shapes.values()) {
    const [first] = files;
    if (first === undefined) continue;
    const key = looseKey(first.parts);
    addTo(loose, key, [...files]);
  }
  const found = new Map<PartedFile, readonly (readonly NamePart[])[]>();
  for (const groups of loose.values()) {
    if (groups.length < 2) continue;
    for (const files of alike(groups.flat())) {
      for (const file of files.of) found.set(file, withId(file, files.at));
    }
  }
  return found;
}

/** Files that differ in the token at one place alone, and there each from the other. */
function alike(files: readonly PartedFile[]): readonly { readonly of: readonly PartedFile[]; readonly at: number }[] {
  const tokens = new Map(files.map((file) => [file, tokensOf(file.parts)]));
  const count = tokens.get(files[0] as PartedFile)?.length ?? 0;
  for (let at = 0; at < count; at += 1) {
    const bySame = new Map<string, PartedFile[]>();
    for (const file of files) {
      const rest = (tokens.get(file) ?? []).map(({ text }, index) => (index === at ? '' : text)).join('\u0001');
      addTo(bySame, rest, file);
    }
    const groups = [...bySame.values()].filter((of) => areRandom(of.map((file) => tokens.get(file)?.[at]?.text ?? '')));
    if (groups.length > 0) return groups.map((of) => ({ of, at }));
  }
  return [];
}

function areRandom(texts: readonly string[]): boolean {
  const [first = ''] = texts;
  if (texts.length < MIN_FILES || first.length < MIN_LENGTH) return false;
  if (texts.some(({ length }) => length !== first.length)) return false;
  const mixed = texts.filter((text) => /\d/.test(text) && /[a-z]/i.test(text)).length;
  return new Set(texts).size >= UNIQUE * texts.length && mixed >= MIXED * texts.length;
}

/** The path with each token of letters and digits left open. */
function looseKey(parts: readonly (readonly NamePart[])[]): string {
  const tokens = tokensOf(parts);
  return parts
    .map((segment, at) =>
      segment
        .map((part, index) => {
          const inToken = tokens.some((token) => token.segment === at && token.from <= index && index <= token.to);
          if (!isOfToken(part)) return `\u0001${part.kind === 'date' ? part.template : part.kind}`;
          return inToken ? part.text.replace(/[a-z0-9]+/gi, '*') : part.text;
        })
        .join('')
        .replace(/\*+/g, '*'),
    )
    .join('/');
}

const TOKEN = /[a-z0-9]+/gi;

/** Runs of letters and digits between separators and dates. */
function tokensOf(parts: readonly (readonly NamePart[])[]): readonly Token[] {
  return parts.flatMap((segment, at) => {
    const found: Token[] = [];
    let offset = 0;
    const spans = segment.map((part) => {
      const span = { from: offset, to: offset + part.text.length };
      offset = span.to;
      return span;
    });
    const open = segment.map((part) => (isOfToken(part) ? part.text : '\u0000'.repeat(part.text.length))).join('');
    for (const { 0: text, index } of open.matchAll(TOKEN)) {
      const from = spans.findIndex(({ to }) => to > index);
      const to = spans.findIndex((span) => span.to >= index + text.length);
      found.push({ text, segment: at, begin: index - (spans[from]?.from ?? 0), from, to });
    }
    return found;
  });
}

function isOfToken({ kind }: NamePart): boolean {
  return kind === 'text' || kind === 'number' || kind === 'word';
}

/** The parts of a file's path with an id where the token stands. */
function withId({ parts }: PartedFile, at: number): readonly (readonly NamePart[])[] {
  const token = tokensOf(parts)[at];
  if (token === undefined) return parts;
  return parts.map((segment, index) => {
    if (index !== token.segment) return segment;
    const spanned = segment
      .slice(token.from, token.to + 1)
      .map(({ text }) => text)
      .join('');
    const { begin } = token;
    const [before, after] = [spanned.slice(0, begin), spanned.slice(begin + token.text.length)];
    const text = (of: string): NamePart[] => (of === '' ? [] : [{ kind: 'text', text: of }]);
    return [
      ...segment.slice(0, token.from),
      ...text(before),
      { kind: 'id', text: token.text },
      ...text(after),
      ...segment.slice(token.to + 1),
    ];
  });
}
