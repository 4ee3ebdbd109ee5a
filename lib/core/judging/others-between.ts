import { isGood, type SeenRun } from '../evidence/seen-run.ts';
import type { Run } from '../model/run.ts';
import type { SizeFinding } from './size.ts';

/**
 * The result, with a note where the run just before is not the good one that the size is measured by, since it does not
 * count or is gone. `older`: the judged ones before it, oldest first; `memory`: those remembered, newest first.
 */
export function withOthersBetween(
  size: SizeFinding,
  { ts }: Run,
  older: readonly SeenRun[],
  memory: readonly SeenRun[],
): SizeFinding {
  if (size.result === 'pass') return size;
  const remembered = memory.filter((seen) => seen.ts < ts);
  const before = Math.max(older.at(-1)?.ts ?? -Infinity, remembered[0]?.ts ?? -Infinity);
  const measuredBy = older.findLast(isGood) ?? remembered.find(isGood);
  if (measuredBy === undefined || measuredBy.ts === before) return size;
  return { ...size, reason: { ...size.reason, hasOthersBetween: true } };
}
