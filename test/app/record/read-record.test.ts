import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linkedNote } from '../../../lib/app/record/next-note.ts';
import { periodOf } from '../../../lib/app/record/period.ts';
import { readRecord } from '../../../lib/app/record/read-record.ts';
import { verifyRecord } from '../../../lib/app/record/verify-record.ts';
import { DAY_MS } from '../../../lib/core/instant.ts';
import { daysOf, type JobRecord } from '../../../lib/core/record/job-record.ts';
import { RECORD_FORMATS, type RecordFormat } from '../../../lib/core/record/record-format.ts';
import { recordShape } from '../../../lib/ports/record-shape.ts';
import type { AuditRow } from '../../../lib/ports/state-store.ts';
import { type DynamoSetting, openEmbedded } from '../../adapters/dynamodb/setting.ts';
import { read } from '../../rules-doc/read.ts';
import { makeYear, publishYear, YEAR_BEGINS } from './made-year.ts';

const NOW = YEAR_BEGINS + 366 * DAY_MS;
const RULES = `version: 1
settings: { admin: dana, timezone: UTC }
people: { dana: { email: dana@acme.example }, sam: { email: sam@acme.example } }
jobs:
  orders: { name: "Orders <b>", owner: sam, backup: "s3://acme/orders/", rule: "every 24 hours, allow 26 hours; proven every 30 days" }
`;

let setting: DynamoSetting;

afterAll(() => setting.close());

const ports = () => ({ store: setting.stores.state, record: setting.stores.record });

async function records(from = '2026-01-01', to = '2026-12-31'): Promise<JobRecord[]> {
  const { document, problems } = read(RULES);
  if (document === null) throw new Error(problems.map(({ message }) => message).join('; '));
  const period = periodOf(from, to, 'UTC', NOW);
  if ('problem' in period) throw new Error(period.problem);
  const found: JobRecord[] = [];
  for await (const each of readRecord(document.jobs, null, { ...period, madeAt: NOW, timezone: 'UTC' }, ports()))
    found.push(each);
  return found;
}

