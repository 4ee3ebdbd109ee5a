import { describe, expect, test } from 'vitest';
import { type JobRow, newRow } from '../../../lib/core/model/job-row.ts';
import type { State } from '../../../lib/core/model/state.ts';
import { nextTransition, type Transition, type TransitionReason } from '../../../lib/core/model/transition.ts';
import type { RouteInput } from '../../../lib/core/routing/routed.ts';
import { knownTransitions, noticeKindOf, situationOf } from '../../../lib/core/routing/situation.ts';
import { at, hours } from '../decision/given.ts';

const NOON = at('2026-11-23T12:00:00Z');

function transition(seq: number, to: State, reason: TransitionReason, breakSeq: number | null = 1): Transition {
  return nextTransition({ jobId: 'orders', seq: seq - 1, breakSeq, state: 'alert' }, { to, reason, at: NOON });
}

const FIRST = transition(1, 'alert', 'worsened');

function input(row: Partial<JobRow>, trigger: Transition, ...transitions: readonly Transition[]): RouteInput {
  return { row: { ...newRow('orders'), seq: 9, ...row }, trigger, transitions, now: NOON } as unknown as RouteInput;
}

const by = { by: 'lee', at: NOON, reason: null };
const snoozed = { ...by, until: NOON + hours(2) };
const passed = transition(2, 'green', 'passed');

describe('how a break stands', () => {
  const cases = [
    { name: 'it fails', row: { state: 'alert', breakSeq: 1 }, newest: FIRST, is: { kind: 'failing', state: 'alert' } },
    {
      name: 'it is muted',
      row: { breakSeq: 1, muted: by },
      newest: FIRST,
      is: { kind: 'quieted', how: 'muted', by: 'lee', until: null },
    },
    {
      name: 'it is snoozed',
      row: { breakSeq: 1, snoozed },
      newest: FIRST,
      is: { kind: 'quieted', how: 'snoozed', by: 'lee', until: snoozed.until },
    },
    {
      name: 'it is muted, and was snoozed',
      row: { breakSeq: 1, muted: by, snoozed },
      newest: FIRST,
      is: { kind: 'quieted', how: 'muted', until: null },
    },
    {
      name: 'it was snoozed',
      row: { breakSeq: 1, snoozed: { ...snoozed, until: NOON } },
      newest: FIRST,
      is: { kind: 'undecided' },
    },
    { name: 'it is over', row: { breakSeq: null }, newest: passed, is: { kind: 'over', again: null } },
    {
      name: 'it is over, and there is another',
      row: { breakSeq: 3, state: 'warn', since: NOON },
      newest: passed,
      is: { kind: 'over', again: { state: 'warn', since: NOON } },
    },
    {
      name: 'it is over, and all is green since',
      row: { breakSeq: null, state: 'green', since: NOON },
      newest: passed,
      is: { kind: 'over', again: null },
    },
    {
      name: 'it is over, and no one knows since when there is another',
      row: { breakSeq: 3, state: 'warn' },
      newest: passed,
      is: { kind: 'over', again: null },
    },
    {
      name: 'its job has left',
      row: { breakSeq: null },
      newest: transition(2, 'green', 'retired'),
      is: { kind: 'retired' },
    },
    {
      name: 'it ended while it was snoozed',
      row: { breakSeq: null },
      newest: transition(2, 'green', 'snoozed'),
      is: { kind: 'faded' },
    },
    {
      name: 'it is of no break, and neither is the row',
      row: { breakSeq: null },
      newest: transition(2, 'green', 'resumed', null),
      is: { kind: 'faded' },
    },
  ] as const;
  test.each(cases)('$name', ({ row, newest, is }) => {
    const found = situationOf(input(row, newest, FIRST, newest));
    expect(found).toMatchObject({ ...is, newest, breakSeq: newest.breakSeq });
  });
});

test('what a break is known by is in order, with what waits in the outbox and the trigger, and nothing that is newer than the row', () => {
  const [second, third, later] = [
    transition(2, 'escalate', 'stuck'),
    transition(3, 'alert', 'improved'),
    transition(10, 'green', 'passed'),
  ];
  const outbox = [
    { key: 'k', transition: third, audit: [] },
    { key: 'l', transition: null, audit: [] },
  ];
  const known = knownTransitions(input({ outbox } as unknown as Partial<JobRow>, second, later, FIRST));
  expect(known.map(({ seq }) => seq)).toEqual([1, 2, 3]);
  const logged = { ...second, to: 'warn' as State };
  expect(knownTransitions(input({}, second, logged))).toEqual([logged]);
});

test.each([
  ['faded', 'over'],
  ['undecided', 'quieted'],
  ['retired', 'retired'],
] as const)('a situation that is %s is reported as %s', (kind, notice) => {
  expect(noticeKindOf({ kind, breakSeq: 1, transitions: [], newest: FIRST })).toBe(notice);
});
