import { describe, expect, it } from 'vitest';
import { gatherEvidence } from '../../../lib/app/evidence/gather-evidence.ts';
import { keyJustBefore } from '../../../lib/core/evidence/key-just-before.ts';
import { EvidenceUnreadable } from '../../../lib/ports/evidence-source.ts';
import { StateStoreUnavailable } from '../../../lib/ports/state-store.ts';
import { interval } from '../../core/decision/given.ts';
import { sampleRule } from '../../core/evidence/sample-rule.ts';
import {
  at,
  FakeSource,
  gather,
  gatherRead,
  local,
  notified,
  now,
  remembered,
  rowOf,
  s3,
  sampleJob,
} from './gather-evidence-setting.ts';

/** More than a page of older backups. */
function withHistory(source: FakeSource): FakeSource {
  for (let index = 0; index < 1_000; index += 1) source.put(`orders/${1_000 + index}`, at('00:00') + index);
  return source;
}

describe('a whole look', () => {
  it('at a healthy place of one page is one LIST, and remembers nothing of it', async () => {
    const source = new FakeSource().put('orders/a', at('02:00')).put('orders/b', at('03:00'));
    const evidence = await gatherRead({ source });
    expect(source.asked).toEqual(['list orders/']);
    expect(source.requests).toEqual({ list: 1, get: 0 });
    expect(evidence).toMatchObject({ partial: false, listing: null, contradiction: null, futureDated: null });
    expect(notified(evidence)).toEqual(['orders/b finished', 'orders/a finished']);
  });

  it('at more pages remembers the newest key and whether order is time', async () => {
    const source = withHistory(new FakeSource());
    for (const [index, key] of ['a', 'b', 'c'].entries()) source.put(`orders/${key}`, at('02:00') + index);
    expect((await gatherRead({ source })).listing).toEqual({ newestKey: 'orders/c', ordered: true, lastFullAt: now });
    source.put('orders/b', at('04:00'));
    expect((await gatherRead({ source })).listing).toEqual({ newestKey: 'orders/b', ordered: false, lastFullAt: now });
  });

  it('looks on in the folder of the newest backup where time goes with the keys of each folder', async () => {
    const source = new FakeSource();
    for (const host of ['a', 'b', 'c']) {
      for (let day = 0; day < 500; day += 1) source.put(`orders/${host}/${1_000 + day}`, at('00:00') + day);
    }
    source.put('orders/b/2000', at('03:00'));
    const { listing } = await gatherRead({ source });
    expect(listing).toEqual({ newestKey: 'orders/b/2000', ordered: false, orderedInFolder: true, lastFullAt: now });

    source.put('orders/b/2001', at('04:00'));
    const job = sampleJob();
    const row = rowOf(job, { listing, latest: remembered('orders/b/2000', '03:00') });
    source.asked.length = 0;
    const later = await gatherRead({ job, row, source, options: { mode: 'from-newest' } });
    expect(source.asked).toEqual([`list orders/b/ after ${keyJustBefore('orders/b/2000')}`]);
    expect(later.listing).toEqual({ ...listing, newestKey: 'orders/b/2001' });
    expect(later.partial).toBe(true);
  });

  it('leaves the memory of an unordered place as it was, so that nothing needs to be written', async () => {
    const source = withHistory(new FakeSource()).put('orders/a', at('03:00')).put('orders/b', at('02:00'));
    const job = sampleJob();
    const listing = { newestKey: 'orders/a', ordered: false, lastFullAt: now - 999 };
    expect((await gatherRead({ job, source, row: rowOf(job, { listing }) })).listing).toBe(listing);
  });

  it('does not take what a longer sibling holds', async () => {
    const source = new FakeSource().put('db/x', at('02:00')).put('db-old/x', at('03:00'));
    expect(notified(await gatherRead({ source, job: sampleJob({ place: s3('db') }) }))).toEqual(['db/x finished']);
  });

  it('sees a marker in the folder of backups whose names begin otherwise', async () => {
    const source = new FakeSource().put('orders/db-1', at('02:00')).put('orders/DONE', at('02:01'));
    const job = sampleJob({ place: s3('orders/db-*'), finished: { kind: 'marker', name: 'DONE' } });
    expect(notified(await gatherRead({ source, job }))).toEqual(['orders/db-1 finished']);
    expect(source.asked).toEqual(['list orders/']);
  });

  it('says what is unfinished once, and only the newest finished runs', async () => {
    const source = new FakeSource();
    for (let index = 0; index < 60; index += 1) source.put(`orders/${100 + index}`, at('02:00') + index);
    const job = sampleJob({ finished: { kind: 'marker', name: '.ok' } });
    const keys = (await gatherRead({ source, job })).runs.map(({ key }) => key);
    expect(keys).toEqual(['orders/159']);
    for (let index = 0; index < 60; index += 1) source.put(`orders/${100 + index}.ok`, at('02:10'));
    expect((await gatherRead({ source, job })).runs).toHaveLength(40);
  });
});

