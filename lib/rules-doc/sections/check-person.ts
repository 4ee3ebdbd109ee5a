import { meant } from '../yaml/near.ts';
import { quoted } from '../yaml/problem-log.ts';
import type { ReadingContext } from '../yaml/reading-context.ts';
import { child, type TreeMap } from '../yaml/tree.ts';

/** Logs a key that names a person who does not stand under `people`. */
export function checkPerson(
  map: TreeMap,
  key: string,
  id: string | null | undefined,
  path: string,
  ids: ReadonlySet<string>,
  context: ReadingContext,
): void {
  if (id === undefined || id === null || ids.has(id)) return;
  const offset = child(map, key)?.offset ?? map.offset;
  const remedy = meant(id, ids, 'add them under people');
  context.log.error('UNKNOWN_PERSON', offset, `${path}.${key}`, `${key} ${quoted(id)} is not under people; ${remedy}`);
}
