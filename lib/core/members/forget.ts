import type { Instant } from '../instant.ts';
import type { Each } from '../model/each.ts';
import type { JobRow } from '../model/job-row.ts';

/**
 * Whether a member is forgotten: its newest run is older than `forget_after`, and its people have been notified that it is
 * missing (docs/design/evidence.md#members). `newestTs`: of its runs that are there; null for none.
 */
export function isForgotten(each: Each, row: JobRow, newestTs: Instant | null, now: Instant): boolean {
  const lastTs = Math.max(newestTs ?? 0, row.lastEvidenceTs ?? 0);
  if (each.forgetAfterMs === null || lastTs === 0 || now - lastTs <= each.forgetAfterMs) return false;
  const { breakSeq, handledSeq, toldAt } = row;
  return breakSeq !== null && handledSeq !== null && handledSeq >= breakSeq && toldAt !== null && toldAt <= now;
}
