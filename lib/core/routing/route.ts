import type { Transition } from '../decision/transition.ts';
import type { Instant } from '../instant.ts';
import { type Reach, reachAtOnce, reachInPerson, reachOffice } from '../people/reach.ts';
import { addressesOf, everyAddressOf } from './addresses.ts';
import { audienceOf, type Concerned, isOffice } from './audience.ts';
import { claimStanding } from './claim.ts';
import { claimId } from './delivery.ts';
import { type Need, needOf } from './need.ts';
import type { RouteReason } from './route-reason.ts';
import type { Plan, Role, Routed, RouteInput, Routing } from './routed.ts';
import { noticeKindOf, type Situation, situationOf, stateOf } from './situation.ts';

/**
 * Who is to be notified of one job's change, now or later, and why (docs/design/routing.md). Pure: it may be asked as
 * often as anyone likes, by any of a break's events, in any order; each notification is delivered once. Never throws.
 */
export function route(input: RouteInput): Routing {
  const situation = situationOf(input);
  const routing = new JobRouting(input, situation);
  for (const concerned of audienceOf(situation, input)) routing.consider(concerned);
  return routing.result();
}

/** The decisions about one job as they are made: one for each person, and one more where the admin stands in. */
class JobRouting {
  readonly #input: RouteInput;
  readonly #situation: Situation;
  readonly #isUrgent: boolean;
  readonly #routed: Routed[] = [];
  readonly #considered = new Set<string>();

  constructor(input: RouteInput, situation: Situation) {
    this.#input = input;
    this.#situation = situation;
    const isBad = situation.kind === 'failing' && situation.state !== 'warn';
    this.#isUrgent = isBad && input.job?.rule.urgent === true;
  }

