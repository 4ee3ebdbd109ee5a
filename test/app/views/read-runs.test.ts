import { describe, expect, it } from 'vitest';
import { readRuns } from '../../../lib/app/views/read-runs.ts';
import type { Heartbeat } from '../../../lib/core/evidence/heartbeat.ts';
import { HOUR_MS, MINUTE_MS } from '../../../lib/core/instant.ts';
import { newRow } from '../../../lib/core/model/job-row.ts';
import { documentOf, NOW } from '../../web/ping-setting.ts';

const HEAD = 'version: 1\nsettings: { admin: dana }\npeople: { dana: { email: d@x.example } }\njobs:\n';

const beat = (at: number, change: Partial<Heartbeat> = {}): Heartbeat => ({
  jobId: 'a',
  at,
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

async function runsOf(job: string, pings: readonly Heartbeat[], others: readonly Heartbeat[] = [], change = {}) {
  const [made] = documentOf(`${HEAD}  a: ${job}\n`).jobs;
  if (made === undefined) throw new Error('no job');
  const row = { ...newRow('a'), ...change };
  return readRuns(
    made,
    {
      store: { read: async () => ({ rows: new Map([['a', row]]), unusable: [] }) },
      heartbeats: {
        newest: async (_, __, kind) => (kind === undefined ? pings : others.filter(({ signal }) => signal === kind)),
      },
    },
    NOW,
  );
}

describe('the runs and pings of a job', () => {
  it('come newest first, with what each was taken for, how long it took, and what it said', async () => {
    const from = { address: '192.0.2.7', userAgent: 'curl/8' };
    const { entries } = await runsOf(
      '{ heartbeat: true, rule: every 24 hours }',
      [
        beat(NOW - MINUTE_MS, { signal: 'fail', exitStatus: 3, body: '{"host":"db1","error":"disk full"}', from }),
        beat(NOW - 11 * MINUTE_MS, { signal: 'start' }),
        beat(NOW - HOUR_MS, { status: 'skipped' }),
      ],
      [
        beat(NOW - 5 * MINUTE_MS, { signal: 'log', body: '50%' }),
        beat(NOW - 2 * MINUTE_MS, { signal: 'proof', body: '{"kind":"proof"}' }),
      ],
    );
    expect(entries).toMatchObject([
      { takenFor: 'a failure', exitStatus: 3, durationS: 600, host: 'db1', address: '192.0.2.7', userAgent: 'curl/8' },
      { takenFor: 'a proof, no run' },
      { takenFor: 'a note', body: '50%' },
      { takenFor: 'a start', durationS: null },
      { takenFor: 'no new run' },
    ]);
  });

  it('say that pings are not judged where the job has no heartbeat: true', async () => {
    const runs = [{ ts: NOW - 2 * HOUR_MS, sizeBytes: 7, finding: 'too-small' }];
    const { entries } = await runsOf('{ backup: /b/*, rule: every 24 hours }', [beat(NOW - HOUR_MS)], [], { runs });
    expect(entries).toMatchObject([
      { kind: 'ping', takenFor: 'a success, not judged' },
      { kind: 'backup', takenFor: 'a backup that is too small', sizeBytes: 7 },
    ]);
  });

  it.each([
    [{ kind: 'failed', ts: NOW - HOUR_MS, location: '/b/2', error: 'disk full' }, 'a run that failed', 'disk full'],
    [
      { kind: 'never-finished', since: NOW - HOUR_MS, withinS: 60, location: '/b/2' },
      'a run that never finished',
      null,
    ],
  ])('begin with the run that broke the job: %j', async (data, takenFor, body) => {
    const runs = [{ ts: NOW - 2 * HOUR_MS, sizeBytes: 7, finding: 'good' }];
    const found = { at: NOW, verdict: { tests: { finished: { data } } } };
    const { entries } = await runsOf('{ backup: /b/*, rule: every 24 hours }', [], [], { runs, found });
    expect(entries).toMatchObject([
      { at: NOW - HOUR_MS, kind: 'backup', takenFor, body },
      { at: NOW - 2 * HOUR_MS, takenFor: 'a good backup' },
    ]);
  });

  it('are a hundred at most', async () => {
    const pings = Array.from({ length: 100 }, (_, index) => beat(NOW - index * MINUTE_MS));
    const notes = Array.from({ length: 100 }, (_, index) => beat(NOW - index * MINUTE_MS - 1, { signal: 'log' }));
    expect((await runsOf('{ heartbeat: true, rule: every 24 hours }', pings, notes)).entries).toHaveLength(100);
  });

  it.each([
    ['a period after the newest run', 'every 24 hours', NOW - HOUR_MS + 24 * HOUR_MS],
    ['at the next time of the schedule', 'at 02:00', Date.parse('2026-11-22T02:00:00Z')],
  ])('the next is due %s', async (_, rule, want) => {
    const latest = { ts: NOW - HOUR_MS, sizeBytes: 1, location: 'l', key: 'k', looked: null };
    expect((await runsOf(`{ heartbeat: true, rule: ${rule} }`, [], [], { latest })).expectedAt).toBe(want);
  });

  it('of a job without a run, the next is not known', async () => {
    expect(await runsOf('{ heartbeat: true, rule: every 24 hours }', [])).toEqual({ expectedAt: null, entries: [] });
  });
});