describe('a look from the newest key on', () => {
  const job = sampleJob();
  const row = rowOf(job, {
    latest: remembered('orders/5', '05:00'),
    lastGood: remembered('orders/4', '04:00'),
    listing: { newestKey: 'orders/5', ordered: true, lastFullAt: now - 3_600_000 },
  });
  const options = { mode: 'from-newest' } as const;

  it('is one LIST that begins just before the newest key, and keeps what is remembered before it', async () => {
    const source = new FakeSource()
      .put('orders/4', at('04:00'))
      .put('orders/5', at('05:00'))
      .put('orders/6', at('06:00'));
    const evidence = await gatherRead({ job, row, source, options });
    expect(source.asked).toEqual(['list orders/ after orders/4\u{10FFFF}']);
    expect(source.requests.list).toBe(1);
    expect(notified(evidence)).toEqual(['orders/6 finished', 'orders/5 finished', 'orders/4 finished']);
    expect(evidence.partial).toBe(true);
    expect(evidence.listing).toEqual({ newestKey: 'orders/6', ordered: true, lastFullAt: now - 3_600_000 });
  });

  it('does not show a remembered run that should have been seen and was not', async () => {
    const source = new FakeSource().put('orders/5', at('05:00'));
    // orders/～ sorts behind orders/5, so it would have been seen.
    expect(notified(await gatherRead({ job, row, source, options }))).toEqual([
      'orders/5 finished',
      'orders/4 finished',
    ]);
  });

  it('sees that the newest key was overwritten', async () => {
    const source = new FakeSource().put('orders/5', at('07:00'), 99);
    expect((await gatherRead({ job, row, source, options })).runs[0]).toMatchObject({ ts: at('07:00'), sizeBytes: 99 });
  });

  it('keeps the memory when nothing is there', async () => {
    const evidence = await gatherRead({ job, row, options });
    expect(evidence.listing).toEqual(row.listing);
    expect(notified(evidence)).toEqual(['orders/4 finished']);
  });

  it('begins at a run folder’s own objects', async () => {
    const runs = sampleJob({ place: s3('sync/{run}/') });
    const source = new FakeSource()
      .put('sync/r1/a', at('02:00'))
      .put('sync/r2/a', at('03:00'))
      .put('sync/r2/b', at('03:10'));
    const runRow = rowOf(runs, {
      latest: remembered('sync/r2/', '03:10', 10),
      listing: { newestKey: 'sync/r2/', ordered: true, lastFullAt: now },
    });
    const evidence = await gatherRead({ job: runs, row: runRow, source, options });
    expect(source.asked).toEqual(['list sync/ after sync/r2.\u{10FFFF}']);
    expect(evidence.runs).toMatchObject([{ key: 'sync/r2/', sizeBytes: 10, ts: at('03:10') }]);
  });
});

