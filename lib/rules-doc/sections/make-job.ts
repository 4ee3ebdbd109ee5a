import type { Place } from '../../core/evidence/place.ts';
import type { EndSignal } from '../../core/model/end-signal.ts';
import type { Job } from '../../core/model/job.ts';

export type SharedByNodes = Omit<Job, 'id' | 'node' | 'place' | 'finished' | 'member'>;

/** A job, or one node of it. Key by key rather than by a spread, which takes several times as long for a hundred thousand nodes. */
export function makeJob(
  shared: SharedByNodes,
  id: string,
  node: string | null,
  place: Place | null,
  finished: EndSignal,
): Job {
  return {
    id,
    parentId: shared.parentId,
    node,
    ...(shared.each && { each: shared.each }),
    name: shared.name,
    group: shared.group,
    owner: shared.owner,
    ownerFrom: shared.ownerFrom,
    groupOwner: shared.groupOwner,
    escalateTo: shared.escalateTo,
    place,
    ...(shared.isMirror ? { isMirror: true } : {}),
    namesIn: shared.namesIn,
    skips: shared.skips ?? [],
    finished,
    report: shared.report,
    heartbeat: shared.heartbeat,
    rule: shared.rule,
    checkEveryS: shared.checkEveryS,
    ...(shared.isCheckSaid && { isCheckSaid: true }),
    isPublic: shared.isPublic,
    runbook: shared.runbook,
    note: shared.note,
    at: shared.at,
    understood: shared.understood,
  };
}
