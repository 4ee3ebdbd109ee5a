import type { ReadingContext } from '../yaml/reading-context.ts';
import { child, type TreeMap } from '../yaml/tree.ts';

/** Logs what cannot stand beside `mirror: true`: the whole place is one copy (docs/rules.md#mirrors). */
export function checkMirror(map: TreeMap, backup: string | undefined, path: string, context: ReadingContext): void {
  const refuse = (key: string, code: 'NOTHING_TO_WATCH' | 'BAD_PLACE', message: string) =>
    context.log.error(code, child(map, key)?.offset ?? map.offset, `${path}.${key}`, message);
  if (child(map, 'backup') === undefined) {
    refuse(
      'mirror',
      'NOTHING_TO_WATCH',
      'a mirror is a place full of files, and this job has no backup:; add it, or take mirror out',
    );
    return;
  }
  const part = /\{(?!node\})[^{}]*\}/.exec(backup ?? '')?.[0];
  if (part !== undefined) {
    refuse(
      'backup',
      'BAD_PLACE',
      `${part} stands for one backup of several, and a mirror is one copy; take ${part} out, or take mirror out`,
    );
  }
}
