import { goodCopyOf } from '../../core/history/good-copy.ts';
import type { Instant } from '../../core/instant.ts';
import type { Job } from '../../core/model/job.ts';
import { labelOf } from '../../core/model/job-label.ts';
import type { JobRow } from '../../core/model/job-row.ts';
import { type Quieted, quietedOf } from '../../core/model/quieted.ts';
import { newestProven } from '../../core/proof/seen-proof.ts';
import { type Finding, runView } from '../check/findings.ts';
import type { JobView } from './job-view.ts';
import type { StoredJob } from './status.ts';

/** A view and what it was made of, but for its row. */
interface Made {
  readonly view: JobView;
  readonly job: Job;
  readonly unknown: string | null;
  readonly found: Finding | null;
  readonly quieted: Quieted | null;
}

const made = new WeakMap<JobRow, Made>();

/** The view of a row: the same object again where the row, the job and the rest of it are the same. */
export function viewOf({ job, row, unknown }: StoredJob, found: Finding | null, now: Instant): JobView {
  const quieted = quietedOf(row, now);
  const known = made.get(row);
  if (known && known.job === job && known.unknown === unknown && known.found === found && known.quieted === quieted)
    return known.view;
  const good = goodCopyOf(row, now);
  const view: JobView = {
    jobId: job.id,
    name: labelOf(job),
    group: job.group,
    owner: job.owner,
    state: row.state,
    since: row.since,
    unknown,
    quieted,
    snoozedUntil: quieted === 'snoozed' ? (row.snoozed?.until ?? null) : null,
    quietedBy: quieted === null ? null : ((quieted === 'muted' ? row.muted : row.snoozed)?.by ?? null),
    wouldBe: row.wouldBe,
    pendingFixed: row.pendingFixed !== null,
    found,
    latest: row.latest && runView(row.latest),
    lastGood: job.proofOf === undefined ? good.run && runView(good.run) : row.lastGood && runView(row.lastGood),
    atRiskSince: good.atRiskSince,
    ...(good.deletedAbout !== null && { deletedAbout: good.deletedAbout }),
    restorable: good.restorable,
    ...(job.proofOf && {
      proofs: { of: job.proofOf.id, newest: row.proofs[0] ?? null, proven: newestProven(row.proofs) },
    }),
    isUnseen: good.isUnseen,
    isPublic: job.isPublic,
    ...(job.member && {
      member: { jobId: job.parentId, job: job.name, name: job.member.value, of: job.member.of },
    }),
    rowDays: row.days,
  };
  made.set(row, { view, job, unknown, found, quieted });
  return view;
}
