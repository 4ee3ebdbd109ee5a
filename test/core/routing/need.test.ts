import { describe, expect, test } from 'vitest';
import type { State } from '../../../lib/core/model/state.ts';
import { nextTransition, type Transition, type TransitionReason } from '../../../lib/core/model/transition.ts';
import { type Delivery, newClaim } from '../../../lib/core/routing/delivery.ts';
import { needOf } from '../../../lib/core/routing/need.ts';
import type { Role } from '../../../lib/core/routing/routed.ts';
import type { Situation } from '../../../lib/core/routing/situation.ts';

const SLACK = { channel: 'slack', to: 'U0SAM' } as const;
const MAIL = { channel: 'email', to: 'sam@acme.example' } as const;

function transition(seq: number, to: State, reason: TransitionReason, change: Partial<Transition> = {}): Transition {
  const row = { jobId: 'orders', seq: seq - 1, breakSeq: 1, state: 'alert' as State };
  return { ...nextTransition(row, { to, reason, at: seq }), ...change };
}

/** A notification of the state after `seq`, which Slack took. */
function delivery(seq: number, state: State, change: Partial<Delivery> = {}): Delivery {
  const claim = newClaim(
    { personId: 'sam', insteadOf: null, breakSeq: 1, eventId: `orders#${seq}`, seq, state },
    null,
    seq,
  );
  return { ...claim, outcome: 'accepted', address: SLACK, receipt: `D1:${seq}`, jobIds: ['orders'], ...change };
}

const FIRST = transition(1, 'alert', 'worsened');

function failing(state: Exclude<State, 'green'>, ...transitions: readonly Transition[]): Situation {
  return { kind: 'failing', state, breakSeq: 1, transitions, newest: transitions.at(-1) ?? FIRST };
}

const common = { breakSeq: 1, transitions: [FIRST], newest: FIRST };
const quieted = { ...common, kind: 'quieted', how: 'snoozed', by: 'lee', until: 9 } as const;
const earlier = (seq: number) => ({ address: SLACK, receipt: `D1:${seq}`, jobIds: ['orders'] });

const message = (...reasons: readonly object[]) => ({ kind: 'message', isRefuted: false, reasons });
const nothing = (...reasons: readonly object[]) => ({ kind: 'nothing', reasons });

interface Case {
  readonly name: string;
  readonly situation: Situation;
  readonly deliveries?: readonly Delivery[];
  readonly role?: Role;
  readonly need: object;
}

const worse = failing('escalate', FIRST, transition(2, 'escalate', 'stuck'));
const better = failing('warn', FIRST, transition(2, 'warn', 'improved'));
const again = failing('alert', FIRST, transition(2, 'green', 'snoozed'), transition(3, 'alert', 'resumed'));
const back = failing('alert', FIRST, transition(2, 'alert', 'reinstated'));
const refuted = transition(2, 'alert', 'still-failing', { fixedRefuted: true, by: 'sam' });

