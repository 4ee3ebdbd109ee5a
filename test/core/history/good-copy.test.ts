import { describe, expect, it } from 'vitest';
import { goodCopyOf } from '../../../lib/core/history/good-copy.ts';
import { at, givenRun, hours, Job, MB, REFUSED, UNKNOWN } from '../decision/given.ts';

const NOW = at('2026-11-20T12:00:00Z');
const GOOD = givenRun('2026-11-19T12:00:00Z');
const LOOKED = { finding: 'damaged', words: 'cut', isDeep: false } as const;
const copyOf = (job: Job) => {
  const { run, atRiskS, isUnseen, isKnownPlace } = goodCopyOf(job.row, NOW);
  return { location: run?.location ?? null, atRiskS, isUnseen, isKnownPlace };
};
const GOOD_COPY = { location: GOOD.location, atRiskS: 24 * 3600, isUnseen: false, isKnownPlace: true };
const NONE = { location: null, atRiskS: null, isUnseen: false, isKnownPlace: true };

describe('the newest good copy', () => {
  const later = (overrides: Parameters<typeof givenRun>[1] = {}) => givenRun(NOW - hours(1), overrides);
  it.each([
    { name: 'is not one that is damaged', run: later({ looked: LOOKED }) },
    { name: 'nor one that is hollow', run: later({ looked: { ...LOOKED, finding: 'hollow' } }) },
    { name: 'nor one that a signal contradicts', run: later({ isContradicted: true }) },
    { name: 'nor one that is too small', run: later({ sizeBytes: 3 * MB }) },
    { name: 'nor one that failed', run: later({ outcome: 'failed' }) },
    { name: 'nor one that never finished', run: later({ outcome: 'unfinished' }) },
  ])('$name', ({ run }) => {
    const job = new Job({ verify: 'well-formed' });
    const { verdict } = job.check(NOW, [run, GOOD]);
    expect(copyOf(job)).toEqual(GOOD_COPY);
    expect(verdict).toMatchObject({ lastGood: GOOD, dataAtRiskS: 24 * 3600 });
  });

  it('is not one that was deleted', () => {
    const job = new Job();
    job.check(NOW - 5, [later(), GOOD]);
    job.check(NOW, [GOOD]);
    expect(copyOf(job)).toEqual(GOOD_COPY);
    job.check(NOW, []);
    expect(copyOf(job)).toEqual(NONE);
  });

  it('is the same while a job is muted', () => {
    const job = new Job();
    job.act(NOW, { verb: 'mute' });
    job.check(NOW, [GOOD]);
    expect(copyOf(job)).toEqual(GOOD_COPY);
  });

  it('is the one that was there last where the place cannot be seen, and says so', () => {
    const job = new Job();
    job.check(NOW - 5, [GOOD]);
    job.check(NOW, REFUSED);
    expect(copyOf(job)).toEqual({ ...GOOD_COPY, isUnseen: true });
    job.check(NOW, UNKNOWN);
    expect(copyOf(job), 'refused, then no answer').toEqual({ ...GOOD_COPY, isUnseen: true });
    job.check(NOW, [GOOD]);
    for (const isUnseen of [false, false, true]) {
      job.check(NOW, UNKNOWN);
      expect(copyOf(job)).toEqual({ ...GOOD_COPY, isUnseen });
    }
  });

  it('is none where none was ever seen', () => {
    const job = new Job();
    job.check(NOW, []);
    expect(copyOf(job)).toEqual({ ...NONE, isKnownPlace: false });
  });
});
