import { act } from '../../../lib/core/acting/act.ts';
import { retire } from '../../../lib/core/decision/retire.ts';
import type { Instant } from '../../../lib/core/instant.ts';
import type { Action } from '../../../lib/core/model/action.ts';
import type { Job } from '../../../lib/core/model/job.ts';
import { type JobRow, newRow } from '../../../lib/core/model/job-row.ts';
import type { Person } from '../../../lib/core/model/person.ts';
import type { State } from '../../../lib/core/model/state.ts';
import { eventId, type Transition } from '../../../lib/core/model/transition.ts';
import { People } from '../../../lib/core/people/people.ts';
import { type ChannelFailure, ChannelFailures, failureAfter } from '../../../lib/core/routing/channel-failure.ts';
import { type Address, type Delivery, newClaim } from '../../../lib/core/routing/delivery.ts';
import { route } from '../../../lib/core/routing/route.ts';
import type { Plan, Routed, RouteInput, Routing } from '../../../lib/core/routing/routed.ts';
import type { RenderedVerdict } from '../../../lib/core/wording/rendered-verdict.ts';
import { ALL_DAYS, at, givenRule } from '../decision/given.ts';

/** Reachable at any time, by Slack. */
export function person(id: string, overrides: Partial<Person> = {}): Person {
  return {
    id,
    addresses: { slack: `U0${id.toUpperCase()}`, email: `${id}@acme.example` },
    via: ['slack'],
    timezone: 'UTC',
    quiet: null,
    weekdays: ALL_DAYS,
    holidays: [],
    away: [],
    cover: null,
    manager: null,
    summary: 'daily',
    ...overrides,
  };
}

/** Quiet from 20:00 to 08:00. */
export const NIGHT = { fromMinute: 20 * 60, toMinute: 8 * 60 };

export function peopleOf(persons: readonly Person[], admin: string | null = 'dana', dates: readonly string[] = []) {
  const people = new Map(persons.map((each) => [each.id, each]));
  const calendars = new Map<string, readonly string[]>();
  return new People({ admin, timezone: 'UTC', people, calendars }, { SG: dates });
}

export function routedJob(overrides: Partial<Job> = {}): Job {
  return {
    id: 'orders-db',
    parentId: 'orders-db',
    node: null,
    name: 'Orders database',
    group: null,
    owner: 'sam',
    ownerFrom: 'job',
    groupOwner: null,
    escalateTo: 'lee',
    place: { scheme: 's3', container: 's3://acme-backups/', bucket: 'acme-backups', template: 'orders/' },
    namesIn: 'UTC',
    rule: givenRule(),
    finished: { kind: 'landed' },
    report: { format: 'sentinel', success: [], failure: [] },
    heartbeat: false,
    checkEveryS: 3600,
    isPublic: false,
    runbook: null,
    note: null,
    at: 'rules.yaml:21',
    understood: 'every 24 hours, allow 26 hours; at least 350 MB; check every 1 hour',
    ...overrides,
  };
}

/** A finding: the size is too small by far. */
export function sizeVerdict(found: Instant, overrides: Partial<RenderedVerdict> = {}): RenderedVerdict {
  const pass = (reason: string) => ({
    result: 'pass' as const,
    reason,
    measured: null,
    threshold: null,
    at: 'rules.yaml:21',
  });
  const day = 24 * 60 * 60 * 1000;
  return {
    worst: 'hard',
    tests: {
      finished: pass('the newest run finished'),
      recent: pass('fresh'),
      size: {
        result: 'hard',
        reason: '30 MB; at least 350 MB expected; 412 MB the time before (rules.yaml:21)',
        measured: 30_000_000,
        threshold: 350_000_000,
        at: 'rules.yaml:21',
      },
    },
    latest: { ts: found, sizeBytes: 30_000_000, location: 's3://acme-backups/orders/b.dump' },
    lastGood: { ts: found - day, sizeBytes: 412_000_000, location: 's3://acme-backups/orders/a.dump' },
    running: null,
    dataAtRiskSeconds: 86_400,
    ...overrides,
  };
}

/** A job's row and transitions as checks and actions would have left them; one snapshot after each. */
export class History {
  row: JobRow;
  readonly transitions: Transition[] = [];

  constructor(jobId = 'orders-db') {
    this.row = newRow(jobId);
  }

  /** A check that gives this state. */
  to(state: State, when: string | Instant, overrides: Partial<Transition> = {}): Transition {
    const now = typeof when === 'string' ? at(when) : when;
    const { row } = this;
    const seq = row.seq + 1;
    const breakSeq = row.breakSeq ?? seq;
    const reason = state === 'green' ? 'passed' : row.resumed ? 'resumed' : 'worsened';
    const transition: Transition = {
      eventId: eventId(row.jobId, seq, now),
      jobId: row.jobId,
      seq,
      breakSeq,
      from: row.state,
      to: state,
      reason,
      at: now,
      fixedRefuted: false,
      by: null,
      until: null,
      verdict: sizeVerdict(now),
      ...overrides,
    };
    const isOver = state === 'green';
    const good = transition.verdict?.lastGood;
    this.row = {
      ...row,
      lastGood: good ? { ...good, key: 'orders/a.dump', looked: null } : row.lastGood,
      found: transition.verdict && !isOver ? { at: now, verdict: transition.verdict } : null,
      seq,
      state,
      since: state === row.state ? row.since : now,
      breakSeq: isOver ? null : breakSeq,
      snoozed: null,
      resumed: false,
      wouldBe: null,
    };
    this.transitions.push(transition);
    return transition;
  }

