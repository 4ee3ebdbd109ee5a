import { describe, expect, test } from 'vitest';
import { type JobRow, newRow } from '../../../lib/core/model/job-row.ts';
import { at, givenRow, givenRun, hours, Job, minutes, sam } from './given.ts';

const GOOD = givenRun('2026-11-20T02:00:00Z');
/** The age is soft from 21 November, 04:00, and hard from 10:30 on. */
const NOW = at('2026-11-21T12:00:00Z');
const FRESH = givenRun('2026-11-21T11:00:00Z');

function failing(): Job {
  const job = new Job();
  job.check('2026-11-20T12:00:00Z', [GOOD]);
  job.check(NOW, [GOOD]);
  return job;
}

describe('what a change says of the fix that was claimed', () => {
  test('nothing, where none was', () => {
    const job = new Job();
    job.check('2026-11-20T12:00:00Z', [GOOD]);
    expect(job.check(NOW, [GOOD]).transition).toMatchObject({ reason: 'worsened', fixedRefuted: false, by: null });
    expect(job.check(NOW + 1, [FRESH]).transition).toMatchObject({ reason: 'passed', fixedRefuted: false, by: null });
  });

  test('whose it was, when the next check confirms it', () => {
    const job = failing();
    job.act(NOW + 1, { verb: 'fixed' });
    expect(job.check(NOW + 2, [FRESH]).transition).toMatchObject({ reason: 'passed', fixedRefuted: false, by: 'sam' });
    expect(job.row.pendingFixed).toBeNull();
  });

  test('whose it was, and that it was not so', () => {
    const job = failing();
    job.act(NOW + 1, { verb: 'fixed' });
    expect(job.check(NOW + 2, [GOOD]).transition).toMatchObject({
      reason: 'still-failing',
      fixedRefuted: true,
      by: 'sam',
    });
    expect(job.row).toMatchObject({ pendingFixed: null, refuted: { count: 1, at: NOW + 2 } });
  });

  test('and an action says that nothing was refuted', () => {
    const job = failing();
    const acted = job.act(NOW + 1, { verb: 'mute' });
    expect(acted).toMatchObject({ done: true, transition: { reason: 'muted', fixedRefuted: false, by: 'sam' } });
  });
});

describe('what is written beside a change', () => {
  test('one that is no end of a break has no audit row', () => {
    const job = new Job();
    job.check('2026-11-20T12:00:00Z', [GOOD]);
    expect(job.check(NOW, [GOOD]).audit).toEqual([]);
  });

  test('the end of a break has one that names it', () => {
    const job = failing();
    const { version, breakSeq } = job.row;
    expect(job.check(NOW + minutes(5), [FRESH]).audit).toEqual([
      {
        id: `t#2026-11-21T12:05:00.000Z#cleared#${version + 1}`,
        at: NOW + minutes(5),
        kind: 'cleared',
        by: null,
        reason: null,
        detail: { break_seq: breakSeq },
      },
    ]);
  });

  test('a check without news changes nothing but what it saw', () => {
    const job = failing();
    const { row } = job;
    expect(job.check(NOW + minutes(5), [GOOD]).row).toEqual(row);
  });

  test('a new row has nothing of the past', () => {
    const { jobId, state, ...rest } = newRow('orders-db');
    expect([jobId, state]).toEqual(['orders-db', 'green']);
    const said = Object.entries(rest).filter(([, value]) => value !== null && value !== 0 && value !== false);
    expect(said).toEqual([
      ['runs', []],
      ['proofs', []],
      ['outbox', []],
    ]);
  });
});

describe('the end of a quieting', () => {
  const snoozed = { ...sam(NOW), until: NOW + hours(1) };
  const quieted = (change: Partial<JobRow>) => new Job({}, givenRow({ since: 1, state: 'green', snoozed, ...change }));

  test('of a job that is muted as well leaves it muted', () => {
    const job = quieted({ muted: sam(NOW) });
    job.check(NOW + hours(1), [GOOD]);
    expect(job.row).toMatchObject({ state: 'green', snoozed: null, muted: sam(NOW), resumed: false });
    expect(job.row.wouldBe?.state).toBe('alert');
  });

  test('is said of the first change that follows, and of no later one', () => {
    const job = quieted({ breakSeq: 3, seq: 4, snoozeCount: 1, wouldBe: { state: 'alert', since: NOW } });
    expect(job.check(NOW + hours(1), [GOOD]).transition).toMatchObject({ reason: 'resumed', to: 'alert' });
    expect(job.row).toMatchObject({ resumed: false, snoozeCount: 1, breakSeq: 3, wouldBe: null });
  });

  test('of a job that passes leaves nothing of it', () => {
    const job = quieted({ snoozeCount: 1 });
    job.check(NOW + hours(1), [FRESH]);
    expect(job.row).toMatchObject({ snoozed: null, snoozeCount: 0, resumed: false, wouldBe: null, breakSeq: null });
  });
});

describe('a fix that was refuted spares the owner for an hour, twice in a break', () => {
  const escalates = (count: number, sinceMs: number) => {
    const job = failing();
    job.row = { ...job.row, refuted: { count, at: NOW + hours(30) - sinceMs } };
    return job.check(NOW + hours(30), [GOOD]).row.state;
  };
  test.each([
    ['the first, at the hour', 1, minutes(60), 'alert'],
    ['the first, past it', 1, minutes(60) + 1, 'escalate'],
    ['the second', 2, minutes(60), 'alert'],
    ['the third, at once', 3, 1, 'escalate'],
  ] as const)('%s', (_, count, sinceMs, want) => {
    expect(escalates(count, sinceMs)).toBe(want);
  });
});

describe('what was found is found again', () => {
  test('when a test is harder for the same reason, an hour later', () => {
    const job = new Job({}, givenRow());
    job.check('2026-11-20T12:00:00Z', [GOOD]);
    job.check('2026-11-21T05:00:00Z', [GOOD]);
    job.act('2026-11-21T05:01:00Z', { verb: 'mute' });
    expect(job.row.found?.verdict.tests.recent?.result).toBe('soft');
    job.check(NOW, [GOOD]);
    expect(job.row.found).toMatchObject({ at: NOW, verdict: { tests: { recent: { result: 'hard', kind: 'stale' } } } });
  });

  test('and is forgotten when a quieted job passes', () => {
    const job = failing();
    job.act(NOW + 1, { verb: 'mute' });
    expect(job.check(NOW + hours(2), [FRESH]).row.found).toBeNull();
  });
});
