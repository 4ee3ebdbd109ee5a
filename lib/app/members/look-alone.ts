import { NOTHING_REMEMBERED } from '../../core/evidence/remembered-place.ts';
import { inParallel } from '../../core/in-parallel.ts';
import type { Instant } from '../../core/instant.ts';
import type { SeenMembers } from '../../core/members/fold-members.ts';
import { memberJob } from '../../core/members/member-job.ts';
import type { Job } from '../../core/model/job.ts';
import { EvidenceUnreadable } from '../../ports/evidence-source.ts';
import type { BackupPorts } from '../evidence/backups-found.ts';
import { gatherBackups } from '../evidence/gather-backups.ts';

/** Places that are listed side by side. */
export const LANES = 8;

/**
 * The runs of these names, each place looked at by itself. `isAll`: no other name can be a member, but for those that are
 * expected. A place that cannot be read says nothing of its name, nor that it is gone.
 */
export async function lookAlone(
  whole: Job,
  values: readonly string[],
  isAll: boolean,
  ports: BackupPorts,
  now: Instant,
): Promise<SeenMembers> {
  const runs = new Map<string, readonly Instant[]>();
  let isWhole = isAll;
  await inParallel(values, LANES, async (value) => {
    const job = memberJob(whole, value);
    if (job?.place == null) {
      runs.set(value, [now]);
      return;
    }
    try {
      const { backups } = await gatherBackups(job, job.place, NOTHING_REMEMBERED, now, 'whole', ports);
      if (backups.length > 0)
        runs.set(
          value,
          backups.map(({ ts }) => ts),
        );
    } catch (error) {
      if (!(error instanceof EvidenceUnreadable)) throw error;
      isWhole = false;
    }
  });
  return { runs, isWhole };
}
