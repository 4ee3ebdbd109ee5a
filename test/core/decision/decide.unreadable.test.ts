import { describe, expect, it } from 'vitest';
import { at, givenRun, hours, Job, REFUSED, UNKNOWN } from './given.ts';

const GOOD = givenRun('2026-11-20T02:00:00Z');
const FRESH = at('2026-11-20T12:00:00Z');
const STALE = at('2026-11-21T05:00:00Z');
const LOST = at('2026-11-21T11:00:00Z');

describe('evidence that is refused', () => {
  it('is a hard miss at once, and names what was refused', () => {
    const job = new Job();
    job.check(FRESH, [GOOD]);
    const { row, verdict, transition } = job.check(FRESH + 1, REFUSED);
    expect(transition).toMatchObject({ to: 'alert', reason: 'worsened' });
    expect(verdict?.tests.recent).toMatchObject({
      result: 'hard',
      reason: { kind: 'unreadable', operation: 'list', error: 'AccessDenied' },
    });
    expect(verdict?.tests.size?.result).toBe('pass');
    expect(row, 'what was remembered stays').toMatchObject({ latest: { ts: GOOD.ts }, lastGood: { ts: GOOD.ts } });
  });

  it('escalates like any other break', () => {
    const job = new Job();
    job.check(FRESH, REFUSED);
    expect(job.check(FRESH + hours(24), REFUSED).row.state).toBe('escalate');
  });

  it('refutes a fix', () => {
    const job = new Job();
    job.check(FRESH, REFUSED);
    job.act(FRESH, { verb: 'fixed' });
    expect(job.check(FRESH + 1, REFUSED).transition).toMatchObject({ reason: 'still-failing', fixedRefuted: true });
  });

  it('is over when the place can be read and is well', () => {
    const job = new Job();
    job.check(FRESH, REFUSED);
    expect(job.check(FRESH + 1, [GOOD]).transition).toMatchObject({ to: 'green', reason: 'passed' });
  });

  it('ends the row of checks that could not be read', () => {
    const job = new Job();
    job.check(FRESH, UNKNOWN);
    job.check(FRESH, UNKNOWN);
    job.check(FRESH, REFUSED);
    expect(job.row.unreadable).toEqual({ count: 0, since: FRESH, error: 'AccessDenied', isRefused: true });
    expect(job.check(FRESH, UNKNOWN).verdict).toBeNull();
  });
});

describe('evidence that could not be read', () => {
  it('writes only the counter, the first time and the second', () => {
    const job = new Job();
    job.check(FRESH, [GOOD]);
    for (const count of [1, 2]) {
      const before = job.row;
      const { row, verdict, transition, audit } = job.check(LOST + count, UNKNOWN);
      expect({ verdict, transition, audit }).toEqual({ verdict: null, transition: null, audit: [] });
      expect(row).toEqual({ ...before, unreadable: { count, since: LOST + 1, error: 'SlowDown', isRefused: false } });
    }
  });

  it.each([
    ['fresh: a warning all the same', FRESH, 'warn'],
    ['softly stale: a warning', STALE, 'warn'],
    ['stale for long: an alert', LOST, 'alert'],
  ])('is judged from the third in a row on by what is remembered, %s', (_, now, want) => {
    const job = new Job();
    job.check(FRESH, [GOOD]);
    job.check(now, UNKNOWN);
    job.check(now, UNKNOWN);
    const { row, verdict } = job.check(now, UNKNOWN);
    expect(row.state).toBe(want);
    expect(verdict?.tests.recent?.reason).toMatchObject({ kind: 'unread-again', count: 3, error: 'SlowDown' });
  });

  it('with nothing remembered is a warning, never "no backup"', () => {
    const job = new Job();
    for (let count = 0; count < 3; count += 1) job.check(FRESH, UNKNOWN);
    expect(job.row).toMatchObject({ state: 'warn', unreadable: { count: 3 } });
  });

  it.each(['alert', 'escalate'] as const)('never lowers %s', (state) => {
    const job = new Job();
    job.check(FRESH, REFUSED);
    if (state === 'escalate') job.check(FRESH + hours(20), REFUSED);
    for (let count = 1; count <= 6; count += 1) {
      const want = state === 'escalate' || count >= 3 ? 'escalate' : 'alert';
      expect(job.check(FRESH + hours(20) + count, UNKNOWN).row.state, `check ${count}`).toBe(want);
    }
  });

  it('keeps an alert an alert while its fair chance runs', () => {
    const job = new Job({ escalation: { kind: 'never' } });
    job.check(FRESH, REFUSED);
    for (let count = 1; count <= 5; count += 1) expect(job.check(FRESH + count, UNKNOWN).row.state).toBe('alert');
  });

  it('starts counting again after a check that could read', () => {
    const job = new Job();
    job.check(FRESH, UNKNOWN);
    job.check(FRESH, UNKNOWN);
    expect(job.check(FRESH, [GOOD]).row.unreadable).toBeNull();
    expect(job.check(FRESH, UNKNOWN).verdict).toBeNull();
    expect(job.row.unreadable?.count).toBe(1);
  });

  it('recovers with the first check that can read', () => {
    const job = new Job();
    job.check(FRESH, [GOOD]);
    for (let count = 1; count <= 3; count += 1) job.check(FRESH + count, UNKNOWN);
    expect(job.check(FRESH + 4, [GOOD]).transition).toMatchObject({ from: 'warn', to: 'green', reason: 'passed' });
  });

  it('leaves a fix to be judged by a check that can read', () => {
    const job = new Job({ escalation: { kind: 'never' } });
    job.check(FRESH, REFUSED);
    job.act(FRESH, { verb: 'fixed' });
    for (let count = 1; count <= 4; count += 1) expect(job.check(FRESH + count, UNKNOWN).transition).toBeNull();
    expect(job.row.pendingFixed).not.toBeNull();
    expect(job.check(FRESH + 5, [GOOD]).transition?.reason).toBe('passed');
  });

  it('while snoozed says what it would be, and never lowers that either', () => {
    const job = new Job();
    job.check(FRESH, REFUSED);
    job.act(FRESH, { verb: 'snooze', forMs: hours(24) });
    for (let count = 1; count <= 3; count += 1) expect(job.check(FRESH + count, UNKNOWN).transition).toBeNull();
    expect(job.row).toMatchObject({ state: 'green', wouldBe: { state: 'alert', since: FRESH } });
  });

  it('does not end a snooze that has run out before it is judged', () => {
    const job = new Job();
    job.check(FRESH, REFUSED);
    job.act(FRESH, { verb: 'snooze', forMs: 10 });
    expect(job.check(FRESH + 20, UNKNOWN)).toMatchObject({ transition: null, row: { state: 'green' } });
    job.check(FRESH + 21, UNKNOWN);
    // An alert when it was snoozed, and no one has seen anything better since.
    expect(job.check(FRESH + 22, UNKNOWN).transition).toMatchObject({ reason: 'resumed', to: 'alert' });
  });
});
