import type { Series } from './series.ts';

/** Words of which a name says nothing. */
const PLAIN = new Set([
  'backup',
  'backups',
  'dump',
  'dumps',
  'db',
  'data',
  'daily',
  'weekly',
  'monthly',
  'hourly',
  'nightly',
  'full',
  'files',
  'archive',
  'latest',
  'export',
  'srv',
  'var',
  'mnt',
  'home',
  'lib',
  'tmp',
  'bak',
  'sql',
  'base',
  'snapshots',
  'index',
  'run',
  'main',
  'repo',
  'prod',
]);
const MAX_ID = 50;

/** A name for people, and an id that no other job has: of what the names share, else of the folder. */
export function nameOf(
  series: Series,
  root: string,
  taken: ReadonlySet<string>,
): { readonly id: string; readonly name: string } {
  const folders = series.segments
    .slice(0, -1)
    .flatMap((pieces) => pieces.flatMap((piece) => (piece.kind === 'literal' ? wordsOf(piece.text) : [])));
  const file = (series.segments.at(-1) ?? []).flatMap((piece) => (piece.kind === 'literal' ? [piece.text] : []));
  const [front = ''] = file;
  // What stands behind the first date or star is an ending.
  const own = series.segments.at(-1)?.[0]?.kind === 'literal' ? wordsOf(front.replace(/\.[a-z0-9.]*$/i, '')) : [];
  const outer = wordsOf(root.replace(/\/+$/, '').split('/').at(-1) ?? '');
  const choices = [
    says(own) ? own : [...folders.slice(-1), ...own],
    [...folders.slice(-2), ...own],
    [...folders, ...own],
    ...(folders.length + own.length > 0 && !says([...folders, ...own]) ? [] : [[...outer, ...folders, ...own]]),
  ]
    .map((words) => [...new Set(words)])
    .filter(says);
  const plainly = [...new Set([...folders.slice(-1), ...own])];
  const words =
    choices.find((choice) => !taken.has(idOf(choice))) ?? choices[0] ?? (plainly.length > 0 ? plainly : outer);
  const first = idOf(words) || 'backups';
  let id = first;
  for (let number = 2; taken.has(id); number += 1) id = `${first}-${number}`;
  // Short words are mostly letters that stand for others: CRM, WAL.
  const text = words.map((word) => (word.length <= 3 ? word.toUpperCase() : word)).join(' ') || 'Backups';
  const name = text[0]?.toUpperCase() + text.slice(1);
  return { id, name: id === first ? name : `${name} ${id.slice(first.length + 1)}` };
}

function says(words: readonly string[]): boolean {
  return words.some((word) => !PLAIN.has(word) && /[a-z]{2}/.test(word));
}

function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

function idOf(words: readonly string[]): string {
  return words.join('-').slice(0, MAX_ID).replace(/-+$/, '');
}
