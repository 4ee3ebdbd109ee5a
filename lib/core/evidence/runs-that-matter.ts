import type { Run } from '../model/run.ts';
import { compareBytes } from './byte-order.ts';

/** The core judges the newest 30 finished runs (docs/design/decision.md#memory). Where as many are there, there may be more. */
export const MAX_FINISHED = 40;

/**
 * The runs that a decision can turn on: the newest finished ones, the newest that failed, and the unfinished one that
 * started last.
 */
export function runsThatMatter(runs: readonly Run[]): readonly Run[] {
  const newest = runs.toSorted((a, b) => b.ts - a.ts || compareBytes(b.key, a.key));
  const finished = newest.filter(({ outcome }) => outcome === 'finished').slice(0, MAX_FINISHED);
  const failed = newest.find(({ outcome }) => outcome === 'failed');
  const unfinished = newest.find(({ outcome }) => outcome === 'unfinished');
  return [...finished, ...(failed ? [failed] : []), ...(unfinished ? [unfinished] : [])];
}
