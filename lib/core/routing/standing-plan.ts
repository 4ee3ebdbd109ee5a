import { claimId, type Delivery } from './delivery.ts';
import type { Plan, RouteInput } from './routed.ts';
import { situationOf, stateOf, tellingOf } from './situation.ts';

/** What a person who was told of a break is shown when the message is changed because of another job in it. */
export function standingPlan(input: RouteInput, told: Delivery): Plan {
  const situation = situationOf(input);
  const { newest, breakSeq } = situation;
  const { personId, insteadOf } = told;
  return {
    jobId: input.jobId,
    personId,
    role: 'told',
    standsInFor: insteadOf,
    insteadOf,
    claimId: claimId(newest.eventId, personId, insteadOf),
    breakSeq,
    eventId: newest.eventId,
    seq: newest.seq,
    state: stateOf(situation),
    telling: tellingOf(situation),
    isRefuted: false,
    flapping: null,
    delayedBy: null,
    addresses: [],
    byAll: false,
    earlier: null,
  };
}
