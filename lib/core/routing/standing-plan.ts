import type { Delivery } from './delivery.ts';
import { planFor } from './plan-of.ts';
import type { Plan, RouteInput } from './routed.ts';
import { situationOf } from './situation.ts';

/** What a person who was notified of a break is shown when the message is changed because of another job in it. */
export function standingPlan(input: RouteInput, delivered: Delivery): Plan {
  const { personId, insteadOf } = delivered;
  return {
    ...planFor(input.jobId, situationOf(input), personId, insteadOf),
    role: 'notified',
    standsInFor: insteadOf,
    isRefuted: false,
    flapping: null,
    delayedBy: null,
    addresses: [],
    byAll: false,
    earlier: null,
  };
}
