import type { Transition } from '../decision/transition.ts';
import { STATE_RANK } from '../model/state.ts';
import { type Address, type Delivery, wasTold } from './delivery.ts';
import type { Earlier, Role } from './routed.ts';
import type { Situation } from './situation.ts';

/** What a person needs to hear, whatever the hour (routing page, section 4). */
export type Need =
  | { readonly kind: 'message'; readonly isRefuted: boolean; readonly why: string }
  | { readonly kind: 'update'; readonly earlier: Earlier; readonly why: string }
  | { readonly kind: 'nothing'; readonly why: string };

/** `deliveries` are those of this break and this person; `role` says what they are in it. */
export function needOf(situation: Situation, deliveries: readonly Delivery[], personId: string, role: Role): Need {
  const told = newest(deliveries.filter(wasTold));
  switch (situation.kind) {
    case 'failing':
      return needWhileFailing(situation, deliveries, told, personId, role);
    case 'quieted': {
      const quieted = `${situation.how} by ${situation.by}`;
      return told ? update(deliveries, quieted) : { kind: 'nothing', why: `not told before it was ${quieted}` };
    }
    case 'over':
      return message(role === 'snoozed' ? 'snoozed it, and it is over' : 'was told of it, and it is over');
    case 'retired':
      return message('was told of it, and it has left the rules doc');
    case 'faded':
      return { kind: 'nothing', why: 'it ended while it was quieted' };
    case 'undecided':
      return { kind: 'nothing', why: 'no longer quieted; the next check tells how it is' };
  }
}

function needWhileFailing(
  { state, transitions }: Extract<Situation, { kind: 'failing' }>,
  deliveries: readonly Delivery[],
  told: Delivery | undefined,
  personId: string,
  role: Role,
): Need {
  const since = transitions.filter(({ seq }) => seq > (told?.seq ?? 0));
  if (since.some((transition) => refutes(transition, personId))) {
    return { kind: 'message', isRefuted: true, why: 'said that it was fixed, and it is not' };
  }
  if (!told) return message(`has not been told of it yet: ${state}`);
  if (role !== 'told') {
    if (since.some(({ reason }) => reason === 'resumed')) return message(`no longer quieted: ${state}`);
    if (STATE_RANK[state] > STATE_RANK[told.state]) return message(`worse than what was told: ${state}`);
  }
  if (state === told.state) return { kind: 'nothing', why: `told of ${state} already` };
  return update(deliveries, STATE_RANK[state] < STATE_RANK[told.state] ? `better: ${state}` : `now ${state}`);
}

/** This transition answers a person's claim that it was fixed. */
export function refutes({ fixedRefuted, by }: Transition, personId: string): boolean {
  return fixedRefuted && by === personId;
}

function message(why: string): Need {
  return { kind: 'message', isRefuted: false, why };
}

/** The others answer with an id as well; what is sent to them in the name of a change is shown anew. */
const CHANGEABLE: ReadonlySet<Address['channel']> = new Set(['slack', 'slack-channel']);

/** Changes the newest message that can be found again; one that cannot be is not worth another ping. */
function update(deliveries: readonly Delivery[], why: string): Need {
  const told = newest(deliveries.filter(wasTold));
  if (!told || told.receipt === null || told.address === null || !CHANGEABLE.has(told.address.channel)) {
    return { kind: 'nothing', why: `${why}; what was sent cannot be changed, and it is not worth another` };
  }
  if (told.jobIds === null) {
    return { kind: 'nothing', why: `${why}; the message told of too many jobs to be changed` };
  }
  const { address, receipt, jobIds } = told;
  return { kind: 'update', earlier: { address, receipt, jobIds }, why };
}

function newest(deliveries: readonly Delivery[]): Delivery | undefined {
  return [...deliveries].sort((a, b) => a.seq - b.seq || a.claimedAt - b.claimedAt).at(-1);
}
