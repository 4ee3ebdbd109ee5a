import { channelOf } from '../model/channel-kind.ts';
import { STATE_RANK } from '../model/state.ts';
import type { Transition } from '../model/transition.ts';
import { type Delivery, wasNotified } from './delivery.ts';
import type { RouteReason } from './route-reason.ts';
import type { Earlier, Role } from './routed.ts';
import type { Situation } from './situation.ts';

/** What a person needs to be notified of, whatever the hour (docs/design/routing.md#needs). */
export type Need =
  | { readonly kind: 'message'; readonly isRefuted: boolean; readonly reasons: readonly RouteReason[] }
  | { readonly kind: 'update'; readonly earlier: Earlier; readonly reasons: readonly RouteReason[] }
  | { readonly kind: 'nothing'; readonly reasons: readonly RouteReason[] };

/** `deliveries` are those of this break and this person; `role` says what they are in it. */
export function needOf(situation: Situation, deliveries: readonly Delivery[], personId: string, role: Role): Need {
  const delivered = newest(deliveries.filter(wasNotified));
  switch (situation.kind) {
    case 'failing':
      return needWhileFailing(situation, deliveries, delivered, personId, role);
    case 'quieted': {
      const { how, by } = situation;
      return delivered
        ? update(deliveries, { code: 'quieted', how, by })
        : nothing({ code: 'not-before-quieted', how, by });
    }
    case 'over':
      return message({ code: OVER_FOR[role] ?? 'over-for-notified' });
    case 'retired':
      return message({ code: 'retired-for-notified' });
    case 'faded':
      return nothing({ code: 'faded' });
    case 'undecided':
      return nothing({ code: 'undecided' });
  }
}

function needWhileFailing(
  { state, transitions }: Extract<Situation, { kind: 'failing' }>,
  deliveries: readonly Delivery[],
  delivered: Delivery | undefined,
  personId: string,
  role: Role,
): Need {
  const since = transitions.filter(({ seq }) => seq > (delivered?.seq ?? 0));
  if (since.some((transition) => refutes(transition, personId))) {
    return { kind: 'message', isRefuted: true, reasons: [{ code: 'fix-refuted' }] };
  }
  if (!delivered) return message({ code: 'first', state });
  // They were notified that it is no longer watched; that it is watched again, unchanged, needs no message.
  if (since.at(-1)?.reason === 'reinstated') return nothing({ code: 'already', state });
  if (role !== 'notified') {
    if (since.some(({ reason }) => reason === 'resumed')) return message({ code: 'resumed', state });
    if (STATE_RANK[state] > STATE_RANK[delivered.state]) return message({ code: 'worse', state });
  }
  if (state === delivered.state) return nothing({ code: 'already', state });
  return update(deliveries, { code: STATE_RANK[state] < STATE_RANK[delivered.state] ? 'better' : 'changed', state });
}

/** Why someone is notified that it is over, where it is not that they were notified of it. */
const OVER_FOR: Partial<Record<Role, 'over-for-snoozer' | 'over-for-missed'>> = {
  snoozed: 'over-for-snoozer',
  missed: 'over-for-missed',
};

/** This transition answers a person's claim that it was fixed. */
function refutes({ fixedRefuted, by }: Transition, personId: string): boolean {
  return fixedRefuted && by === personId;
}

function message(reason: RouteReason): Need {
  return { kind: 'message', isRefuted: false, reasons: [reason] };
}

function nothing(...reasons: readonly RouteReason[]): Need {
  return { kind: 'nothing', reasons };
}

/** Changes the newest message that can be found again; one that cannot be is not worth another ping. */
function update(deliveries: readonly Delivery[], reason: RouteReason): Need {
  const delivered = newest(deliveries.filter(wasNotified));
  if (
    !delivered ||
    delivered.receipt === null ||
    delivered.address === null ||
    !channelOf(delivered.address.channel).canUpdate
  ) {
    return nothing(reason, { code: 'not-changeable' });
  }
  if (delivered.jobIds === null) return nothing(reason, { code: 'too-many-jobs-to-change' });
  const { address, receipt, jobIds } = delivered;
  return { kind: 'update', earlier: { address, receipt, jobIds }, reasons: [reason] };
}

function newest(deliveries: readonly Delivery[]): Delivery | undefined {
  return [...deliveries].sort((a, b) => a.seq - b.seq || a.claimedAt - b.claimedAt).at(-1);
}
