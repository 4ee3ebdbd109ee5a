import type { SeenRun } from '../evidence/seen-run.ts';
import type { Rule } from '../model/rule.ts';
import type { Run } from '../model/run.ts';
import type { SizeFinding } from './size.ts';

/** Three in a row are no chance any more. */
const HARD_FROM = 3;

/**
 * How many of the newest runs have the same content, the newest one counted; 1 where the one before differs or its
 * content is not known. Newest first.
 */
export function equalRuns([newest, ...older]: readonly SeenRun[]): number {
  if (newest?.content === undefined) return newest === undefined ? 0 : 1;
  const other = older.findIndex((run) => run.content !== newest.content || run.sizeBytes !== newest.sizeBytes);
  return 1 + (other < 0 ? older.length : other);
}

/**
 * `must change`: the same bytes again are a soft miss, three times in a row a hard one
 * (docs/design/decision.md#the-same-again). Null where the rule does not ask, or the run differs.
 */
export function judgeSameAgain(rule: Rule, latest: Run, memory: readonly SeenRun[]): SizeFinding | null {
  if (!rule.mustChange) return null;
  // Newer ones that are gone say nothing of it.
  const at = memory.findIndex(({ ts, sizeBytes }) => ts === latest.ts && sizeBytes === (latest.sizeBytes ?? null));
  const count = at < 0 ? 0 : equalRuns(memory.slice(at));
  if (count < 2) return null;
  return {
    result: count >= HARD_FROM ? 'hard' : 'soft',
    reason: { kind: 'same-again', location: latest.location, count },
    measured: null,
    threshold: null,
    clause: 'must_change',
  };
}
