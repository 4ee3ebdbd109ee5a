import { describe, expect, it } from 'vitest';
import { parseProof, proofFields } from '../../../lib/core/evidence/proof-report.ts';
import { reportSignal } from '../../../lib/core/evidence/report-signal.ts';
import { PROOF_ENDINGS, type Proof, verdictOf } from '../../../lib/core/model/proof.ts';

const SUNDAY_4AM = Date.parse('2026-11-29T04:00:00Z');

const proof: Proof = {
  jobId: 'orders-db',
  node: null,
  host: 'restore-1',
  runId: '0b4f',
  ending: 'refuted',
  startedAt: SUNDAY_4AM,
  finishedAt: SUNDAY_4AM + 90_500,
  copy: {
    location: '/backups/orders.dump',
    ts: SUNDAY_4AM - 7_200_000,
    sizeBytes: 412_000_000,
    files: 1,
    etag: null,
  },
  recipe: 'postgres',
  isolation: 'isolated',
  assertions: [{ asked: 'SELECT count(*) FROM orders', wanted: '>= 100000', found: '12', holds: false }],
  fetchMs: 1_500,
  restoreMs: 80_250,
  askMs: 20,
  summary: 'orders-db: not proven: SELECT count(*) FROM orders is 12, >= 100000 expected',
};
const text = JSON.stringify(proofFields(proof));
const changed = (fields: object) => JSON.stringify({ ...proofFields(proof), ...fields });

describe('the report of a proof', () => {
  it('is read as it was written', () => {
    expect(parseProof(text)).toEqual(proof);
  });

  it('that found no copy is read too', () => {
    const without = { ...proof, ending: 'unreachable' as const, copy: null, isolation: null, restoreMs: null };
    expect(parseProof(JSON.stringify(proofFields(without)))).toEqual(without);
  });

  it.each([
    ['the report of a run', '{"status":"completed"}'],
    ['what is no JSON', 'done'],
    ['a list', '[{"kind":"proof"}]'],
  ])('%s is no proof', (_, other) => {
    expect(parseProof(other)).toBeNull();
  });

  it.each([
    ['another ending', { ending: 'fine' }, /^ending is not one of proven, /],
    ['another recipe', { recipe: 'oracle' }, /^recipe is not one of postgres, /],
    ['no time', { finished_at: 'yesterday' }, 'started_at or finished_at is not a time'],
    ['a refutation of nothing', { copy: null }, 'it does not name its copy'],
    ['a copy without a size', { copy: { location: '/a', ts: '2026-11-29T04:00:00Z' } }, 'it does not name its copy'],
  ])('%s cannot be read', (_, fields, reason) => {
    expect(parseProof(changed(fields))).toEqual({ unreadable: expect.stringMatching(reason) });
  });

  it('what else it says in another way than expected is left out', () => {
    const read = parseProof(changed({ assertions: [7, { asked: 'a' }], restore_seconds: '5', isolation: 'perhaps' }));
    expect(read).toEqual({ ...proof, assertions: [], restoreMs: null, isolation: null });
  });

  it('says something of the copy only where it was restored', () => {
    expect(PROOF_ENDINGS.map((ending) => [ending, verdictOf(ending)])).toEqual([
      ['proven', 'proven'],
      ['refuted', 'refuted'],
      ...PROOF_ENDINGS.slice(2).map((ending) => [ending, 'inconclusive']),
    ]);
  });

  it('is no signal of a run where it lies among the reports of runs', () => {
    const object = { key: 'orders-db/1.proof.json', sizeBytes: text.length, lastModified: SUNDAY_4AM };
    const reading = { format: 'sentinel' as const, success: [], failure: [] };
    expect(reportSignal({ object, location: object.key, text }, reading, 'UTC')).toBeNull();
  });
});