describe('a dated place', () => {
  const job = sampleJob({ place: s3('db/{yyyy}/{MM}/{dd}/') });
  const source = () =>
    new FakeSource()
      .put('db/2026/11/20/a', at('2026-11-20T02:00:00Z'))
      .put('db/2026/11/21/a', at('02:00'))
      .put('db/2020/01/01/a', at('03:00'));

  it('is listed for 31 periods when nothing is remembered', async () => {
    const bucket = source();
    const evidence = await gatherRead({ job, source: bucket });
    // 31 periods back, and a day behind for names in another zone: one listing of all of them.
    expect(bucket.asked).toEqual([`list db/2026/1 after ${keyJustBefore('db/2026/10/20/')}`]);
    expect(notified(evidence)).toEqual(['db/2026/11/21/a finished', 'db/2026/11/20/a finished']);
    expect(evidence.listing).toBeNull();
  });

  describe('of an hourly job that stopped days ago', () => {
    const schedule = interval({ everyS: 3600, allowS: 7200, hardAfterS: 9000 });
    const hourly = sampleJob({ place: s3('db/{yyyy}/{MM}/{dd}/'), rule: sampleRule({ schedule }) });

    it('shows its last copy where nothing is remembered', async () => {
      const bucket = new FakeSource().put('db/2026/11/02/a', at('2026-11-02T02:00:00Z'));
      expect(notified(await gatherRead({ job: hourly, source: bucket }))).toEqual(['db/2026/11/02/a finished']);
    });

    it('shows the one before, where the newest is gone', async () => {
      const bucket = new FakeSource().put('db/2026/11/02/a', at('2026-11-02T02:00:00Z'));
      const latest = remembered('db/2026/11/19/b', '2026-11-19T02:00:00Z');
      const runs = [latest.ts, at('2026-11-02T02:00:00Z')].map((ts) => ({
        ts,
        sizeBytes: 5,
        finding: 'good' as const,
      }));
      const row = rowOf(hourly, { latest, lastGood: latest, runs });
      expect(notified(await gatherRead({ job: hourly, row, source: bucket }))).toEqual(['db/2026/11/02/a finished']);
    });
  });

  it.each([
    { zone: 'America/New_York', lands: '2026-11-22T01:00:00Z', name: '2026/11/22' },
    { zone: 'Asia/Singapore', lands: '2026-11-21T22:00:00Z', name: '2026/11/21' },
  ])('finds names of `date -u` in $zone', async ({ zone, lands, name }) => {
    const rule = sampleRule({ timezone: zone });
    const bucket = new FakeSource().put(`db/${name}/a`, at(lands));
    const job = sampleJob({ place: s3('db/{yyyy}/{MM}/{dd}/'), rule, namesIn: zone });
    const evidence = await gatherRead({ job, source: bucket, now: at(lands) + 60_000 });
    expect(evidence.runs).toMatchObject([{ key: `db/${name}/a`, ts: at(lands) }]);
    expect(evidence.futureDated).toBeNull();
  });

  it('is listed from the remembered newest run on, which proves freshness only', async () => {
    const bucket = source();
    const row = rowOf(job, {
      latest: remembered('db/2026/11/21/a', '02:00'),
      lastGood: remembered('db/2026/11/21/a', '02:00'),
    });
    const evidence = await gatherRead({ job, row, source: bucket, options: { mode: 'from-newest' } });
    expect(bucket.asked).toEqual(['list db/2026/11/21/']);
    expect(evidence.partial).toBe(true);
    expect(notified(evidence)).toEqual(['db/2026/11/21/a finished']);
  });

  it('reaches back to the remembered newest run, however old, in coarser steps', async () => {
    const bucket = source();
    const row = rowOf(job, { latest: remembered('db/2026/07/01/a', '2026-07-01T02:00:00Z') });
    await gatherRead({ job, row, source: bucket });
    expect(bucket.asked).toEqual([`list db/2026/ after ${keyJustBefore('db/2026/07/')}`]);
  });

  it('lists a folder once, when its marker lies beside files of several dates', async () => {
    const flat = sampleJob({ place: s3('db/{yyyy}{MM}{dd}.gz'), finished: { kind: 'marker', name: 'DONE' } });
    const bucket = new FakeSource().put('db/20261121.gz', at('02:00')).put('db/DONE', at('02:10'));
    expect(notified(await gatherRead({ job: flat, source: bucket }))).toEqual(['db/20261121.gz finished']);
    expect(bucket.asked).toEqual(['list db/']);
  });
});

