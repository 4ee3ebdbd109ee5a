import { describe, expect, it } from 'vitest';
import { heldBackSince } from '../../../lib/core/decision/held.ts';
import { at, givenRow, givenRun, Job, minutes } from './given.ts';

const GOOD = givenRun('2026-11-19T02:00:00Z');
const NOW = at('2026-11-24T09:00:00Z');

/** A job that fails since the 20th, and whose fair chance is over. */
function broken(): Job {
  const job = new Job();
  job.check('2026-11-20T12:00:00Z', [GOOD]);
  return job;
}

describe('a pass more than a day after the one before', () => {
  it('escalates nothing before a pass ten minutes later agrees', () => {
    const job = broken();
    job.held = true;
    expect(job.check(NOW, [GOOD]).row).toMatchObject({ state: 'alert', heldSince: NOW });
    job.held = false;
    expect(job.check(NOW + minutes(10) - 1, [GOOD]).row).toMatchObject({ state: 'alert', heldSince: NOW });
    expect(job.check(NOW + minutes(10), [GOOD])).toMatchObject({
      row: { state: 'escalate', heldSince: null },
      transition: { reason: 'stuck' },
    });
  });

  it('that follows one of its kind agrees with it: a job that is checked once a week does escalate', () => {
    const job = broken();
    job.held = true;
    job.check(NOW, [GOOD]);
    expect(job.check(NOW + minutes(7 * 24 * 60), [GOOD]).row.state).toBe('escalate');
  });

  it('raises what fails all the same', () => {
    const job = new Job();
    job.held = true;
    expect(job.check(NOW, [GOOD]).row).toMatchObject({ state: 'alert', heldSince: null });
  });

  it('leaves an escalation as it is', () => {
    const job = new Job({}, givenRow({ state: 'escalate', since: NOW, breakSeq: 1, seq: 2, toldAt: 5, hardToldAt: 5 }));
    job.held = true;
    expect(job.check(NOW, [GOOD])).toMatchObject({ transition: null, row: { state: 'escalate', heldSince: null } });
  });

  it('holds nothing where the chance is not over', () => {
    const job = new Job({ escalation: { kind: 'never' } });
    job.check('2026-11-20T12:00:00Z', [GOOD]);
    job.held = true;
    expect(job.check(NOW, [GOOD]).row.heldSince).toBeNull();
  });

  it('is forgotten when the break ends', () => {
    const job = broken();
    job.held = true;
    job.check(NOW, [GOOD]);
    expect(job.check(NOW + 5, [GOOD, givenRun(NOW)]).row).toMatchObject({ state: 'green', heldSince: null });
  });
});

it.each([
  { name: 'no pass was held', heldSince: null, held: false, now: NOW, want: null },
  { name: 'this pass is held', heldSince: null, held: true, now: NOW, want: NOW },
  { name: 'one was held a moment ago', heldSince: NOW, held: false, now: NOW, want: NOW },
  { name: 'the clock was put back since', heldSince: NOW, held: false, now: NOW - 1, want: null },
  { name: 'it was put back, and this pass is held', heldSince: NOW, held: true, now: NOW - 1, want: NOW - 1 },
])('$name: held since $want', ({ heldSince, held, now, want }) => {
  expect(heldBackSince(givenRow({ heldSince }), held, now)).toBe(want);
});
