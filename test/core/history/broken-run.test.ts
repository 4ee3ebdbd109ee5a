import { describe, expect, it } from 'vitest';
import { HEARTBEAT_PLACE } from '../../../lib/core/evidence/heartbeat-place.ts';
import { brokenRunOf } from '../../../lib/core/history/broken-run.ts';
import { at, givenRun, hours, Job } from '../decision/given.ts';

const NOW = at('2026-11-20T12:00:00Z');
const GOOD = givenRun('2026-11-19T12:00:00Z');
const begun = NOW - hours(8);

function broken(...runs: ReturnType<typeof givenRun>[]) {
  const job = new Job();
  job.check(NOW, [GOOD, ...runs]);
  return brokenRunOf(job.row.found);
}

describe('the run that broke a job', () => {
  it('is the one that failed, with what it said', () => {
    const run = givenRun(begun, { outcome: 'failed', error: 'disk full' });
    expect(broken(run)).toEqual({ kind: 'failed', at: begun, location: run.location, error: 'disk full' });
  });

  it('is the one that never finished', () => {
    const run = givenRun(begun, { outcome: 'unfinished' });
    expect(broken(run)).toEqual({ kind: 'never-finished', at: begun, location: run.location, error: null });
  });

  it.each([
    { name: 'where it pinged', runs: [givenRun(begun, { outcome: 'failed', location: HEARTBEAT_PLACE })] },
    { name: 'where a finished one is wrong', runs: [givenRun(begun, { sizeBytes: 0 })] },
    { name: 'where nothing is', runs: [] },
  ])('is none $name', ({ runs }) => {
    expect(broken(...runs)).toBeNull();
  });
});
