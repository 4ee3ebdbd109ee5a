import { describe, expect, it } from 'vitest';
import type { Job } from '../../../lib/core/model/job.ts';
import {
  at,
  FakeSource,
  gatherRead,
  local,
  notified,
  now,
  remembered,
  rowOf,
  s3,
  sampleJob,
} from './gather-evidence-setting.ts';

const withReports = (overrides: Partial<Job> = {}) =>
  sampleJob({ finished: { kind: 'report', place: s3('reports/*.json') }, ...overrides });
const report = (status: string, from: string, to: string, more = '') =>
  `{"status":"${status}","started_at":"2026-11-21T${from}:00Z","finished_at":"2026-11-21T${to}:00Z"${more}}`;

describe('reports', () => {
  it('end the run they belong to', async () => {
    const source = new FakeSource()
      .put('orders/a', at('02:50'))
      .put('reports/1.json', at('03:01'), report('completed', '02:00', '03:00'));
    const evidence = await gatherRead({ job: withReports(), source });
    expect(evidence.runs).toMatchObject([{ key: 'orders/a', outcome: 'finished', startedAt: at('02:00') }]);
    expect(source.asked).toEqual(['list orders/', 'list reports/', 'read reports/1.json']);
    expect(evidence.listing).toBeNull();
  });

  it('are not read again once the row knows a later run, and the run keeps its signal', async () => {
    const source = new FakeSource()
      .put('orders/a', at('02:50'))
      .put('reports/1.json', at('01:40'), report('completed', '01:00', '01:40'));
    const job = withReports();
    const evidence = await gatherRead({ job, source, row: rowOf(job, { latest: remembered('orders/a', '02:50') }) });
    expect(source.requests.get).toBe(0);
    expect(notified(evidence)).toEqual(['orders/a finished']);
  });

  it('are read 50 at most, the newest', async () => {
    const source = new FakeSource();
    for (let index = 0; index < 120; index += 1)
      source.put(`reports/${1000 - index}.json`, at('02:00') + index, '{"status":"skipped"}');
    await gatherRead({ job: withReports(), source });
    expect(source.requests.get).toBe(50);
    expect(source.asked).toContain('read reports/881.json');
    expect(source.asked).not.toContain('read reports/1000.json');
  });

  it('that failed or go on are runs, and skipped ones are none', async () => {
    const source = new FakeSource()
      .put('reports/1.json', at('03:01'), report('failed', '02:00', '03:00', ',"error":"disk full"'))
      .put('reports/2.json', at('04:01'), '{"status":"running","started_at":"2026-11-21T04:00:00Z"}')
      .put('reports/3.json', at('05:01'), report('skipped', '05:00', '05:01'));
    const evidence = await gatherRead({ job: withReports(), source });
    expect(evidence.runs).toMatchObject([
      { outcome: 'failed', ts: at('03:00'), error: 'disk full', source: 'report' },
      { outcome: 'unfinished', startedAt: at('04:00') },
    ]);
    expect(evidence.contradiction).toBeNull();
  });

  it('may lie elsewhere than the backups', async () => {
    const reports = new FakeSource().put('/var/reports/1.json', at('03:01'), report('completed', '02:00', '03:00'));
    const job = withReports({ finished: { kind: 'report', place: local('/var/reports/') } });
    const source = new FakeSource().put('orders/a', at('02:50'));
    expect(notified(await gatherRead({ job, source, reports }))).toEqual(['orders/a finished']);
  });

  it('that lie among the backups are none of them', async () => {
    const job = withReports({ finished: { kind: 'report', place: s3('orders/*.json') } });
    const source = new FakeSource()
      .put('orders/a', at('02:50'))
      .put('orders/a.json', at('03:01'), report('completed', '02:00', '03:00'));
    expect(notified(await gatherRead({ job, source }))).toEqual(['orders/a finished']);
  });

  it('contradict a place that does not show them', async () => {
    const source = new FakeSource().put(
      'reports/1.json',
      at('03:01'),
      report('completed', '02:00', '03:00', ',"size_bytes":400'),
    );
    expect((await gatherRead({ job: withReports(), source })).contradiction).toEqual({
      signal: 's3://b/reports/1.json',
      ts: at('03:00'),
      claimedBytes: 400,
      found: null,
    });
  });

  it('that cannot be read, when they are the newest, leave the newest backup judged by its file', async () => {
    const source = new FakeSource().put('orders/a', at('02:50')).put('reports/1.json', at('03:01'), '{"status":');
    const evidence = await gatherRead({ job: withReports(), source });
    expect(evidence.unreadableReport).toEqual({ location: 's3://b/reports/1.json', error: 'it is not a JSON object' });
    expect(notified(evidence)).toEqual(['orders/a finished']);
  });

  it('that cannot be read say nothing of a backup that came more than an hour later', async () => {
    const source = new FakeSource().put('orders/a', at('04:02')).put('reports/1.json', at('03:01'), '{"status":');
    const evidence = await gatherRead({ job: withReports(), source });
    expect(evidence.unreadableReport).not.toBeNull();
    expect(notified(evidence)).toEqual(['orders/a unfinished']);
  });

  it('that cannot be read, when a newer one can, are passed over', async () => {
    const source = new FakeSource()
      .put('orders/a', at('02:50'))
      .put('reports/0.json', at('02:01'), 'x')
      .put('reports/1.json', at('03:01'), report('completed', '02:00', '03:00'));
    expect((await gatherRead({ job: withReports(), source })).unreadableReport).toBeNull();
  });

  it('that may speak of the newest backup are read at each look', async () => {
    const source = new FakeSource()
      .put('orders/a', at('02:50'))
      .put('reports/1.json', at('02:40'), report('completed-with-warnings', '02:00', '02:40'));
    const job = withReports();
    const row = rowOf(job, { latest: remembered('orders/a', '02:50') });
    expect((await gatherRead({ job, source, row })).runs).toMatchObject([{ error: 'it completed with warnings' }]);
  });

  it('that are still being written on a disk are waited for', async () => {
    const job = withReports({ finished: { kind: 'report', place: local('/r/') } });
    const reports = new FakeSource().put('/r/1.json', now - 60_000, '{"status":');
    expect((await gatherRead({ job, reports })).unreadableReport).toBeNull();
    reports.put('/r/1.json', now - 120_000, '{"status":');
    expect((await gatherRead({ job, reports })).unreadableReport).not.toBeNull();
  });

  it('that are gone when they are read are passed over', async () => {
    const source = new FakeSource()
      .put('orders/a', at('02:50'))
      .put('reports/1.json', at('03:01'), report('completed', '02:00', '03:00'));
    const list = source.list.bind(source);
    source.list = async function* (place, prefix, startAfter) {
      yield* list(place, prefix, startAfter);
      source.objects.delete('reports/1.json');
    };
    const gone = await gatherRead({
      job: withReports({ finished: { kind: 'report', place: s3('reports/') } }),
      source,
    });
    expect(gone.unreadableReport).toBeNull();
  });

  it('from the future are noted and not believed', async () => {
    const source = new FakeSource()
      .put('reports/1.json', at('03:01'), '{"status":"completed","finished_at":"2027-01-01T00:00:00Z"}')
      .put('reports/2.json', at('2026-11-22T00:00:00Z'), report('completed', '02:00', '03:00'));
    const evidence = await gatherRead({ job: withReports(), source });
    expect(evidence.futureDated).toEqual({ ts: at('2027-01-01T00:00:00Z'), location: 's3://b/reports/1.json' });
    expect(evidence.contradiction).toBeNull();
  });

  it('of a tool that writes its verdict last are read from their end', async () => {
    const log = `${'{"message_type":"status"}\n'.repeat(60_000)}{"message_type":"summary","snapshot_id":"s","backup_start":"2026-11-21T02:00:00Z","backup_end":"2026-11-21T03:00:00Z"}\n`;
    const source = new FakeSource().put('orders/a', at('02:50')).put('reports/1.json', at('03:01'), log);
    const job = withReports({ report: { format: 'restic', success: [], failure: [] } });
    expect(notified(await gatherRead({ job, source }))).toEqual(['orders/a finished']);
  });

  it('in a dated place are listed for the dates that matter', async () => {
    const job = withReports({ finished: { kind: 'report', place: s3('r/{yyyy}-{MM}-{dd}.json') } });
    const source = new FakeSource()
      .put('orders/a', at('02:50'))
      .put('r/2026-11-21.json', at('03:01'), report('completed', '02:00', '03:00'));
    const row = rowOf(job, { latest: remembered('orders/0', '2026-11-20T02:00:00Z') });
    expect(notified(await gatherRead({ job, source, row }))).toEqual(['orders/a finished']);
    expect(source.asked.filter((asked) => asked.startsWith('list r/'))).toEqual([
      'list r/2026-11-19.json',
      'list r/2026-11-20.json',
      'list r/2026-11-21.json',
      'list r/2026-11-22.json',
    ]);
  });
});