describe('unfinished uploads', () => {
  const uploads = [
    { key: 'orders/new.dump', initiatedAt: at('03:10') },
    { key: 'orders/other.tmp', initiatedAt: at('04:10') },
    { key: 'orders-old/x', initiatedAt: at('05:10') },
    { key: 'orders/ahead', initiatedAt: now + 3_600_000 },
  ];
  const bucket = () => Object.assign(new FakeSource().put('orders/a', at('2026-11-19T02:00:00Z')), { uploads });

  it('are asked for when the job would be missing, and are runs that go on', async () => {
    const source = bucket();
    const evidence = await gatherRead({ source, options: { isMissing: () => true } });
    expect(source.asked).toEqual(['list orders/', 'uploads orders/']);
    expect(evidence.runs[1]).toEqual({
      ts: at('03:10'),
      startedAt: at('03:10'),
      outcome: 'unfinished',
      location: 's3://b/orders/new.dump',
      key: 'orders/new.dump',
      source: 'upload',
    });
  });

  it('are not asked for otherwise, nor on a disk', async () => {
    const source = bucket();
    await gatherRead({ source, options: { isMissing: () => false } });
    await gatherRead({ source, job: sampleJob({ place: local('/o/') }), options: { isMissing: () => true } });
    expect(source.asked.filter((asked) => asked.startsWith('uploads'))).toEqual([]);
  });

  it('that may not be asked for do not change what is there', async () => {
    const source = bucket();
    source.uploadFault = new EvidenceUnreadable('refused', 'list unfinished uploads', 's3://b/orders/', 'AccessDenied');
    expect(notified(await gatherRead({ source, options: { isMissing: () => true } }))).toEqual(['orders/a finished']);
  });

  it('that could not be asked for leave the job unknown', async () => {
    const source = bucket();
    source.uploadFault = new EvidenceUnreadable('transient', 'list unfinished uploads', 's3://b/orders/', 'SlowDown');
    expect(await gather({ source, options: { isMissing: () => true } })).toEqual({
      kind: 'unknown',
      operation: 'list unfinished uploads',
      location: 's3://b/orders/',
      error: 'SlowDown',
    });
  });
});

describe('evidence that cannot be read', () => {
  const errors = [
    { kind: 'refused', want: 'refused' },
    { kind: 'transient', want: 'unknown' },
  ] as const;
  it.each(errors)('is $want when the source says $kind', async ({ kind, want }) => {
    const source = new FakeSource();
    source.fault = new EvidenceUnreadable(kind, 'list', 's3://b/orders/', 'why');
    expect(await gather({ source })).toEqual({
      kind: want,
      operation: 'list',
      location: 's3://b/orders/',
      error: 'why',
    });
  });

  it('is unknown when heartbeats cannot be read', async () => {
    const job = sampleJob({ place: null, heartbeat: true, finished: { kind: 'heartbeat' } });
    const heartbeats = {
      record: async () => {},
      prune: async () => 0,
      newest: async () => {
        throw new StateStoreUnavailable('throttled');
      },
    };
    const ports = { sourceOf: async () => new FakeSource(), heartbeats };
    expect(await gatherEvidence(job, rowOf(job), now, { mode: 'whole' }, ports)).toMatchObject({
      kind: 'unknown',
      error: 'throttled',
    });
  });

  it('is not what a fault of our own is taken for', async () => {
    const source = new FakeSource();
    source.fault = new TypeError('a bug');
    await expect(gather({ source })).rejects.toThrow('a bug');
  });
});

describe('heartbeats', () => {
  const ping = (time: string, signal: 'success' | 'fail', sizeBytes: number | null = null) => ({
    jobId: 'orders-db',
    at: at(time),
    signal,
    rid: null,
    exitStatus: null,
    sizeBytes,
    files: null,
    location: null,
    status: null,
    body: null,
  });

  it('alone make the runs of a job without a place', async () => {
    const job = sampleJob({ place: null, heartbeat: true });
    const evidence = await gatherRead({ job, heartbeats: [ping('03:00', 'success', 7), ping('02:00', 'fail')] });
    expect(evidence.runs).toMatchObject([
      { outcome: 'finished', sizeBytes: 7, location: 'heartbeat' },
      { outcome: 'failed', ts: at('02:00') },
    ]);
  });

  it('beside a place contradict it', async () => {
    const evidence = await gatherRead({
      job: sampleJob({ heartbeat: true }),
      heartbeats: [ping('03:00', 'success', 7)],
    });
    expect(evidence.contradiction).toMatchObject({ signal: 'heartbeat', claimedBytes: 7, found: null });
  });

  it('beside a place end its runs only where that is asked for', async () => {
    const source = new FakeSource().put('orders/a', at('02:50'));
    const job = sampleJob({ heartbeat: true, finished: { kind: 'heartbeat' } });
    expect(notified(await gatherRead({ job, source }))).toEqual(['orders/a unfinished']);
    expect(notified(await gatherRead({ job, source, heartbeats: [ping('03:00', 'success')] }))).toEqual([
      'orders/a finished',
    ]);
  });

  it('from the future are noted and not believed', async () => {
    const evidence = await gatherRead({ job: sampleJob({ heartbeat: true }), heartbeats: [ping('09:00', 'success')] });
    expect(evidence).toMatchObject({ contradiction: null, futureDated: { ts: at('09:00'), location: 'heartbeat' } });
  });
});
