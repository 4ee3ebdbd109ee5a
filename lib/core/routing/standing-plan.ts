import { claimId, type Delivery } from './delivery.ts';
import type { Plan, RouteInput } from './routed.ts';
import { noticeKindOf, situationOf, stateOf } from './situation.ts';

/** What a person who was notified of a break is shown when the message is changed because of another job in it. */
export function standingPlan(input: RouteInput, delivered: Delivery): Plan {
  const situation = situationOf(input);
  const { newest, breakSeq } = situation;
  const { personId, insteadOf } = delivered;
  return {
    jobId: input.jobId,
    personId,
    role: 'notified',
    standsInFor: insteadOf,
    insteadOf,
    claimId: claimId(newest.eventId, personId, insteadOf),
    breakSeq,
    eventId: newest.eventId,
    seq: newest.seq,
    state: stateOf(situation),
    noticeKind: noticeKindOf(situation),
    isRefuted: false,
    flapping: null,
    delayedBy: null,
    addresses: [],
    byAll: false,
    earlier: null,
  };
}