  consider(concerned: Concerned): void {
    const { people, now } = this.#input;
    if (people.find(concerned.id) === null) {
      this.#drop(concerned.id, [{ code: 'unknown-person' }]);
      return;
    }
    const reach = this.#reach(concerned);
    const personId = reach?.personId ?? concerned.id;
    if (this.#considered.has(personId)) return;
    this.#considered.add(personId);
    const claim = claimStanding(this.#input.deliveries, this.#situation.newest.eventId, personId, null, now);
    if (claim.kind === 'done') {
      this.#drop(personId, claim.reasons);
      return;
    }
    const { breakSeq } = this.#situation;
    const theirs = this.#input.deliveries.filter((each) => each.breakSeq === breakSeq && each.personId === personId);
    const need = needOf(this.#situation, theirs, personId, concerned.role);
    const way = need.kind === 'update' ? reachInPerson(people, personId, now) : reach;
    if (need.kind === 'nothing' || way === null) {
      this.#drop(personId, need.kind === 'nothing' ? need.reasons : [...need.reasons, { code: 'out-of-reach' }]);
      return;
    }
    const plan = this.#plan(personId, concerned, need, null);
    if (claim.kind === 'given-up' || (plan.earlier === null && plan.addresses.length === 0)) {
      const reasons: readonly RouteReason[] = claim.kind === 'given-up' ? claim.reasons : [{ code: 'no-address' }];
      this.#drop(personId, reasons);
      if (plan.earlier === null) this.#notifyAdmin(personId, need, reasons);
      return;
    }
    if (claim.kind === 'wait') this.#routed.push({ do: 'defer', until: claim.until, plan, reasons: claim.reasons });
    else this.#send(plan, way, [...need.reasons, ...claim.reasons]);
  }

  /** Every channel refused, so the admin is notified by all of theirs. */
  #notifyAdmin(insteadOf: string, need: Need, refusal: readonly RouteReason[]): void {
    const { people, now, deliveries } = this.#input;
    const { adminId } = people;
    if (adminId === null || adminId === insteadOf) return;
    const reach = this.#isUrgent ? reachAtOnce(people, adminId, now) : reachOffice(people, adminId, now, now);
    if (reach === null || reach.personId === insteadOf) return;
    const { personId } = reach;
    const claim = claimStanding(deliveries, this.#situation.newest.eventId, personId, insteadOf, now);
    const plan = this.#plan(personId, { id: insteadOf, role: 'admin' }, need, insteadOf);
    const reasons: readonly RouteReason[] = [{ code: 'instead-of', personId: insteadOf }, ...refusal];
    if (claim.kind === 'done' || claim.kind === 'given-up') this.#drop(personId, [...reasons, ...claim.reasons]);
    else if (plan.addresses.length === 0) this.#drop(personId, [...reasons, { code: 'no-address' }]);
    else if (claim.kind === 'wait')
      this.#routed.push({ do: 'defer', until: claim.until, plan, reasons: claim.reasons });
    else this.#send(plan, reach, [...reasons, ...claim.reasons]);
  }

  result(): Routing {
    const { job } = this.#input;
    const routed = this.#routed;
    const isUnnotified =
      routed.every((each) => each.do === 'drop') && !this.#input.deliveries.some(this.#isOfThisBreak);
    const isUnreachable = this.#situation.kind === 'failing' && job !== null && isUnnotified;
    return { routed, reasons: reasonsOf(this.#situation, job === null, routed.length === 0), isUnreachable };
  }

  #isOfThisBreak = ({ breakSeq, outcome }: { breakSeq: number | null; outcome: string | null }): boolean =>
    breakSeq === this.#situation.breakSeq && outcome === 'accepted';

  #reach({ id, role }: Concerned): Reach | null {
    const { people, now } = this.#input;
    if (this.#isUrgent && isOffice(role)) return reachAtOnce(people, id, now);
    if (this.#isUrgent && role === 'fixed') return { personId: id, at: now, reasons: [] };
    if (!isOffice(role)) return reachInPerson(people, id, now);
    const reaches = beginningsOf(this.#situation, role).flatMap((since) => reachOffice(people, id, now, since) ?? []);
    return reaches.reduce<Reach | null>((first, each) => (first && first.at <= each.at ? first : each), null);
  }

  #plan(personId: string, { id, role }: Concerned, need: Need, insteadOf: string | null): Plan {
    const { newest, breakSeq } = this.#situation;
    const person = this.#input.people.find(personId);
    const earlier = need.kind === 'update' ? need.earlier : null;
    const addresses = person === null ? [] : insteadOf === null ? addressesOf(person) : everyAddressOf(person);
    return {
      jobId: this.#input.jobId,
      personId,
      role,
      standsInFor: id === personId ? null : id,
      insteadOf,
      claimId: claimId(newest.eventId, personId, insteadOf),
      breakSeq,
      eventId: newest.eventId,
      seq: newest.seq,
      state: stateOf(this.#situation),
      noticeKind: noticeKindOf(this.#situation),
      isRefuted: need.kind === 'message' && need.isRefuted,
      addresses: earlier === null ? addresses : [],
      byAll: insteadOf !== null,
      earlier,
    };
  }

  #send(plan: Plan, reach: Reach, reasons: readonly RouteReason[]): void {
    const { now } = this.#input;
    if (reach.at <= now) {
      const urgent: RouteReason[] = this.#isUrgent && plan.earlier === null ? [{ code: 'urgent' }] : [];
      this.#routed.push({ do: 'send', plan, reasons: [...reasons, ...urgent, ...reach.reasons] });
    } else {
      const until: RouteReason = { code: 'until', at: reach.at };
      this.#routed.push({ do: 'defer', until: reach.at, plan, reasons: [...reasons, ...reach.reasons, until] });
    }
  }

  #drop(personId: string, reasons: readonly RouteReason[]): void {
    this.#routed.push({ do: 'drop', personId, reasons });
  }
}

/**
 * Since when a person is to be notified of how it fails: the beginnings of the two clocks of the fair chance, which count
 * again after a quieting, or of the escalation. What was due first decides.
 */
function beginningsOf({ kind, transitions, newest }: Situation, role: Role): Instant[] {
  const resumed = transitions.findLastIndex(({ reason }) => reason === 'resumed');
  const failing = transitions.slice(Math.max(0, resumed)).filter(({ to }) => to !== 'green');
  const isHard = ({ to }: Transition) => to === 'alert' || to === 'escalate';
  const begun =
    role === 'escalation'
      ? [failing.find(({ to }) => to === 'escalate')]
      : [failing[0], failing.find((each) => isHard(each))];
  const beginnings = new Set(begun.flatMap((each) => each?.at ?? []));
  return kind === 'failing' && beginnings.size > 0 ? [...beginnings] : [newest.at];
}

function reasonsOf(situation: Situation, hasLeft: boolean, hasNoRecipient: boolean): RouteReason[] {
  const unnotified: RouteReason[] = hasNoRecipient ? [{ code: 'nobody-notified' }] : [];
  switch (situation.kind) {
    case 'failing':
      if (hasLeft) return [{ code: 'left-rules' }];
      return hasNoRecipient ? [{ code: 'nobody-named' }] : [{ code: 'failing', state: situation.state }];
    case 'quieted':
      return [{ code: 'quieted', how: situation.how, by: situation.by }, ...unnotified];
    case 'over':
      return [{ code: 'is-over' }, ...unnotified, ...(hasNoRecipient ? [{ code: 'only-in-summary' as const }] : [])];
    case 'faded':
      return [{ code: 'faded' }, ...unnotified];
    case 'retired':
      return [{ code: 'is-retired' }, ...unnotified];
    case 'undecided':
      return [{ code: 'undecided' }];
  }
}
