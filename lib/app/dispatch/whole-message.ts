import { inParallel } from '../../core/in-parallel.ts';
import { makeNotice } from '../../core/message/make-notice.ts';
import type { Notice } from '../../core/message/notice.ts';
import type { Notification } from '../../core/message/notification.ts';
import { sharedCausesOf, worstFirst } from '../../core/message/together.ts';
import type { Earlier } from '../../core/routing/routed.ts';
import { standingPlan } from '../../core/routing/standing-plan.ts';
import type { StateStore } from '../../ports/state-store.ts';
import { type JobHistoryPorts, type RoutingContext, routeTrigger } from './dispatch-job.ts';

const LANES = 8;

/**
 * A change of an earlier message, completed: a message is only ever changed as a whole, so the other jobs that it covered
 * are in it again, as they stand now. One whose claim is no longer there is left out.
 */
export async function wholeMessage(
  notification: Notification,
  earlier: Earlier,
  context: RoutingContext,
  ports: JobHistoryPorts & { readonly store: StateStore },
): Promise<Notification> {
  const known = new Set(notification.notices.map(({ jobId }) => jobId));
  const missing = earlier.jobIds.filter((jobId) => !known.has(jobId));
  if (missing.length === 0) return notification;
  const { rows } = await ports.store.read(missing);
  const others = await inParallel(missing, LANES, async (jobId): Promise<Notice[]> => {
    const notified = (await ports.deliveries.read(jobId)).find(
      (each) => each.personId === notification.personId && each.receipt === earlier.receipt,
    );
    if (!notified) return [];
    const since = await ports.audit.transitions(jobId, notified.seq);
    const trigger = since.find(({ breakSeq }) => breakSeq === notified.breakSeq);
    if (!trigger) return [];
    const { input, routing } = await routeTrigger(trigger, rows.get(jobId), context, ports);
    return [makeNotice(input, standingPlan(input, notified), routing.routed)];
  });
  const notices = [...notification.notices, ...others.flat()].sort(worstFirst);
  return { ...notification, notices, sharedCauses: sharedCausesOf(notices) };
}
