import { describe, expect, it } from 'vitest';
import { foundIn } from '../../../lib/core/decision/found.ts';
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

describe('what is the same matter', () => {
  const judged = (runs: Parameters<Job['check']>[1]) => {
    const { verdict } = new Job(FLOOR).check(NOW, runs);
    if (verdict === null) throw new Error('it was not judged');
    return verdict;
  };
  const verdict = judged([small]);
  const known = foundIn(null, verdict, NOW);
  const other = { ...small, ts: small.ts + 1, key: 'other.dump' };
  const kept = (next: typeof verdict, ms = HOUR_MS) => foundIn(known, next, NOW + ms);

  it('is found an hour later, a little early at the soonest', () => {
    const next = { ...verdict, latest: other };
    expect(kept(next, 55 * MINUTE_MS - 1)).toBe(known);
    expect(kept(next, 55 * MINUTE_MS)).not.toBe(known);
    expect(kept(next, 1 - 55 * MINUTE_MS)).toBe(known);
  });

  it('is not the size of another backup, nor of one where there was none', () => {
    expect(kept(verdict)).toBe(known);
    expect(kept({ ...verdict, latest: null })).toBe(known);
    expect(kept({ ...verdict, latest: other })).not.toBe(known);
    const ofNone = foundIn(null, { ...verdict, latest: null }, NOW);
    expect(foundIn(ofNone, verdict, NOW + HOUR_MS)).not.toBe(ofNone);
  });

  it('is a miss of its age, whatever backup passes its size', () => {
    const old = givenRun('2026-11-10T02:00:00Z', { sizeBytes: 400 * MB });
    const late = judged([old]);
    const found = foundIn(null, late, NOW);
    expect(foundIn(found, { ...late, latest: { ...old, ts: old.ts + 1 } }, NOW + HOUR_MS)).toBe(found);
  });

  it('is not other for the words of a test that passes', () => {
    const { finished } = verdict.tests;
    if (finished === undefined) throw new Error('nothing was asked');
    const reason = { kind: 'running', since: NOW, until: NOW } as const;
    expect(kept({ ...verdict, tests: { ...verdict.tests, finished: { ...finished, reason } } })).toBe(known);
  });
});
