import { addTo } from '../add-to.ts';
import { hashOf } from '../evidence/content-sum.ts';
import type { ListedObject } from '../evidence/listed-object.ts';
import type { Leftover } from './suggestion.ts';

/** Folders beside each other that hold the same files with the same times. */
export interface SnapshotTrees {
  /** The folder that they lie in; empty for the place itself. */
  readonly parent: string;
  readonly files: readonly ListedObject[];
}

const MIN_FOLDERS = 3;
/** So much of what they hold is in another of them too. */
const SHARED = 0.5;

/**
 * Copies of a whole folder, such as those of rsync and rsnapshot, in folders of dates or numbers: `2026-11-20/`, `daily.0/`.
 * Their files keep the times of what they are copies of, so that nothing in them says when a copy was made. `below` is
 * where the place's own folder ends in a key.
 */
export function snapshotTrees(files: readonly ListedObject[], below: number): readonly SnapshotTrees[] {
  const families = new Map<string, ListedObject[]>();
  for (const file of files) {
    const folder = file.key.slice(below, file.key.lastIndexOf('/') + 1);
    const numbered = /(?:^|\/)[^/]*\d[^/]*\//.exec(folder);
    if (numbered === null) continue;
    const family = folder.slice(0, numbered.index + numbered[0].length).replace(/\d+/g, '0');
    addTo(families, family, file);
  }
  return [...families].flatMap(([family, of]) => {
    if (!areCopies(of, below, family.split('/').length - 1)) return [];
    const parent = family.slice(0, family.lastIndexOf('/', family.length - 2) + 1);
    return [{ parent, files: of }];
  });
}

function areCopies(files: readonly ListedObject[], below: number, depth: number): boolean {
  const folders = new Set<string>();
  const copies = new Map<number, number>();
  for (const { key, sizeBytes, lastModified } of files) {
    const segments = key.slice(below).split('/');
    folders.add(segments.slice(0, depth).join('/'));
    const identity = hashOf(`${sizeBytes} ${lastModified} ${segments.slice(depth).join('/')}`);
    copies.set(identity, (copies.get(identity) ?? 0) + 1);
  }
  const shared = [...copies.values()].reduce((sum, count) => sum + (count > 1 ? count : 0), 0);
  return folders.size >= MIN_FOLDERS && shared >= SHARED * files.length;
}

/** Such copies as what is in no job. */
export function leftoverOf({ parent, files }: SnapshotTrees, below: number): Leftover {
  const newest = files.reduce((a, b) => (b.lastModified > a.lastModified ? b : a));
  return {
    folder: parent,
    count: files.length,
    bytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    newestAt: newest.lastModified,
    example: newest.key.slice(below + parent.length),
    reason:
      'copies that keep the times of their files, so that nothing says when one was made; let their job write a marker',
  };
}
