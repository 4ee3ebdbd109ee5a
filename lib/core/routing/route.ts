import { DAY_MS, type Instant } from '../instant.ts';
import { type Reach, reachAtOnce, reachInPerson, reachOffice } from '../people/reach.ts';
import { audienceOf, type Concerned, isOffice } from './audience.ts';
import { claimOf, claimStanding, isUnanswered } from './claim.ts';
import { type Delivery, hasFailed } from './delivery.ts';
import { dueSince } from './due-since.ts';
import { type Flapping, flappingOf, holdOf } from './flapping.ts';
import { type Need, needOf } from './need.ts';
import { planOf } from './plan-of.ts';
import type { RouteReason } from './route-reason.ts';
import type { Plan, Routed, RouteInput, Routing } from './routed.ts';
import { knownTransitions, type Situation, situationOf } from './situation.ts';
import { situationReasons } from './situation-reasons.ts';

/** What only closes a matter is tried for this long. */
const MAX_CLOSING_MS = 30 * DAY_MS;

/**
 * Who is notified of one job's change, now or later, and why (docs/design/routing.md). Pure: it may be asked at any
 * time, by any of a break's events, in any order; what was delivered is delivered once, and what was not is tried again
 * while it is true. Never throws.
 */
export function route(input: RouteInput): Routing {
  const situation = situationOf(input);
  const routing = new JobRouting(input, situation);
  for (const concerned of audienceOf(situation, input)) routing.notify(concerned);
  return routing.result();
}

/** When someone can be notified of this, asked at an instant. */
type ReachAt = (t: Instant) => Reach | null;

/** The decisions about one job as they are made: one for each person, and one more where the admin stands in. */
class JobRouting {
  readonly #input: RouteInput;
  readonly #situation: Situation;
  readonly #flapping: Flapping | null;
  readonly #isUrgent: boolean;
  readonly #routed: Routed[] = [];
  readonly #considered = new Set<string>();
  readonly #unreached = new Set<string>();

  constructor(input: RouteInput, situation: Situation) {
    this.#input = input;
    this.#situation = situation;
    this.#flapping = flappingOf(knownTransitions(input));
    const isBad = situation.kind === 'failing' && situation.state !== 'warn';
    this.#isUrgent = isBad && input.job?.rule.urgent === true;
  }

