import { describe, expect, it } from 'vitest';
import { retire } from '../../../lib/core/decision/retire.ts';
import type { JobRow } from '../../../lib/core/model/job-row.ts';
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
    const wanted = { from: before.state, to: 'green', seq: before.seq + 1, breakSeq: 4, at: NOW };
    expect(transition).toEqual(reason === null ? null : expect.objectContaining(wanted));
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

  describe('and comes back', () => {
    const broken = () => {
      const row = { state: 'alert', since: NOW - 5, seq: 5, breakSeq: 4, toldAt: NOW, hardToldAt: NOW } as const;
      const job = new Job({}, givenRow({ ...row, snoozeCount: 2 }));
      job.row = retire(job.row, NOW).row;
      return job;
    };

    it('within 24 hours goes on where it was', () => {
      const job = broken();
      const { transition, row } = job.check(NOW + hours(2), [GOOD]);
      expect(transition).toMatchObject({ from: 'green', to: 'alert', reason: 'reinstated', seq: 7, breakSeq: 4 });
      expect(row).toMatchObject({ state: 'alert', since: NOW - 5, hardToldAt: NOW, snoozeCount: 2, retired: null });
    });

    it('worse than it was is worsened', () => {
      const job = new Job({}, givenRow({ state: 'warn', since: NOW, seq: 5, breakSeq: 4, toldAt: NOW }));
      job.row = retire(job.row, NOW).row;
      expect(job.check(NOW + hours(2), [GOOD]).transition).toMatchObject({
        to: 'alert',
        reason: 'worsened',
        breakSeq: 4,
      });
    });

    it('and is well meanwhile: its break ends, and nothing is to say', () => {
      const job = broken();
      const fresh = givenRun(NOW + hours(1));
      const { transition, row, audit } = job.check(NOW + hours(2), [fresh]);
      expect(transition).toBeNull();
      expect(audit).toMatchObject([{ kind: 'cleared', detail: { break_seq: 4 } }]);
      expect(row).toMatchObject({ state: 'green', since: NOW, breakSeq: null, snoozeCount: 0, retired: null });
    });

    it('later is judged like any other', () => {
      const job = broken();
      const { transition } = job.check(NOW + hours(24) + 1, [GOOD]);
      expect(transition).toMatchObject({ reason: 'worsened', seq: 7, breakSeq: 7, to: 'alert' });
      expect(job.row.retired).toBeNull();
    });

    it('is muted still', () => {
      const job = new Job({}, givenRow({ muted: sam(NOW) }));
      job.row = retire(job.row, NOW).row;
      expect(job.row.muted).toBeNull();
      expect(job.check(NOW + hours(24), [GOOD]).row).toMatchObject({ state: 'green', muted: sam(NOW) });
    });
  });
});
