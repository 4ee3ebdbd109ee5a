import { companionBase, namesOfBackup } from '../evidence/companions.ts';
import type { ListedObject } from '../evidence/listed-object.ts';
import { type NeverBackup, neverBackup } from '../evidence/never-backup.ts';

/** What lies beside backups, and what may be one. */
export interface Sorted {
  readonly files: readonly ListedObject[];
  /** How many of each kind are never backups, by folder and kind; markers by name among them. */
  readonly beside: ReadonlyMap<string, number>;
  /** Endings such as `.done` that a backup's whole name has behind it, with the keys of these backups. */
  readonly markers: ReadonlyMap<string, ReadonlySet<string>>;
}

const HIDDEN_MARKER = /\/\.(?:done|complete|success|ok|finished)$/i;
const MARKER_ENDING = /\.(?:done|ok|complete|finished|success)$/i;

/**
 * Sorts out what is never a backup and what is named after one (docs/design/evidence.md#never-a-backup). `below` is where
 * the place's own folder ends in a key.
 */
export function sortOut(objects: readonly ListedObject[], below: number): Sorted {
  const beside = new Map<string, number>();
  const count = (key: string, kind: NeverBackup | 'companion') => {
    const folder = `${key.slice(below, key.lastIndexOf('/') + 1)}\u0001${kind}`;
    beside.set(folder, (beside.get(folder) ?? 0) + 1);
  };
  const candidates: ListedObject[] = [];
  const files: ListedObject[] = [];
  for (const object of objects) {
    const never = neverBackup(object.key, object.sizeBytes, below);
    // A hidden file may be the marker of its folder.
    if (never === null || (never === 'hidden' && HIDDEN_MARKER.test(object.key))) {
      (companionBase(object.key) === null ? files : candidates).push(object);
    } else count(object.key, never);
  }
  if (candidates.length === 0) return { files, beside, markers: new Map() };
  const names = new Map<string, { bytes: number; key: string }>();
  for (const { key, sizeBytes } of files) {
    for (const name of namesOfBackup(key)) {
      if ((names.get(name)?.bytes ?? -1) < sizeBytes) names.set(name, { bytes: sizeBytes, key });
    }
  }
  const markers = new Map<string, Set<string>>();
  for (const object of candidates) {
    const base = companionBase(object.key) ?? '';
    const partner = names.get(base);
    if (partner === undefined || partner.bytes <= object.sizeBytes) {
      files.push(object);
      continue;
    }
    count(object.key, 'companion');
    if (partner.key !== base || !MARKER_ENDING.test(object.key)) continue;
    const ending = object.key.slice(base.length);
    const marked = markers.get(ending) ?? new Set();
    markers.set(ending, marked.add(partner.key));
  }
  return { files, beside, markers };
}
