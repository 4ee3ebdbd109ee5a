import type { Instant } from '../instant.ts';
import type { Action } from '../model/action.ts';
import type { Job } from '../model/job.ts';
import type { JobRow } from '../model/job-row.ts';
import { quietedOf } from '../model/quieted.ts';
import { isSameRun } from '../model/run.ts';
import type { RenderedVerdict } from '../wording/rendered-verdict.ts';
import { MAX_SNOOZES } from './act.ts';

/**
 * What can be done about a job as it stands: nothing that would be refused, and nothing that is done already. `found`
 * is the newest finding of the break; *accept* is there exactly when only the size fails
 * (docs/design/decision.md#actions).
 */
export function actionsNow(
  row: JobRow,
  found: RenderedVerdict | null,
  now: Instant,
  job: Pick<Job, 'member' | 'proofOf'> = {},
): Action['verb'][] {
  const isFailing = row.state !== 'green' || row.wouldBe !== null;
  const quieted = quietedOf(row, now);
  const maySnooze = quieted === null && (row.breakSeq === null || row.snoozeCount < MAX_SNOOZES);
  return [
    ...(isFailing && row.pendingFixed === null ? (['fixed'] as const) : []),
    ...(maySnooze ? (['snooze'] as const) : []),
    ...(row.muted === null ? (['mute'] as const) : []),
    ...(quieted === null ? [] : (['resume'] as const)),
    ...(isFailing && found !== null && onlySizeFails(found) && (row.latest?.sizeBytes ?? 0) > 0 && !isAccepted(row)
      ? (['accept'] as const)
      : []),
    ...(job.member !== undefined && isFailing && found?.tests.recent?.result !== 'pass' ? (['retire'] as const) : []),
    ...(job.proofOf === undefined ? [] : (['proven'] as const)),
  ];
}

function isAccepted({ accepted, latest }: JobRow): boolean {
  return accepted !== null && latest !== null && isSameRun(accepted, latest);
}

function onlySizeFails({ tests }: RenderedVerdict): boolean {
  if (tests.proven !== undefined) return false;
  // Where the backup that fails is the only one there, that there is no good one follows from its size.
  const isRecent = tests.recent.result === 'pass' || tests.recent.kind === 'no-good-run';
  return tests.size.result !== 'pass' && tests.finished.result === 'pass' && isRecent;
}
