import { inParallel } from '../../core/in-parallel.ts';
import type { Instant } from '../../core/instant.ts';
import { makeNotice } from '../../core/message/make-notice.ts';
import type { Notice } from '../../core/message/notice.ts';
import { textForm } from '../../core/message/text-form.ts';
import { notificationsOf } from '../../core/message/together.ts';
import type { Transition } from '../../core/model/transition.ts';
import { claimOf, claimStanding } from '../../core/routing/claim.ts';
import { ADMIN_TOPIC, type Delivery, type DeliveryOutcome, newClaim } from '../../core/routing/delivery.ts';
import type { Plan } from '../../core/routing/routed.ts';
import { type AdminChannel, type AdminNotice, AdminUnreachable } from '../../ports/admin-notice.ts';
import type { DeliveryLog } from '../../ports/delivery-log.ts';
import type { RoutedTrigger } from './dispatch-job.ts';

/** Someone whom no channel reaches, and the failing jobs that they should know of. */
export interface Unreached {
  readonly personId: string;
  readonly jobIds: readonly string[];
}

const LANES = 16;

/** One job and person that the topic has not been notified of yet. */
interface Missing {
  readonly jobId: string;
  /** As the person would have been notified. */
  readonly notice: Notice;
  readonly delivery: Delivery;
}

/** What became of the topic's notifications. */
export interface TopicNotified {
  readonly settled: readonly { readonly jobId: string; readonly delivery: Delivery }[];
  /** A dispatch that died may have notified the topic of it: looked at again when its claim can be taken over. */
  readonly inDoubt: readonly { readonly plan: Plan; readonly until: Instant; readonly trigger: Transition }[];
}

/**
 * Notifies the admin's topic in place of those who cannot be reached, with what they were to be notified of, once for
 * each job, state and person: also where no channel is set up at all. A topic that takes nothing is tried again with the
 * next attempt at the person. Throws StateStoreUnavailable.
 */
export async function notifyTopic(
  triggers: readonly RoutedTrigger[],
  deliveries: DeliveryLog,
  topic: AdminChannel,
  now: Instant,
): Promise<TopicNotified> {
  const inDoubt: TopicNotified['inDoubt'][number][] = [];
  const claimed = await inParallel(triggers, LANES, async (routedTrigger): Promise<Missing[]> => {
    const missing: Missing[] = [];
    for (const insteadOf of routedTrigger.routing.unreached) {
      const plan = planFor(routedTrigger, insteadOf);
      const before = claimOf(routedTrigger.input.deliveries, plan.eventId, ADMIN_TOPIC, insteadOf);
      const standing = claimStanding(before, now);
      if (standing.kind === 'wait') inDoubt.push({ plan, until: standing.until, trigger: routedTrigger.trigger });
      if (standing.kind !== 'free') continue;
      const delivery = newClaim(plan, before, now);
      if (!(await deliveries.claim(plan.jobId, delivery, before))) continue;
      const notice = makeNotice(routedTrigger.input, plan, routedTrigger.routing.routed);
      missing.push({ jobId: plan.jobId, notice, delivery });
    }
    return missing;
  });
  const missing = claimed.flat();
  if (missing.length === 0) return { settled: [], inDoubt };
  const failure = await topic.notify(noticeOf(missing, triggers[0]?.input.people.timezone ?? 'UTC', now)).then(
    () => null,
    (error: unknown) => {
      if (error instanceof AdminUnreachable) return error.message;
      throw error;
    },
  );
  const outcome: DeliveryOutcome = failure === null ? 'accepted' : 'later';
  const settled = missing.map(({ jobId, delivery }) => ({ jobId, delivery: { ...delivery, outcome, error: failure } }));
  await inParallel(settled, LANES, ({ jobId, delivery }) => deliveries.settle(jobId, delivery));
  return { settled, inDoubt };
}

/** What the person would be notified of; where nothing was planned for them any more, the change itself. */
function planFor({ trigger, routing }: RoutedTrigger, insteadOf: string): Plan {
  const planned = routing.routed.flatMap((each) => (each.do === 'drop' ? [] : [each.plan]))[0];
  const { jobId, breakSeq, eventId, seq, to: state } = trigger;
  const bare = { jobId, breakSeq, eventId, seq, state, noticeKind: 'failing', role: 'admin', claimId: '' } as const;
  const asItIs = { isRefuted: false, flapping: null, delayedBy: null, addresses: [], byAll: false, earlier: null };
  return { ...asItIs, ...bare, ...planned, personId: ADMIN_TOPIC, standsInFor: null, insteadOf };
}

/** One message for all: who is missing, and what they were to be notified of. */
function noticeOf(missing: readonly Missing[], timezone: string, at: Instant): AdminNotice {
  const people = [...new Set(missing.map(({ delivery }) => delivery.insteadOf))].join(', ');
  const ready = [...new Map(missing.map(({ jobId, notice }) => [jobId, notice])).values()].map((notice) => {
    return { personId: ADMIN_TOPIC, claimId: '', addresses: [], byAll: false, earlier: null, notice };
  });
  const [notification] = notificationsOf(ready, at, () => timezone);
  const { subject = '', text = '' } = notification ? textForm({ kind: 'notification', notification, options: {} }) : {};
  return {
    subject,
    text: `No channel reaches ${people}, so this comes to you. The sentinel goes on trying; fix the address in the rules doc, or set the channel up.\n\n${text}`,
  };
}
