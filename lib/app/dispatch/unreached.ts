import { inParallel } from '../../core/in-parallel.ts';
import type { Instant } from '../../core/instant.ts';
import { claimOf, claimStanding } from '../../core/routing/claim.ts';
import { ADMIN_TOPIC, type Delivery, newClaim } from '../../core/routing/delivery.ts';
import { type AdminChannel, AdminUnreachable } from '../../ports/admin-notice.ts';
import type { DeliveryLog } from '../../ports/delivery-log.ts';
import type { RoutedTrigger } from './dispatch-job.ts';

/** Someone whom no channel reaches, and the failing jobs that they should know of. */
export interface Unreached {
  readonly personId: string;
  readonly jobIds: readonly string[];
}

const LANES = 16;
/** The rest is counted. */
const MAX_NAMED = 50;

/** One job and person that the topic has not been notified of yet. */
interface Missing {
  readonly jobId: string;
  readonly jobName: string;
  readonly delivery: Delivery;
}

/**
 * Notifies the admin's topic of who cannot be reached, and of which job, once for each job, state and person. A topic
 * that takes nothing is tried again with the next attempt at the person. Throws StateStoreUnavailable.
 */
export async function notifyTopic(
  triggers: readonly RoutedTrigger[],
  deliveries: DeliveryLog,
  topic: AdminChannel,
  now: Instant,
): Promise<void> {
  const claimed = await inParallel(triggers, LANES, async (routedTrigger): Promise<Missing[]> => {
    const missing: Missing[] = [];
    for (const insteadOf of routedTrigger.routing.unreached) {
      const delivery = await claimFor(routedTrigger, insteadOf, deliveries, now);
      const jobId = routedTrigger.trigger.jobId;
      if (delivery) missing.push({ jobId, jobName: routedTrigger.input.job?.name ?? jobId, delivery });
    }
    return missing;
  });
  const missing = claimed.flat();
  if (missing.length === 0) return;
  const failure = await topic.notify(noticeOf(missing)).then(
    () => null,
    (error: unknown) => {
      if (error instanceof AdminUnreachable) return error.message;
      throw error;
    },
  );
  await inParallel(missing, LANES, ({ jobId, delivery }) =>
    deliveries.settle(jobId, { ...delivery, outcome: failure === null ? 'accepted' : 'later', error: failure }),
  );
}

/** Null when the topic has been notified of it. */
async function claimFor(
  { input, trigger, routing }: RoutedTrigger,
  insteadOf: string,
  deliveries: DeliveryLog,
  now: Instant,
): Promise<Delivery | null> {
  const plan = routing.routed.flatMap((each) => (each.do === 'drop' ? [] : [each.plan]))[0];
  const { breakSeq, eventId, seq, state } = plan ?? { ...trigger, state: trigger.to };
  const before = claimOf(input.deliveries, eventId, ADMIN_TOPIC, insteadOf);
  if (claimStanding(before, now).kind !== 'free') return null;
  const delivery = newClaim({ personId: ADMIN_TOPIC, insteadOf, breakSeq, eventId, seq, state }, before, now);
  return (await deliveries.claim(input.jobId, delivery, before)) ? delivery : null;
}

function noticeOf(missing: readonly Missing[]): { readonly subject: string; readonly text: string } {
  const people = [...new Set(missing.map(({ delivery }) => delivery.insteadOf))].join(', ');
  const jobs = new Set(missing.map(({ jobId }) => jobId)).size;
  const named = missing.slice(0, MAX_NAMED).map(({ jobName, delivery }) => {
    return `- ${jobName}: ${delivery.state}; ${delivery.insteadOf} should know of it`;
  });
  const more = missing.length - named.length;
  return {
    subject: `${people} cannot be notified of ${jobs === 1 ? `${missing[0]?.jobName}` : `${jobs} failing backups`}`,
    text: [
      `No channel reaches ${people}. The sentinel goes on trying; fix the address in the rules doc, or the channel.`,
      '',
      ...named,
      ...(more > 0 ? [`and ${more} more`] : []),
    ].join('\n'),
  };
}
