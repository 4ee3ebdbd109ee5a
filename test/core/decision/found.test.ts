import { describe, expect, it } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../lib/core/instant.ts';
import { at, calendar, givenRun, Job, MB } from './given.ts';

const NOW = at('2026-11-20T12:00:00Z');
const FLOOR = { floor: { bytes: 350 * MB, hardBelowBytes: 300 * MB } };
const small = givenRun('2026-11-20T02:00:00Z', { sizeBytes: 30 * MB });

describe('what was found of a job that fails', () => {
  it('is in its row from the first check on, and gone when it passes', () => {
    const job = new Job(FLOOR);
    const { transition } = job.check(NOW, [small]);
    expect(job.row.found).toEqual({ at: NOW, verdict: transition?.verdict });
    job.check(NOW + 5, [givenRun(NOW)]);
    expect(job.row.found).toBeNull();
  });

  it('is replaced when something else begins to fail without a change of state, an hour later at the soonest', () => {
    const job = new Job(FLOOR);
    const fresh = givenRun('2026-11-19T14:00:00Z');
    job.check(NOW, [fresh, small]);
    const before = job.row.found;
    const failed = givenRun('2026-11-20T12:30:00Z', { outcome: 'failed', error: 'disk full' });
    job.check(NOW + 54 * MINUTE_MS, [fresh, small, failed]);
    expect(job.row.found).toBe(before);
    // A pass an hour later begins a little early.
    const later = NOW + HOUR_MS - 900;
    expect(job.check(later, [fresh, small, failed]).transition).toBeNull();
    expect(job.row.found).toMatchObject({
      at: later,
      verdict: { tests: { finished: { result: 'hard', kind: 'failed' } } },
    });
  });

  it('is replaced when it is about another run', () => {
    const job = new Job({ verify: 'well-formed' });
    const looked = { finding: 'damaged', words: 'it is cut off', isDeep: false } as const;
    const damaged = (ts: string) => givenRun(ts, { looked });
    const runs = [givenRun('2026-11-19T14:00:00Z'), damaged('2026-11-20T02:00:00Z')];
    job.check(NOW, runs);
    const next = damaged('2026-11-20T13:00:00Z');
    expect(job.check(NOW + HOUR_MS, [...runs, next]).transition).toBeNull();
    expect(job.row.found).toMatchObject({
      at: NOW + HOUR_MS,
      verdict: { tests: { finished: { kind: 'malformed', data: { location: next.location } } } },
    });
  });

  it.each([
    { name: 'smaller still', sizeBytes: 20 * MB, words: '20 MB; at least 350 MB expected' },
    { name: 'as small', sizeBytes: 30 * MB, words: '30 MB; at least 350 MB expected' },
  ])('is replaced when the next backup is too small too: $name', ({ sizeBytes, words }) => {
    const job = new Job(FLOOR);
    job.check(NOW, [small]);
    const next = givenRun('2026-11-21T02:00:00Z', { sizeBytes });
    job.check(NOW + DAY_MS, [small, next]);
    job.check(NOW + DAY_MS + HOUR_MS, [small, next]);
    const { verdict } = job.row.found ?? {};
    expect(verdict?.latest).toMatchObject({ ts: next.ts, sizeBytes });
    expect(verdict?.tests.size?.reason).toContain(words);
  });

  it('is replaced when what failed before is gone as well', () => {
    const job = new Job(FLOOR);
    job.check(NOW, [small]);
    job.check(NOW + HOUR_MS, []);
    expect(job.row.found?.verdict.tests.recent?.reason).toContain(
      'there was 1, of 2026-11-20 02:00 UTC, and it is gone',
    );
  });

  it('is replaced when a further run is missing', () => {
    const job = new Job({ schedule: calendar() });
    const good = givenRun('2026-11-19T02:00:00Z');
    job.check(NOW, [good]);
    job.check(NOW + DAY_MS, [good]);
    expect(job.row.found?.verdict.tests.recent?.data).toMatchObject({
      kind: 'missed',
      expected: at('2026-11-21T02:00:00Z'),
    });
  });

  it('stays as it is while it is the same in kind', () => {
    const job = new Job();
    const good = givenRun('2026-11-18T02:00:00Z');
    job.check(NOW, [good]);
    const before = job.row.found;
    job.check(NOW + 5 * HOUR_MS, [good]);
    expect(job.row.found).toBe(before);
  });

  it('is kept of a quieted job too', () => {
    const job = new Job();
    job.act(NOW, { verb: 'mute' });
    job.check(NOW + 1, []);
    expect(job.row.found?.verdict.tests.recent?.kind).toBe('no-good-run');
  });
});