describe('the record of a year', () => {
  // Nothing here changes it: a year is made once.
  beforeAll(async () => {
    setting = await openEmbedded(() => NOW);
    await makeYear('orders', setting.stores);
    const notes = [
      { at: YEAR_BEGINS - DAY_MS, version: 'sha256:a', by: null, words: 'every 24 hours, allow 26 hours' },
      { at: YEAR_BEGINS + 100 * DAY_MS, version: 'sha256:b', by: 'dana', words: 'every 24 hours, allow 30 hours' },
    ];
    const { record } = setting.stores;
    for (const { words, ...note } of notes) {
      const rules = new Map([['orders', words]]);
      await record.addRulesNote(linkedNote({ ...note, source: 'rules.yaml', rules }, await record.rulesNotes()));
    }
  }, 120_000);

  it('has the rule over time, windows, breaks with who was notified and acted, and proofs', async () => {
    const [record, ...more] = await records();
    expect(more).toEqual([]);
    expect(record).toMatchObject({ jobId: 'orders', name: 'Orders <b>', owner: 'sam', isWatched: true });
    expect(record?.rules.map(({ words, by }) => [words, by])).toEqual([
      ['every 24 hours, allow 26 hours', null],
      ['every 24 hours, allow 30 hours', 'dana'],
    ]);
    expect(daysOf(record?.months ?? [])).toEqual({ met: 347, missed: 12, quiet: 6 });
    expect(record?.windows).toMatchObject({ met: 347, missed: 12, quiet: 6, notKnown: 0 });
    expect(record?.windows.missedDays.slice(0, 2)).toEqual([
      { day: '2026-01-05', state: 'alert' },
      { day: '2026-02-06', state: 'alert' },
    ]);
    expect(record?.months).toHaveLength(12);
    expect(record?.runs).toHaveLength(353);
    expect(record?.runs[0]).toEqual({
      at: Date.parse('2026-12-31T01:30:00Z'),
      sizeBytes: 4_364_000_000,
      finding: 'good',
    });
    expect(record?.breaks).toHaveLength(12);
    expect(record?.breaks[0]).toEqual({
      ofProof: false,
      began: Date.parse('2026-01-05T07:30:00Z'),
      ended: Date.parse('2026-01-05T11:30:00Z'),
      worst: 'alert',
      reasons: ['the newest good backup is 33 hours old; at most 26 hours allowed'],
      notified: [
        {
          at: Date.parse('2026-01-05T07:31:00Z'),
          person: 'sam',
          insteadOf: null,
          channel: 'slack',
          outcome: 'accepted',
          state: 'alert',
        },
      ],
      acted: [
        { at: Date.parse('2026-01-05T08:00:00Z'), by: 'sam', verb: 'fixed', until: null, reason: 'disk was full' },
      ],
      untilActionS: 1800,
      lastedS: 14_400,
    });
    expect(record?.proofs?.map(({ verdict }) => verdict).filter((verdict) => verdict === 'refuted')).toHaveLength(1);
    expect(record?.proofs).toHaveLength(12);
    expect(record?.proofs?.[7]?.answers[0]).toEqual({
      asked: 'SELECT count(*) FROM orders',
      wanted: '>= 100000',
      found: '12',
      holds: false,
    });
    expect(record?.chain.unchained).toBe(0);
    expect(await verifyRecord(ports(), null, NOW)).toMatchObject({ flaws: [], headFlaws: [] });
  });

  describe('is verified whole:', () => {
    const key = (row: AuditRow) => ({ job_id: row.jobId, at_id: row.atId });
    const rowAt = async (jobId: string, share: number): Promise<AuditRow> => {
      const { rows } = await setting.stores.record.read(jobId);
      const sorted = rows.toSorted((a, b) => (a.link?.no ?? 0) - (b.link?.no ?? 0));
      const row = sorted[Math.floor(sorted.length * share)];
      if (row === undefined) throw new Error('a row expected');
      return row;
    };
    const flaws = async () =>
      (await verifyRecord(ports(), null, NOW)).flaws.map(({ kind, jobId, no, atId }) => ({ kind, jobId, no, atId }));
    const places = [
      { where: 'at its beginning', jobId: 'orders', share: 0 },
      { where: 'in its middle', jobId: 'orders', share: 0.5 },
      { where: 'at its end', jobId: 'orders', share: 0.999 },
      { where: 'among the proofs', jobId: 'orders#proof', share: 0.4 },
    ];

    it.each(places)('one row that was changed $where is found', async ({ jobId, share }) => {
      const row = await rowAt(jobId, share);
      const item = await setting.getItem('audit', key(row));
      await setting.putItem('audit', { ...item, content: { ...row.content, reason: 'all was well' } });
      expect(await flaws()).toEqual([{ kind: 'changed', jobId, no: row.link?.no, atId: row.atId }]);
      await setting.putItem('audit', item ?? {});
      expect(await flaws()).toEqual([]);
    });

    it.each(places)('one row that was removed $where is found', async ({ jobId, share }) => {
      const row = await rowAt(jobId, share);
      const item = await setting.getItem('audit', key(row));
      await setting.tables.audit.deleteAll([key(row)]);
      expect(await flaws()).toEqual([{ kind: 'removed', jobId, no: row.link?.no, atId: null }]);
      await setting.putItem('audit', item ?? {});
    });

    it.each(places)('one row that was inserted $where is found', async ({ jobId, share }) => {
      const row = await rowAt(jobId, share);
      const forged = { ...(await setting.getItem('audit', key(row))), at_id: `${row.atId}x` };
      await setting.putItem('audit', forged);
      expect(await flaws()).toEqual([{ kind: 'inserted', jobId, no: row.link?.no, atId: `${row.atId}x` }]);
      await setting.tables.audit.deleteAll([{ job_id: row.jobId, at_id: `${row.atId}x` }]);
      expect(await flaws()).toEqual([]);
    });
  });

  it('has of a shorter period what lay in it, with the rule that held when it began', async () => {
    const [record] = await records('2026-05-01', '2026-05-31');
    expect(record?.rules.map(({ words }) => words)).toEqual(['every 24 hours, allow 30 hours']);
    expect([record?.breaks.length, record?.proofs?.length, record?.months.length]).toEqual([1, 1, 1]);
    expect(record?.runs).toHaveLength(30);
  });

  const written = async (format: RecordFormat): Promise<string> => {
    const hash = await publishYear(setting.stores, NOW);
    const about = { from: YEAR_BEGINS, until: NOW - DAY_MS, madeAt: NOW, source: 'rules.yaml', timezone: 'UTC' };
    const writer = RECORD_FORMATS[format].writer({ ...about, head: { day: '2027-01-02', hash } });
    return [writer.begin(), ...(await records()).map((each) => writer.job(each)), writer.end()].join('');
  };

  it('is one HTML file without anything from elsewhere, its texts shown letter by letter', async () => {
    const html = await written('html');
    expect(html).toMatch(/^<!doctype html>[\s\S]*<\/html>\n$/);
    expect(html).not.toMatch(/<script|src=|href=|url\(|<b>"/);
    expect(html).toContain('Orders &lt;b&gt;');
    expect(html).toContain('--head ');
    expect(html).toContain('<b>347 of 365</b>windows met');
    expect(html).toContain('Missed: 2026-01-05 (alert), 2026-02-06 (alert), ');
    expect(html).toContain('SELECT count(*) FROM orders: 12, wanted &gt;= 100000 (FAILED)');
  });

  it('is one JSON object, and CSV with as many cells in each row', async () => {
    const json = JSON.parse(await written('json'));
    // Nothing is there that the schema does not name.
    expect(recordShape.parse(json)).toEqual(json);
    expect(json).toMatchObject({
      kind: 'record',
      from: '2026-01-01T00:00:00Z',
      jobs: [{ days: { met: 347 }, windows: { expected: 365, met: 347 } }],
    });
    const lines = (await written('csv')).trimEnd().split('\r\n');
    expect(lines[0]).toBe('job_id,job,at,what,state,person,until,seconds,bytes,text');
    expect(lines.length).toBeGreaterThan(60);
    expect(lines).toContain('orders,Orders <b>,2026-01-05,missed,alert,,,,,');
    expect(lines).toContain('orders,Orders <b>,,windows,met,,,,,347');
    expect(new Set(lines.map((line) => line.replaceAll(/"[^"]*"/g, '').split(',').length))).toEqual(new Set([10]));
  });
});

it('names what a period lacks', () => {
  expect(periodOf('2026-02-30', undefined, 'UTC', NOW)).toEqual({
    problem: 'from: "2026-02-30" is no date; write it like 2026-01-01',
  });
  expect(periodOf('2026-03-01', '2026-02-01', 'UTC', NOW)).toMatchObject({ problem: expect.stringContaining('after') });
  expect(periodOf(undefined, '2026-12-31', 'UTC', NOW)).toMatchObject({ from: Date.parse('2025-12-31T00:00:00Z') });
});
