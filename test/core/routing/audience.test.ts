import { describe, expect, test } from 'vitest';
import type { Job } from '../../../lib/core/model/job.ts';
import type { State } from '../../../lib/core/model/state.ts';
import { nextTransition, type Transition, type TransitionReason } from '../../../lib/core/model/transition.ts';
import { audienceOf } from '../../../lib/core/routing/audience.ts';
import { ADMIN_TOPIC, type Delivery, newClaim } from '../../../lib/core/routing/delivery.ts';
import type { RouteInput } from '../../../lib/core/routing/routed.ts';
import type { Situation } from '../../../lib/core/routing/situation.ts';
import { peopleOf, person, routedJob } from './setting.ts';

/** A transition of break 1 by its number, from alert unless it says otherwise. */
function transition(seq: number, to: State, reason: TransitionReason, change: Partial<Transition> = {}): Transition {
  const row = { jobId: 'orders-db', seq: seq - 1, breakSeq: 1, state: 'alert' as State };
  return { ...nextTransition(row, { to, reason, at: seq }), ...change };
}

/** A claim of a notification to this person, which a channel took. */
function delivery(personId: string, change: Partial<Delivery> = {}): Delivery {
  const plan = { personId, insteadOf: null, breakSeq: 1, eventId: 'e', seq: 1, state: 'alert' as State };
  return { ...newClaim(plan, null, 1), outcome: 'accepted', ...change };
}

const FIRST = transition(1, 'alert', 'worsened');
const common = { breakSeq: 1, transitions: [FIRST], newest: FIRST };

function failing(state: Exclude<State, 'green'>, ...transitions: readonly Transition[]): Situation {
  return { ...common, kind: 'failing', state, transitions: [FIRST, ...transitions] };
}

function over(...later: readonly Transition[]): Situation {
  const transitions = [FIRST, ...later];
  return { ...common, kind: 'over', again: null, transitions, newest: transitions.at(-1) ?? FIRST };
}

interface Given {
  readonly job?: Partial<Job> | null;
  readonly admin?: string | null;
  readonly deliveries?: readonly Delivery[];
}

/** `role id` of everyone concerned. */
function audience(situation: Situation, { job = {}, admin = 'dana', deliveries = [] }: Given = {}): string[] {
  const people = peopleOf([person('sam', { manager: 'max' }), person('lee')], admin);
  const input = { job: job && routedJob(job), people, deliveries } as unknown as RouteInput;
  return audienceOf(situation, input).map(({ id, role }) => `${role} ${id}`);
}

const NO_TARGET = { escalateTo: null };

describe('of a job that fails', () => {
  const cases: readonly { name: string; situation?: Situation; given?: Given; want: string[] }[] = [
    { name: 'the owner', want: ['owner sam'] },
    { name: 'no owner where there is none', given: { job: { owner: null } }, want: [] },
    { name: 'no owner of a job that has left', given: { job: null }, want: [] },
    {
      name: 'the escalation contact of what escalates',
      situation: failing('escalate'),
      want: ['owner sam', 'escalation lee'],
    },
    {
      name: 'the manager of its owner, where no one is named',
      situation: failing('escalate'),
      given: { job: NO_TARGET },
      want: ['owner sam', 'escalation max'],
    },
    {
      name: 'the admin, where the owner has no manager',
      situation: failing('escalate'),
      given: { job: { ...NO_TARGET, owner: 'lee' } },
      want: ['owner lee', 'escalation dana'],
    },
    {
      name: 'the admin, where the document does not know the owner',
      situation: failing('escalate'),
      given: { job: { ...NO_TARGET, owner: 'bob' } },
      want: ['owner bob', 'escalation dana'],
    },
    {
      name: 'the admin, where there is no owner',
      situation: failing('escalate'),
      given: { job: { ...NO_TARGET, owner: null } },
      want: ['escalation dana'],
    },
    {
      name: 'no escalation contact where there is no admin either',
      situation: failing('escalate'),
      given: { job: { ...NO_TARGET, owner: null }, admin: null },
      want: [],
    },
    {
      name: 'no escalation contact of a job that has left',
      situation: failing('escalate'),
      given: { job: null },
      want: [],
    },
    {
      name: 'one person once, though they hold both offices',
      situation: failing('escalate'),
      given: { job: { escalateTo: 'sam' } },
      want: ['owner sam'],
    },
    {
      name: 'everyone whose fix was refuted, and no one else who did something',
      situation: failing(
        'alert',
        transition(2, 'green', 'snoozed', { by: 'lee' }),
        transition(3, 'alert', 'still-failing', { fixedRefuted: true, by: 'max' }),
        transition(4, 'alert', 'still-failing', { fixedRefuted: true, by: null }),
      ),
      want: ['owner sam', 'fixed max'],
    },
    {
      name: 'everyone who may have been notified of it',
      given: {
        deliveries: [
          delivery('ann'),
          delivery('bea', { outcome: 'unknown' }),
          delivery('cid', { outcome: null }),
          delivery('dan', { outcome: 'later' }),
          delivery('eve', { outcome: 'refused' }),
          delivery('fay', { breakSeq: 2 }),
          delivery(ADMIN_TOPIC),
        ],
      },
      want: ['owner sam', 'notified ann', 'notified bea', 'notified cid'],
    },
    {
      name: 'a stand-in only where they were notified for certain',
      given: {
        deliveries: [
          delivery('ann', { insteadOf: 'sam' }),
          delivery('bea', { insteadOf: 'sam', outcome: 'unknown' }),
          delivery('cid', { insteadOf: 'sam', outcome: null }),
        ],
      },
      want: ['owner sam', 'notified ann'],
    },
    {
      name: 'who was notified several times, once',
      given: { deliveries: [delivery('ann'), delivery('ann', { seq: 2 })] },
      want: ['owner sam', 'notified ann'],
    },
    {
      name: 'an owner in person too, since someone else may cover the office',
      given: { deliveries: [delivery('sam')] },
      want: ['owner sam', 'notified sam'],
    },
  ];
  test.each(cases)('$name', ({ situation = failing('alert'), given, want }) => {
    expect(audience(situation, given)).toEqual(want);
  });
});