describe('what a person needs', () => {
  const cases: readonly Case[] = [
    {
      name: 'the first of a break',
      situation: failing('alert', FIRST),
      need: message({ code: 'first', state: 'alert' }),
    },
    {
      name: 'the first, since an attempt that failed is none',
      situation: failing('alert', FIRST),
      deliveries: [delivery(1, 'alert', { outcome: 'later' })],
      need: message({ code: 'first', state: 'alert' }),
    },
    {
      name: 'nothing more of the same',
      situation: failing('alert', FIRST),
      deliveries: [delivery(1, 'alert')],
      need: nothing({ code: 'already', state: 'alert' }),
    },
    {
      name: 'what is worse',
      situation: worse,
      deliveries: [delivery(1, 'alert')],
      need: message({ code: 'worse', state: 'escalate' }),
    },
    {
      name: 'what is worse, as a change, of those who are only kept informed',
      situation: worse,
      deliveries: [delivery(1, 'alert')],
      role: 'notified',
      need: { kind: 'update', earlier: earlier(1), reasons: [{ code: 'changed', state: 'escalate' }] },
    },
    {
      name: 'what is better, as a change',
      situation: better,
      deliveries: [delivery(1, 'alert')],
      need: { kind: 'update', earlier: earlier(1), reasons: [{ code: 'better', state: 'warn' }] },
    },
    {
      name: 'a change of the newest of several',
      situation: better,
      deliveries: [delivery(2, 'escalate'), delivery(1, 'alert')],
      need: { kind: 'update', earlier: earlier(2), reasons: [{ code: 'better', state: 'warn' }] },
    },
    {
      name: 'a change of the later of two of one transition',
      situation: better,
      deliveries: [delivery(1, 'alert', { claimedAt: 5, receipt: 'D1:5' }), delivery(1, 'alert', { claimedAt: 4 })],
      need: {
        kind: 'update',
        earlier: { ...earlier(1), receipt: 'D1:5' },
        reasons: [{ code: 'better', state: 'warn' }],
      },
    },
    {
      name: 'no change of an attempt that failed',
      situation: better,
      deliveries: [delivery(1, 'alert'), delivery(2, 'escalate', { outcome: 'later' })],
      need: { kind: 'update', earlier: earlier(1), reasons: [{ code: 'better', state: 'warn' }] },
    },
    {
      name: 'no change of a mail',
      situation: better,
      deliveries: [delivery(1, 'alert', { address: MAIL })],
      need: nothing({ code: 'better', state: 'warn' }, { code: 'not-changeable' }),
    },
    {
      name: 'no change of what cannot be found again',
      situation: better,
      deliveries: [delivery(1, 'alert', { receipt: null })],
      need: nothing({ code: 'better', state: 'warn' }, { code: 'not-changeable' }),
    },
    {
      name: 'no change of what went nowhere that is known',
      situation: better,
      deliveries: [delivery(1, 'alert', { address: null })],
      need: nothing({ code: 'better', state: 'warn' }, { code: 'not-changeable' }),
    },
    {
      name: 'no change of a message about very many jobs',
      situation: better,
      deliveries: [delivery(1, 'alert', { jobIds: null })],
      need: nothing({ code: 'better', state: 'warn' }, { code: 'too-many-jobs-to-change' }),
    },
    {
      name: 'that a snooze is over',
      situation: again,
      deliveries: [delivery(1, 'alert')],
      need: message({ code: 'resumed', state: 'alert' }),
    },
    {
      name: 'nothing of a snooze that was over before',
      situation: again,
      deliveries: [delivery(3, 'alert')],
      need: nothing({ code: 'already', state: 'alert' }),
    },
    {
      name: 'nothing of a job that is watched again',
      situation: back,
      deliveries: [delivery(1, 'warn')],
      need: nothing({ code: 'already', state: 'alert' }),
    },
    {
      name: 'that what they fixed is not fixed',
      situation: failing('alert', FIRST, refuted),
      deliveries: [delivery(1, 'alert')],
      need: { kind: 'message', isRefuted: true, reasons: [{ code: 'fix-refuted' }] },
    },
    {
      name: 'nothing of what another one fixed',
      situation: failing('alert', FIRST, { ...refuted, by: 'lee' }),
      deliveries: [delivery(1, 'alert')],
      need: nothing({ code: 'already', state: 'alert' }),
    },
    {
      name: 'that it is snoozed, as a change',
      situation: quieted,
      deliveries: [delivery(1, 'alert')],
      need: { kind: 'update', earlier: earlier(1), reasons: [{ code: 'quieted', how: 'snoozed', by: 'lee' }] },
    },
    {
      name: 'nothing of a snooze of what they never knew of',
      situation: quieted,
      need: nothing({ code: 'not-before-quieted', how: 'snoozed', by: 'lee' }),
    },
    {
      name: 'that it is over',
      situation: { ...common, kind: 'over', again: null },
      role: 'notified',
      need: message({ code: 'over-for-notified' }),
    },
    {
      name: 'that it is over, who snoozed it',
      situation: { ...common, kind: 'over', again: null },
      role: 'snoozed',
      need: message({ code: 'over-for-snoozer' }),
    },
    {
      name: 'that it was and is over, whom it missed',
      situation: { ...common, kind: 'over', again: null },
      role: 'missed',
      need: message({ code: 'over-for-missed' }),
    },
    {
      name: 'that it is watched no longer',
      situation: { ...common, kind: 'retired' },
      need: message({ code: 'retired-for-notified' }),
    },
    {
      name: 'nothing of a break that faded',
      situation: { ...common, kind: 'faded' },
      need: nothing({ code: 'faded' }),
    },
    {
      name: 'nothing until the next check',
      situation: { ...common, kind: 'undecided' },
      need: nothing({ code: 'undecided' }),
    },
  ];
  test.each(cases)('$name', ({ situation, deliveries = [], role = 'owner', need }) => {
    expect(needOf(situation, deliveries, 'sam', role)).toEqual(need);
  });
});
