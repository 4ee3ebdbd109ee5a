import type { PlaceMatcher } from './place-matcher.ts';
import { folderOf, type TemplateToken } from './place-template.ts';

/** Why a key does not belong to a place, for people: the first thing that a person would see. Null when it does. */
export function noMatchReason(matcher: PlaceMatcher, key: string): string | null {
  if (matcher.match(key) !== null) return null;
  const { tokens, prefix } = matcher;
  const name = key.slice(key.lastIndexOf('/') + 1);
  if (!key.startsWith(prefix)) {
    const folder = folderOf(prefix);
    if (!key.startsWith(folder)) return `it lies outside of ${folder}`;
    return `${key.slice(folder.length)} does not begin with ${prefix.slice(folder.length)}`;
  }
  const ending = endingOf(tokens);
  if (ending !== '' && !key.endsWith(ending)) return `${name} does not end in ${ending}`;
  const [folders, wanted] = [key.split('/').length, foldersOf(tokens)];
  if (wanted !== null && folders > wanted) return 'it lies in a folder below; * stays within one, ** does not';
  if (wanted !== null && folders < wanted) return 'it lies in a folder above those that the place names';
  return matcher.hasDate ? 'its name has no date where the place has one' : `${name} has another form than the place`;
}

/** What every key of the place ends in. */
function endingOf(tokens: readonly TemplateToken[]): string {
  const last = tokens.at(tokens.at(-1)?.kind === 'end-or-below' ? -2 : -1);
  return last?.kind === 'literal' ? last.text.slice(last.text.lastIndexOf('/') + 1) : '';
}

/** How many parts a key of the place has; null where that is open. */
function foldersOf(tokens: readonly TemplateToken[]): number | null {
  if (tokens.some(({ kind }) => kind === 'globstar' || kind === 'folders' || kind === 'end-or-below')) return null;
  const text = tokens.map((token) => (token.kind === 'literal' ? token.text : '*')).join('');
  return text.split('/').length;
}
