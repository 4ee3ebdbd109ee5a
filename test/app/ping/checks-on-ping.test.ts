import { describe, expect, it } from 'vitest';
import { ChecksOnPing, mayChangeState } from '../../../lib/app/ping/checks-on-ping.ts';
import type { Heartbeat } from '../../../lib/core/evidence/heartbeat.ts';
import { type JobRow, newRow } from '../../../lib/core/model/job-row.ts';

describe('checks because of pings', () => {
  const clock = { ms: 0 };
  const checks = () => {
    clock.ms = 1_000_000;
    return new ChecksOnPing(() => clock.ms);
  };

  it('the first ping of a job is due at once, and once', () => {
    const made = checks();
    made.request('a');
    made.request('a');
    expect(made.take()).toEqual(['a']);
    expect(made.take()).toEqual([]);
  });

  it('of those within a minute, the last is judged at the end of the minute', () => {
    const made = checks();
    made.request('a');
    made.take();
    for (let second = 1; second < 60; second += 10) {
      clock.ms = 1_000_000 + second * 1_000;
      made.request('a');
      made.request('b');
      expect(made.take()).toEqual(second === 1 ? ['b'] : []);
    }
    clock.ms = 1_059_999;
    expect(made.take()).toEqual([]);
    clock.ms = 1_060_000;
    expect(made.take()).toEqual(['a']);
  });

  it('a minute after the last check a ping is due at once', () => {
    const made = checks();
    made.request('a');
    made.take();
    clock.ms = 1_060_000;
    made.request('a');
    expect(made.take()).toEqual(['a']);
  });
});

describe('a ping that may change the state of its job', () => {
  const beat = (change: Partial<Heartbeat>): Heartbeat => ({
    jobId: 'a',
    at: 0,
    signal: 'success',
    rid: null,
    exitStatus: null,
    sizeBytes: null,
    files: null,
    location: null,
    status: null,
    body: null,
    ...change,
  });
  const storeOf = (change: Partial<JobRow> | null) => ({
    read: async () => ({
      rows: new Map(change === null ? [] : [['a', { ...newRow('a'), ...change }] as const]),
      unusable: [],
    }),
  });

  it.each<{ name: string; ping: Partial<Heartbeat>; row: Partial<JobRow> | null; want: boolean }>([
    { name: 'a failure of a job that is well', ping: { signal: 'fail' }, row: {}, want: true },
    { name: 'an exit status that is not 0', ping: { exitStatus: 2 }, row: {}, want: true },
    { name: 'a success whose body says failed', ping: { status: 'failed' }, row: {}, want: true },
    { name: 'a success during a break', ping: {}, row: { state: 'alert' }, want: true },
    {
      name: 'a success of a quieted job that would be broken',
      ping: {},
      row: { wouldBe: { state: 'warn', since: 0 } },
      want: true,
    },
    { name: 'a success of a job that is well', ping: {}, row: {}, want: false },
    { name: 'a success of a job that was never checked', ping: {}, row: null, want: false },
    { name: 'a start during a break', ping: { signal: 'start' }, row: { state: 'alert' }, want: false },
    { name: 'a log line during a break', ping: { signal: 'log' }, row: { state: 'alert' }, want: false },
    {
      name: 'a success that made nothing new, during a break',
      ping: { status: 'unchanged' },
      row: { state: 'alert' },
      want: true,
    },
    { name: 'a skipped run during a break', ping: { status: 'skipped' }, row: { state: 'alert' }, want: false },
  ])('$name: $want', async ({ ping, row, want }) => {
    expect(await mayChangeState(beat(ping), storeOf(row))).toBe(want);
  });
});
