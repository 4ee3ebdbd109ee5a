import { addressesOf, everyAddressOf } from './addresses.ts';
import type { Concerned } from './audience.ts';
import { claimId } from './delivery.ts';
import type { Flapping } from './flapping.ts';
import type { Need } from './need.ts';
import type { Plan, RouteInput } from './routed.ts';
import { noticeKindOf, type Situation, stateOf } from './situation.ts';

/** Who is notified, for whom; `insteadOf` where the admin stands in for someone whom no channel reaches. */
interface Recipient {
  readonly personId: string;
  readonly concerned: Concerned;
  readonly insteadOf: string | null;
}

/** What is to be sent to one person, and by which addresses; `delayedBy` is what kept an earlier attempt from them. */
export function planOf(
  { jobId, people }: RouteInput,
  situation: Situation,
  { personId, concerned: { id, role }, insteadOf }: Recipient,
  need: Need,
  flapping: Flapping | null,
  delayedBy: string | null,
): Plan {
  const { kind } = situation;
  const person = people.find(personId);
  const earlier = need.kind === 'update' ? need.earlier : null;
  const addresses = person === null ? [] : insteadOf === null ? addressesOf(person) : everyAddressOf(person);
  const isPing = earlier === null && (kind === 'failing' || kind === 'over');
  return {
    ...planFor(jobId, situation, personId, insteadOf),
    role,
    standsInFor: id === personId ? null : id,
    isRefuted: need.kind === 'message' && need.isRefuted,
    flapping: isPing ? (flapping?.count ?? null) : null,
    delayedBy,
    addresses: earlier === null ? addresses : [],
    byAll: insteadOf !== null,
    earlier,
  };
}

/** What a plan says of the break as it stands, and whose message it is. */
export function planFor(jobId: string, situation: Situation, personId: string, insteadOf: string | null) {
  const { newest, breakSeq } = situation;
  return {
    jobId,
    personId,
    insteadOf,
    claimId: claimId(newest.eventId, personId, insteadOf),
    breakSeq,
    eventId: newest.eventId,
    seq: newest.seq,
    state: stateOf(situation),
    noticeKind: noticeKindOf(situation),
  };
}
