import { claimOf } from '../../core/routing/claim.ts';
import { newClaim } from '../../core/routing/delivery.ts';
import type { Routed, RouteInput } from '../../core/routing/routed.ts';
import type { DeliveryLog } from '../../ports/delivery-log.ts';

/**
 * Notes a delivery that waits for another one's attempt at a channel that does not work, as if its own attempt had failed:
 * when its break passes meanwhile, the person still learns that there was one. Throws StateStoreUnavailable.
 */
export async function notePutOff(
  { plan, until, reasons }: Extract<Routed, { do: 'defer' }>,
  { deliveries, now, jobId }: RouteInput,
  log: DeliveryLog,
): Promise<void> {
  const failing = reasons.find((reason) => reason.code === 'channel-failing');
  if (!failing || plan.noticeKind !== 'failing' || plan.earlier !== null || plan.insteadOf !== null) return;
  if (claimOf(deliveries, plan.eventId, plan.personId, null) !== null) return;
  const { channel, isForGood, message } = failing;
  const outcome = isForGood ? 'refused' : 'later';
  await log.claim(
    jobId,
    { ...newClaim(plan, null, now), outcome, retryAt: until, error: `${channel}: ${message}` },
    null,
  );
}