  act(action: Action, by: string, when: string | Instant): Transition | null {
    const now = typeof when === 'string' ? at(when) : when;
    const result = act(this.row, action, { by, at: now, reason: null });
    if (!result.done) throw new Error(result.message);
    this.row = result.row;
    if (result.transition) this.transitions.push(result.transition);
    return result.transition;
  }

  retire(when: string | Instant): Transition {
    const { row, transition } = retire(this.row, typeof when === 'string' ? at(when) : when);
    if (!transition) throw new Error('nothing to retire');
    this.row = row;
    this.transitions.push(transition);
    return transition;
  }

  /** Ends the break while it is quieted: no transition, see docs/design/decision.md#transitions. */
  fade(): void {
    this.row = { ...this.row, breakSeq: null, wouldBe: null };
  }
}

/** A dispatcher without an outside: what is sent is accepted, unless `outcomeOf` says otherwise. */
export class Dispatcher {
  deliveries: Delivery[] = [];
  readonly sent: { readonly plan: Plan; readonly now: Instant }[] = [];
  outcomeOf: (plan: Plan, now: Instant) => Delivery['outcome'] = () => 'accepted';
  hasReceipts = true;
  failures: ChannelFailure[] = [];
  people: People;
  job: Job | null;

  constructor(people: People, job: Job | null = routedJob()) {
    this.people = people;
    this.job = job;
  }

  input(history: Pick<History, 'row' | 'transitions'>, trigger: Transition, now: Instant): RouteInput {
    const { people, job, deliveries } = this;
    return {
      jobId: history.row.jobId,
      job,
      people,
      row: history.row,
      transitions: history.transitions,
      trigger,
      deliveries,
      failures: new ChannelFailures(this.failures),
      now,
    };
  }

  trigger(history: Pick<History, 'row' | 'transitions'>, trigger: Transition, when: string | Instant): Routing {
    const now = typeof when === 'string' ? at(when) : when;
    const routing = route(this.input(history, trigger, now));
    for (const each of routing.routed) {
      if (each.do === 'send') this.#send(each, now);
      if (each.do === 'defer') this.#putOff(each, now);
    }
    return routing;
  }

  #send({ plan }: Extract<Routed, { do: 'send' }>, now: Instant): void {
    this.sent.push({ plan, now });
    const { earlier } = plan;
    const index = this.deliveries.findIndex((each) => isClaimOf(each, plan));
    const outcome = this.outcomeOf(plan, now);
    this.#note(plan, outcome, now);
    const delivery: Delivery = {
      ...newClaim(plan, this.deliveries[index] ?? null, now),
      outcome,
      error: outcome === 'later' || outcome === 'refused' ? ANSWER : null,
      address: earlier?.address ?? plan.addresses[0] ?? null,
      receipt: this.hasReceipts ? (earlier?.receipt ?? `ts-${this.sent.length}`) : null,
      jobIds: [plan.jobId],
    };
    if (index >= 0) this.deliveries[index] = delivery;
    else this.deliveries.push(delivery);
  }

  /** What waits for another one's attempt is noted as if its own had failed. */
  #putOff({ plan, reasons }: Extract<Routed, { do: 'defer' }>, now: Instant): void {
    const isPutOff = reasons.some(({ code }) => code === 'channel-failing') && plan.noticeKind === 'failing';
    const isFirst = !this.deliveries.some((each) => isClaimOf(each, plan));
    if (!isPutOff || !isFirst || plan.insteadOf !== null || plan.earlier !== null) return;
    this.deliveries.push({ ...newClaim(plan, null, now), outcome: 'later', error: ANSWER });
  }

  /** What dispatch notes of the channels that it tried. */
  #note({ personId, addresses, earlier }: Plan, outcome: Delivery['outcome'], now: Instant): void {
    if (outcome === null || (earlier !== null && outcome === 'refused')) return;
    for (const address of earlier === null ? addresses : [earlier.address]) {
      const before = this.failures.find((each) => isOf(each, personId, address)) ?? null;
      this.failures = this.failures.filter((each) => each !== before);
      if (outcome === 'accepted') continue;
      this.failures.push(failureAfter(before, personId, address, '', { outcome, afterS: null, message: ANSWER }, now));
    }
  }
}

const ANSWER = 'the channel says no';

function isOf(failure: ChannelFailure, personId: string, { channel }: Address): boolean {
  return failure.personId === personId && failure.address.channel === channel;
}

function isClaimOf(delivery: Delivery, plan: Plan): boolean {
  return (
    delivery.eventId === plan.eventId && delivery.personId === plan.personId && delivery.insteadOf === plan.insteadOf
  );
}

/** A routing in short: `send sam failing`, `update sam`, `defer sam 2026-11-23T08:00:00Z`, `drop sam`. */
export function inShort({ routed }: Routing): string[] {
  return routed.map((each) => {
    if (each.do === 'drop') return `drop ${each.personId}`;
    const what = each.plan.earlier === null ? each.plan.noticeKind : 'update';
    const who = each.plan.insteadOf === null ? each.plan.personId : `${each.plan.personId} for ${each.plan.insteadOf}`;
    const until = each.do === 'defer' ? ` until ${new Date(each.until).toISOString().slice(0, 16)}` : '';
    return `${each.do} ${who} ${what}${until}`;
  });
}
