import { describe, expect, it } from 'vitest';
import { gatherProofs } from '../../../lib/app/evidence/gather-proofs.ts';
import { proofFields } from '../../../lib/core/evidence/proof-report.ts';
import type { Instant } from '../../../lib/core/instant.ts';
import type { Job } from '../../../lib/core/model/job.ts';
import type { Proof } from '../../../lib/core/model/proof.ts';
import { EvidenceUnreadable } from '../../../lib/ports/evidence-source.ts';
import type { HeartbeatKind } from '../../../lib/ports/state-store.ts';
import { at, FakeSource, now, s3, sampleJob } from './gather-evidence-setting.ts';

const FOLDER = 'orders/.sentinel/orders-db/';

function report(ended: Instant, overrides: Partial<Proof> = {}): string {
  const proof: Proof = {
    jobId: 'orders-db',
    node: null,
    host: 'restore-1',
    runId: `run-${ended}`,
    ending: 'proven',
    startedAt: ended - 1000,
    finishedAt: ended,
    copy: { location: 's3://b/orders/a', ts: at('02:00'), sizeBytes: 5, files: 1, etag: null },
    recipe: 'postgres',
    isolation: 'isolated',
    assertions: [],
    fetchMs: 1,
    restoreMs: 240_000,
    askMs: 1,
    summary: 'orders-db: proven: it was restored',
    ...overrides,
  };
  return JSON.stringify(proofFields(proof));
}

const PROOF_OF_SERVICE = {
  id: 'r-1',
  at: at('05:00'),
  verdict: 'proven',
  copy: null,
  restoreMs: null,
  by: null,
  words: 'validated',
} as const;

interface Given {
  readonly job?: Job;
  readonly source?: FakeSource;
  readonly pushed?: readonly string[];
}

async function gather({ job = sampleJob(), source = new FakeSource(), pushed = [] }: Given) {
  const asked: (HeartbeatKind | undefined)[] = [];
  const heartbeats = {
    newest: async (jobId: string, _limit: number, kind?: HeartbeatKind) => {
      asked.push(kind);
      const nothing = { rid: null, exitStatus: null, sizeBytes: null, files: null, location: null, status: null };
      return pushed.map((body) => ({ jobId, at: now, signal: 'proof' as const, body, ...nothing }));
    },
  };
  const { proofs } = await gatherProofs(job, [], now, { sourceOf: async () => source, heartbeats });
  expect(asked).toEqual(['proof']);
  return proofs;
}

describe('the proofs of a job', () => {
  it('are those that were pushed and those whose reports lie beside the backups, newest first', async () => {
    const source = new FakeSource().put(`${FOLDER}1.proof.json`, at('05:00'), report(at('05:00')));
    const proofs = await gather({ source, pushed: [report(at('04:00'), { ending: 'refuted' })] });
    expect(proofs).toMatchObject([
      { at: at('05:00'), verdict: 'proven', copy: { location: 's3://b/orders/a', sizeBytes: 5 }, restoreMs: 240_000 },
      { at: at('04:00'), verdict: 'refuted' },
    ]);
  });

  it('lie at the place of its reports, where it has one', async () => {
    const job = sampleJob({ finished: { kind: 'report', place: s3('reports/*.json') } });
    const source = new FakeSource()
      .put('reports/1.json', at('05:00'), '{"status":"completed"}')
      .put('reports/2.proof.json', at('05:00'), report(at('05:00')));
    expect(await gather({ job, source })).toHaveLength(1);
    expect(source.asked).toEqual(['list reports/', 'read reports/2.proof.json']);
  });

  it('are its own: reports of several jobs may lie together', async () => {
    const source = new FakeSource()
      .put(`${FOLDER}1.proof.json`, at('05:00'), report(at('05:00'), { jobId: 'crm' }))
      .put(`${FOLDER}2.proof.json`, at('05:00'), report(at('05:00'), { node: 'n1' }));
    expect(await gather({ source })).toEqual([]);
  });

  it('are made by the service that keeps the backups, where it restores them; nothing else lies beside these', async () => {
    const source = Object.assign(new FakeSource(), { restoreTests: async () => [PROOF_OF_SERVICE] });
    expect(await gather({ source })).toEqual([PROOF_OF_SERVICE]);
    expect(source.asked).toEqual([]);
    const refusing = Object.assign(new FakeSource(), {
      restoreTests: async () => Promise.reject(new EvidenceUnreadable('refused', 'list', 'x', 'access denied')),
    });
    expect(await gather({ source: refusing, pushed: [report(at('04:00'))] })).toHaveLength(1);
  });

  it('of a node are known by job and node', async () => {
    const job = sampleJob({ id: 'orders-db/n1', parentId: 'orders-db', node: 'n1' });
    const source = new FakeSource().put(
      'orders/.sentinel/orders-db/n1/1.proof.json',
      at('05:00'),
      report(at('05:00'), { node: 'n1' }),
    );
    expect(await gather({ job, source })).toHaveLength(1);
  });

  it('dated more than 15 minutes ahead are none', async () => {
    const limit = now + 15 * 60_000;
    expect(await gather({ pushed: [report(limit), report(limit + 1)] })).toMatchObject([{ at: limit }]);
  });

  it('that cannot be understood say so, and nothing of their copy', async () => {
    const [proof] = await gather({ pushed: ['{"kind":"proof","ending":"maybe"}'] });
    expect(proof).toMatchObject({ verdict: 'inconclusive', copy: null });
    expect(proof?.words).toMatch(/^its report cannot be read: ending is not one of proven,/);
  });

  it('are also validations of AWS Backup that were pushed', async () => {
    const job = { RestoreJobId: 'A1', CompletionDate: '2026-11-21T04:00:00Z', ValidationStatus: 'FAILED' };
    expect(await gather({ pushed: [JSON.stringify(job)] })).toMatchObject([
      { id: 'A1', at: at('04:00'), verdict: 'refuted', words: 'its validation failed' },
    ]);
  });

  it('that another one kept from running are none', async () => {
    expect(await gather({ pushed: [report(at('05:00'), { ending: 'locked', copy: null })] })).toEqual([]);
  });

  it('are none where there is no such folder', async () => {
    expect(await gather({})).toEqual([]);
  });

  it('are not read again once they are known', async () => {
    const source = new FakeSource().put(`${FOLDER}1.proof.json`, at('05:00'), report(at('05:00')));
    const known = [
      { id: 'x', at: at('05:00'), verdict: 'proven', copy: null, restoreMs: null, by: null, words: '' },
    ] as const;
    await gatherProofs(sampleJob(), known, now, { sourceOf: async () => source, heartbeats: null });
    expect(source.requests.get).toBe(0);
  });
});