describe('of a break that is over', () => {
  const passed = transition(9, 'green', 'passed');
  const deliveries = [
    delivery('ann'),
    delivery('bea', { insteadOf: 'sam', outcome: 'unknown' }),
    delivery('cid', { outcome: 'later' }),
    delivery('dan', { outcome: 'refused' }),
    delivery('eve', { outcome: 'later', insteadOf: 'sam' }),
    delivery('fay', { outcome: 'later', breakSeq: 2 }),
    delivery(ADMIN_TOPIC),
  ];

  test('all who may have been notified, and those who should have been', () => {
    expect(audience(over(passed), { deliveries })).toEqual([
      'notified ann',
      'notified bea',
      'missed cid',
      'missed dan',
    ]);
  });

  test('who was notified at last, as such', () => {
    const later = [delivery('ann', { outcome: 'later' }), delivery('ann', { seq: 2 })];
    expect(audience(over(passed), { deliveries: later })).toEqual(['notified ann']);
  });

  test('who snoozed it, where it passed in that time', () => {
    const quietly = { ...passed, from: 'green' } as const;
    const [snoozed, unnamed, fixed] = [
      transition(2, 'green', 'snoozed', { by: 'lee' }),
      transition(3, 'green', 'snoozed', { by: null }),
      transition(4, 'alert', 'still-failing', { by: 'max' }),
    ];
    const given = { deliveries: deliveries.slice(0, 1) };
    expect(audience(over(snoozed, unnamed, fixed, quietly), given)).toEqual(['snoozed lee', 'notified ann']);
    expect(audience(over(snoozed, unnamed, fixed, passed), given)).toEqual(['notified ann']);
  });

  test('who snoozed it this time, and not before it passed once already', () => {
    const quietly = { ...passed, from: 'green' } as const;
    const earlier = [transition(2, 'green', 'snoozed', { by: 'lee' }), transition(3, 'green', 'passed')];
    expect(audience(over(...earlier, transition(4, 'green', 'snoozed', { by: 'max' }), quietly))).toEqual([
      'snoozed max',
    ]);
  });
});

test.each([
  { ...common, kind: 'quieted', how: 'snoozed', by: 'lee', until: 9 },
  { ...common, kind: 'retired' },
  { ...common, kind: 'faded' },
  { ...common, kind: 'undecided' },
] as const)('of a break that is $kind, all who may have been notified', (situation) => {
  const [later, open] = [delivery('bea', { outcome: 'later' }), delivery('cid', { outcome: null })];
  const deliveries = [delivery('ann'), delivery('ann'), later, open];
  expect(audience(situation, { deliveries })).toEqual(['notified ann', 'notified cid']);
});
