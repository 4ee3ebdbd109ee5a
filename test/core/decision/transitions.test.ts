import { describe, expect, it } from 'vitest';
import { retire } from '../../../lib/core/decision/retire.ts';
import type { JobRow } from '../../../lib/core/decision/row.ts';
import { at, givenRow, givenRun, hours, Job, sam } from './given.ts';

const GOOD = givenRun('2026-11-19T02:00:00Z');
const NOW = at('2026-11-21T09:00:00Z');

describe('transitions', () => {
  it('count up by one, carry the verdict, and have ids that do not come back', () => {
    const job = new Job();
    const steps = [
      job.check('2026-11-20T05:00:00Z', [GOOD]),
      job.check('2026-11-20T12:00:00Z', [GOOD]),
      job.check('2026-11-21T00:00:00.250Z', [GOOD]),
      job.check('2026-11-21T09:00:00Z', [GOOD, givenRun(NOW)]),
    ].map(({ transition }) => transition);
    expect(steps.map((step) => step && [step.eventId, step.reason, step.breakSeq, step.verdict?.worst])).toEqual([
      ['orders-db#1-2026-11-20T05:00:00Z', 'worsened', 1, 'soft'],
      ['orders-db#2-2026-11-20T12:00:00Z', 'worsened', 1, 'hard'],
      ['orders-db#3-2026-11-21T00:00:00.250Z', 'stuck', 1, 'hard'],
      ['orders-db#4-2026-11-21T09:00:00Z', 'passed', 1, 'none'],
    ]);
    expect(job.check('2026-11-22T12:00:00Z', [GOOD]).transition).toMatchObject({ seq: 5, breakSeq: 5 });
  });

  it('say each test in one sentence that carries the measure, the threshold and its place', () => {
    const { transition } = new Job().check('2026-11-20T05:00:00Z', [GOOD]);
    const recent = transition?.verdict?.tests.recent;
    expect(recent).toMatchObject({ result: 'soft', measured: 27 * 3600, threshold: 26 * 3600, at: 'rules.yaml:allow' });
    expect(recent?.reason).toMatch(/27 hours.*26 hours.*rules\.yaml:allow/);
  });
});

describe('a job that leaves the rules doc', () => {
  const cases: readonly { name: string; row: Partial<JobRow>; reason: string | null; cleared: boolean }[] = [
    { name: 'green: nothing to tell', row: {}, reason: null, cleared: false },
    {
      name: 'failing: its break ends',
      row: { state: 'alert', seq: 5, breakSeq: 4, toldAt: NOW, hardToldAt: NOW },
      reason: 'retired',
      cleared: true,
    },
    {
      name: 'snoozed in a break: it ends quietly',
      row: {
        seq: 5,
        breakSeq: 4,
        snoozed: { ...sam(NOW), until: NOW + 5 },
        snoozeCount: 2,
        wouldBe: { state: 'alert', since: NOW },
      },
      reason: null,
      cleared: true,
    },
    {
      name: 'muted: its quieting ends',
      row: { muted: sam(NOW), pendingFixed: sam(NOW) },
      reason: null,
      cleared: false,
    },
  ];
  it.each(cases)('$name', ({ row, reason, cleared }) => {
    const before = givenRow({ ...row, latest: null, lastEvidenceTs: 5 });
    const { row: after, transition, audit } = retire(before, NOW);
    expect(transition?.reason ?? null).toBe(reason);
    if (transition)
      expect(transition).toMatchObject({ from: before.state, to: 'green', seq: before.seq + 1, breakSeq: 4, at: NOW });
    expect(audit.map(({ kind }) => kind)).toEqual(cleared ? ['cleared'] : []);
    expect(after).toMatchObject({
      state: 'green',
      breakSeq: null,
      muted: null,
      snoozed: null,
      snoozeCount: 0,
      wouldBe: null,
      pendingFixed: null,
      lastEvidenceTs: 5,
    });
    expect(retire(after, NOW + hours(1)), 'twice is nothing').toMatchObject({
      row: after,
      transition: null,
      audit: [],
    });
  });

  it('and comes back is judged like any other', () => {
    const job = new Job({}, givenRow({ state: 'alert', seq: 5, breakSeq: 4, toldAt: 5, hardToldAt: 5 }));
    job.row = retire(job.row, NOW).row;
    expect(job.check(NOW + hours(1), [GOOD]).transition).toMatchObject({
      reason: 'worsened',
      seq: 7,
      breakSeq: 7,
      to: 'alert',
    });
  });
});
