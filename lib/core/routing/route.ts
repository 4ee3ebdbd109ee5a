import { formatMinute } from '../instant.ts';
import { addressesOf, everyAddressOf } from './addresses.ts';
import { audienceOf, type Concerned, isOffice } from './audience.ts';
import { claimStanding } from './claim.ts';
import { claimId } from './delivery.ts';
import { type Need, needOf } from './need.ts';
import { type Reach, reachAtOnce, reachInPerson, reachSomebody } from './reach.ts';
import type { Plan, Routed, RouteInput, Routing } from './routed.ts';
import { type Situation, situationOf, stateOf, tellingOf } from './situation.ts';

/**
 * Who is to be told of one job's change, now or later, and why (the routing page, whole). Pure: it may be asked as
 * often as anybody likes, by any of a break's events, in any order; what was told is told once. Never throws.
 */
export function route(input: RouteInput): Routing {
  const situation = situationOf(input);
  const routing = new JobRouting(input, situation);
  for (const concerned of audienceOf(situation, input)) routing.tell(concerned);
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

  tell(concerned: Concerned): void {
    const { people, now } = this.#input;
    if (people.find(concerned.id) === null) {
      this.#drop(concerned.id, 'the rules doc does not name them');
      return;
    }
    const reach = this.#reach(concerned);
    const personId = reach?.personId ?? concerned.id;
    if (this.#considered.has(personId)) return;
    this.#considered.add(personId);
    const claim = claimStanding(this.#input.deliveries, this.#situation.newest.eventId, personId, null, now);
    if (claim.kind === 'done') {
      this.#drop(personId, claim.why);
      return;
    }
    const { breakSeq } = this.#situation;
    const theirs = this.#input.deliveries.filter((each) => each.breakSeq === breakSeq && each.personId === personId);
    const need = needOf(this.#situation, theirs, personId, concerned.role);
    const way = need.kind === 'update' ? reachInPerson(people, personId, now) : reach;
    if (need.kind === 'nothing' || way === null) {
      this.#drop(personId, need.kind === 'nothing' ? need.why : `${need.why}; cannot be reached within 400 days`);
      return;
    }
    const plan = this.#plan(personId, concerned, need, null);
    if (claim.kind === 'given-up' || (plan.earlier === null && plan.addresses.length === 0)) {
      const why = claim.kind === 'given-up' ? claim.why : 'has no address';
      this.#drop(personId, why);
      if (plan.earlier === null) this.#tellAdmin(personId, need, why);
      return;
    }
    if (claim.kind === 'wait') this.#routed.push({ do: 'defer', until: claim.until, plan, why: claim.why });
    else this.#send(plan, way, join(need.why, claim.why));
  }

  /** Every channel refused, so the admin is told by all of theirs. */
  #tellAdmin(insteadOf: string, need: Need, trouble: string): void {
    const { people, now, deliveries } = this.#input;
    const { adminId } = people;
    if (adminId === null || adminId === insteadOf) return;
    const reach = this.#isUrgent ? reachAtOnce(people, adminId, now) : reachSomebody(people, adminId, now);
    if (reach === null || reach.personId === insteadOf) return;
    const { personId } = reach;
    const claim = claimStanding(deliveries, this.#situation.newest.eventId, personId, insteadOf, now);
    const plan = this.#plan(personId, { id: insteadOf, role: 'admin' }, need, insteadOf);
    const why = `in place of ${insteadOf}: ${trouble}`;
    if (claim.kind === 'done' || claim.kind === 'given-up') this.#drop(personId, join(why, claim.why));
    else if (plan.addresses.length === 0) this.#drop(personId, join(why, 'has no address'));
    else if (claim.kind === 'wait') this.#routed.push({ do: 'defer', until: claim.until, plan, why: claim.why });
    else this.#send(plan, reach, join(why, claim.why));
  }

  result(): Routing {
    const { job } = this.#input;
    const routed = this.#routed;
    const isUntold = routed.every((each) => each.do === 'drop') && !this.#input.deliveries.some(this.#isOfThisBreak);
    const isNobodyReachable = this.#situation.kind === 'failing' && job !== null && isUntold;
    return { routed, why: sentenceOf(this.#situation, job === null, routed.length === 0), isNobodyReachable };
  }

  #isOfThisBreak = ({ breakSeq, outcome }: { breakSeq: number | null; outcome: string | null }): boolean =>
    breakSeq === this.#situation.breakSeq && outcome === 'accepted';

  #reach({ id, role }: Concerned): Reach | null {
    const { people, now } = this.#input;
    if (this.#isUrgent && isOffice(role)) return reachAtOnce(people, id, now);
    if (this.#isUrgent && role === 'fixed') return { personId: id, at: now, why: null };
    return isOffice(role) ? reachSomebody(people, id, now) : reachInPerson(people, id, now);
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
      telling: tellingOf(this.#situation),
      isRefuted: need.kind === 'message' && need.isRefuted,
      addresses: earlier === null ? addresses : [],
      byAll: insteadOf !== null,
      earlier,
    };
  }

  #send(plan: Plan, reach: Reach, why: string): void {
    const { now } = this.#input;
    if (reach.at <= now) {
      const urgency = this.#isUrgent && plan.earlier === null ? 'urgent, so at once' : null;
      this.#routed.push({ do: 'send', plan, why: join(why, urgency, reach.why) });
    } else {
      const until = `until ${formatMinute(reach.at)}`;
      this.#routed.push({ do: 'defer', until: reach.at, plan, why: join(why, reach.why, until) });
    }
  }

  #drop(personId: string, why: string): void {
    this.#routed.push({ do: 'drop', personId, why });
  }
}

function join(...parts: readonly (string | null)[]): string {
  return parts.filter((part) => part !== null).join('; ');
}

function sentenceOf(situation: Situation, hasLeft: boolean, isNobodyConcerned: boolean): string {
  const untold = isNobodyConcerned ? '; nobody had been told of it' : '';
  switch (situation.kind) {
    case 'failing':
      if (hasLeft) return 'the job has left the rules doc; that it is no longer watched is told when it is retired';
      return isNobodyConcerned ? 'it fails, and nobody is named who could be told' : `it fails: ${situation.state}`;
    case 'quieted':
      return `it is ${situation.how} by ${situation.by}${untold}`;
    case 'over':
      return `its break is over${untold}${isNobodyConcerned ? ': only the summary tells it' : ''}`;
    case 'faded':
      return `its break ended while it was quieted${untold}`;
    case 'retired':
      return `it has left the rules doc${untold}`;
    case 'undecided':
      return 'it is no longer quieted; the next check tells how it is';
  }
}
