import { ADMIN_TOPIC, type Delivery, hasFailed, mayHaveBeenNotified, wasNotified } from './delivery.ts';
import type { Role, RouteInput } from './routed.ts';
import type { Situation } from './situation.ts';

/** Someone who is concerned, as the rules doc or the history names them. */
export interface Concerned {
  readonly id: string;
  readonly role: Role;
}

/**
 * Who is concerned by how a break stands (docs/design/routing.md#recipients). Owner and escalation target are offices
 * that a cover can hold; everyone else is meant in person: a person who is both is named as both.
 */
export function audienceOf(situation: Situation, input: RouteInput): Concerned[] {
  const { transitions, newest } = situation;
  const notified = (isNotified: (delivery: Delivery) => boolean = mayHaveBeenNotified): Concerned[] =>
    input.deliveries
      .filter(
        (delivery) =>
          delivery.breakSeq === situation.breakSeq && delivery.personId !== ADMIN_TOPIC && isNotified(delivery),
      )
      .map(({ personId }) => ({ id: personId, role: 'notified' }));
  // They were to be notified, and no channel took it: what they missed is said once it can be.
  const missed = (): Concerned[] =>
    input.deliveries
      .filter((each) => each.breakSeq === situation.breakSeq && each.insteadOf === null && hasFailed(each))
      .map(({ personId }) => ({ id: personId, role: 'missed' }));
  switch (situation.kind) {
    case 'failing': {
      const targets = situation.state === 'escalate' ? escalationTarget(input) : [];
      const refuted = transitions.filter(({ fixedRefuted }) => fixedRefuted).flatMap(({ by }) => by ?? []);
      return distinct([
        ...owner(input),
        ...targets,
        ...refuted.map((id) => ({ id, role: 'fixed' as const })),
        // A stand-in of whom no one knows is sent it again by that very claim, not as a person of their own as well.
        ...notified((delivery) =>
          delivery.insteadOf === null ? mayHaveBeenNotified(delivery) : wasNotified(delivery),
        ),
      ]);
    }
    case 'over': {
      const isQuiet = newest.from === 'green';
      const earlier = transitions.slice(0, -1);
      const since = earlier.slice(earlier.findLastIndex(({ reason }) => reason === 'passed') + 1);
      const snoozers = isQuiet ? since.filter(({ reason }) => reason === 'snoozed').flatMap(({ by }) => by ?? []) : [];
      return distinct([...snoozers.map((id) => ({ id, role: 'snoozed' as const })), ...notified(), ...missed()]);
    }
    case 'quieted':
    case 'retired':
    case 'faded':
    case 'undecided':
      return distinct(notified());
  }
}

function owner({ job }: RouteInput): Concerned[] {
  return job?.owner ? [{ id: job.owner, role: 'owner' }] : [];
}

/** The one who is named for it, else the owner's manager, else the admin. */
function escalationTarget({ job, people }: RouteInput): Concerned[] {
  if (job === null) return [];
  const manager = job.owner === null ? null : (people.find(job.owner)?.manager ?? null);
  const id = job.escalateTo ?? manager ?? people.adminId;
  return id === null ? [] : [{ id, role: 'escalation' }];
}

/** Owner and escalation target may be held by someone who covers. */
export function isOffice(role: Role): boolean {
  return role === 'owner' || role === 'escalation';
}

function distinct(concerned: readonly Concerned[]): Concerned[] {
  const isSame = (a: Concerned, b: Concerned) => a.id === b.id && isOffice(a.role) === isOffice(b.role);
  return concerned.filter((each, index) => concerned.findIndex((other) => isSame(each, other)) === index);
}