  notify(concerned: Concerned): void {
    const { people, now } = this.#input;
    if (people.find(concerned.id) === null) {
      this.#routed.push(drop(concerned.id, [{ code: 'unknown-person' }]));
      return;
    }
    const reach = this.#reach(concerned, now);
    const personId = reach?.personId ?? concerned.id;
    if (this.#considered.has(personId)) return;
    this.#considered.add(personId);
    this.#routed.push(...this.#decide(concerned, personId, reach));
  }

  #decide(concerned: Concerned, personId: string, reach: Reach | null): Routed[] {
    const { people, now, deliveries, failures } = this.#input;
    const { breakSeq, newest, kind } = this.#situation;
    const claim = claimOf(deliveries, newest.eventId, personId, null);
    const standing = claimStanding(claim, now);
    if (standing.kind === 'done') return [drop(personId, standing.reasons)];
    const theirs = deliveries.filter((each) => each.personId === personId);
    const ofBreak = theirs.filter((each) => each.breakSeq === breakSeq);
    const need = needOf(this.#situation, ofBreak, personId, concerned.role);
    if (need.kind === 'nothing') return [drop(personId, need.reasons)];
    if (kind !== 'failing' && now - newest.at > MAX_CLOSING_MS) return [drop(personId, [{ code: 'too-old' }])];
    const plan = this.#plan(personId, concerned, need, null, delayOf(ofBreak));
    if (need.kind === 'update') {
      if (claim?.outcome === 'refused') return [drop(personId, [...need.reasons, { code: 'change-refused' }])];
      return [this.#transmit(plan, (t) => reachInPerson(people, personId, t), claim, need.reasons)];
    }
    if (reach === null) return [drop(personId, [...need.reasons, { code: 'out-of-reach' }])];
    const hold = holdOf(this.#flapping, this.#situation, need, theirs, now);
    if (hold?.kind === 'drop') return [drop(personId, [...need.reasons, hold.reason])];
    if (hold?.kind === 'until') return [defer(plan, hold.until, [...need.reasons, hold.reason])];
    const own =
      plan.addresses.length === 0
        ? drop(personId, [...need.reasons, { code: 'no-address' }])
        : this.#transmit(plan, (t) => this.#reach(concerned, t), claim, need.reasons);
    const isUnreached = failures.isUnreached(personId, plan.addresses, now) || isUnanswered(claim);
    if (!isUnreached || reach.at > now || kind !== 'failing') return [own];
    this.#unreached.add(personId);
    return [own, ...this.#standIn(personId, need, isUnanswered(claim))];
  }

  /** No channel reaches a person, so the admin is notified by all of theirs. The person's own delivery goes on. */
  #standIn(insteadOf: string, need: Need, hasNoAnswer: boolean): Routed[] {
    const { people, now, deliveries, failures } = this.#input;
    const { adminId } = people;
    if (adminId === null) return [];
    const reachAt: ReachAt = (t) =>
      this.#isUrgent ? reachAtOnce(people, adminId, t) : reachOffice(people, adminId, t, t);
    const personId = reachAt(now)?.personId;
    if (personId === undefined || personId === insteadOf) return [];
    const claim = claimOf(deliveries, this.#situation.newest.eventId, personId, insteadOf);
    const standing = claimStanding(claim, now);
    const plan = this.#plan(personId, { id: insteadOf, role: 'admin' }, need, insteadOf, null);
    if (failures.isUnreached(personId, plan.addresses, now)) this.#unreached.add(personId);
    const reasons: RouteReason[] = [{ code: 'instead-of', personId: insteadOf }];
    if (hasNoAnswer) reasons.push({ code: 'unanswered' });
    if (standing.kind === 'done') return [drop(personId, [...reasons, ...standing.reasons])];
    if (plan.addresses.length === 0) return [drop(personId, [...reasons, { code: 'no-address' }])];
    return [this.#transmit(plan, reachAt, claim, reasons)];
  }

  /** Sends now, or defers to when the claim, the person's hours and their channels let it through. */
  #transmit(plan: Plan, reachAt: ReachAt, claim: Delivery | null, reasons: readonly RouteReason[]): Routed {
    const { now, failures } = this.#input;
    const standing = claimStanding(claim, now);
    if (standing.kind === 'wait') return defer(plan, standing.until, standing.reasons);
    const reach = reachAt(now);
    if (reach === null) return drop(plan.personId, [...reasons, { code: 'out-of-reach' }]);
    if (reach.at > now) return defer(plan, reach.at, [...reasons, ...reach.reasons, { code: 'until', at: reach.at }]);
    const addresses = plan.earlier === null ? plan.addresses : [plan.earlier.address];
    const failure = failures.firstRetry(plan.personId, addresses);
    if (failure === null || failure.retryAt <= now) {
      const urgent: RouteReason[] = this.#isUrgent && plan.earlier === null ? [{ code: 'urgent' }] : [];
      const open = plan.earlier === null ? { addresses: failures.open(plan.personId, addresses, now) } : {};
      const all = [...reasons, ...standing.reasons, ...urgent, ...reach.reasons];
      return { do: 'send', plan: { ...plan, ...open }, reasons: all };
    }
    const { address, retryAt, isForGood, message } = failure;
    const until = reachAt(retryAt)?.at ?? retryAt;
    const failing: RouteReason = { code: 'channel-failing', channel: address.channel, isForGood, message };
    return defer(plan, until, [...reasons, failing, { code: 'until', at: until }]);
  }

  result(): Routing {
    const { job, deliveries } = this.#input;
    const { breakSeq, kind } = this.#situation;
    const routed = this.#routed;
    const isInVain = (each: Routed) =>
      each.do === 'drop' || (each.do === 'defer' && this.#unreached.has(each.plan.personId));
    const isDelivered = deliveries.some((each) => each.breakSeq === breakSeq && each.outcome === 'accepted');
    return {
      routed,
      reasons: situationReasons(this.#situation, job === null, routed.length === 0),
      isUnreachable: kind === 'failing' && job !== null && routed.every(isInVain) && !isDelivered,
      unreached: [...this.#unreached],
    };
  }

  #reach({ id, role }: Concerned, t: Instant): Reach | null {
    const { people } = this.#input;
    if (this.#isUrgent && isOffice(role)) return reachAtOnce(people, id, t);
    if (this.#isUrgent && role === 'fixed') return { personId: id, at: t, reasons: [] };
    if (!isOffice(role)) return reachInPerson(people, id, t);
    const reaches = dueSince(this.#situation, role).flatMap((since) => reachOffice(people, id, t, since) ?? []);
    return reaches.reduce<Reach | null>((first, each) => (first && first.at <= each.at ? first : each), null);
  }

  #plan(personId: string, concerned: Concerned, need: Need, insteadOf: string | null, delayedBy: string | null): Plan {
    const who = { personId, concerned, insteadOf };
    return planOf(this.#input, this.#situation, who, need, this.#flapping, delayedBy);
  }
}

function defer(plan: Plan, until: Instant, reasons: readonly RouteReason[]): Routed {
  return { do: 'defer', until, plan, reasons };
}

function drop(personId: string, reasons: readonly RouteReason[]): Routed {
  return { do: 'drop', personId, reasons };
}

/** What the channels answered to the newest attempt of this break, where every attempt so far failed. */
function delayOf(ofBreak: readonly Delivery[]): string | null {
  const newest = [...ofBreak].sort((a, b) => a.claimedAt - b.claimedAt).at(-1);
  return newest && hasFailed(newest) ? (newest.error ?? 'no channel took it') : null;
}
