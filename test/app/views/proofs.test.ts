import { describe, expect, it, test } from 'vitest';
import { jobText } from '../../../lib/app/views/job-json.ts';
import { metricsText } from '../../../lib/app/views/metrics-text.ts';
import { readRuns } from '../../../lib/app/views/read-runs.ts';
import { viewOf } from '../../../lib/app/views/view-of-row.ts';
import { actionsNow } from '../../../lib/core/acting/actions-now.ts';
import { newRow } from '../../../lib/core/model/job-row.ts';
import { proofJob } from '../../../lib/core/proof/proof-job.ts';
import { at, check, givenRule, hours } from '../../core/decision/given.ts';
import { givenProof, provenRule, refutedProof } from '../../core/proof/given-proofs.ts';
import { routedJob } from '../../core/routing/setting.ts';

const NOW = at('2026-11-22T08:00:00Z');
const PROVEN = givenProof(NOW - hours(48), { id: 'a', restoreMs: 240_000 });
const REFUTED = refutedProof(NOW - hours(1), { id: 'b' });
const JOB = routedJob({ rule: givenRule({ proven: provenRule().proven }) });
const PROOFS = proofJob(JOB) ?? JOB;
const { row: ROW } = check({
  ...{ rule: PROOFS.rule, place: 'proofs', evidence: { kind: 'proofs', proofs: [REFUTED, PROVEN] }, now: NOW },
  row: newRow('orders-db#proof'),
});
const VIEW = viewOf({ job: PROOFS, row: ROW, unknown: null }, ROW.found, NOW);

describe('the proofs of a job, as they are shown', () => {
  it('are a row with the newest proof and the newest that worked, and with nothing at risk of its own', () => {
    expect(JSON.parse(jobText(VIEW, NOW))).toMatchObject({
      ...{ job_id: 'orders-db#proof', name: 'Orders database: restore', state: 'alert', data_at_risk_seconds: null },
      restorable: { proven_at: '2026-11-20T08:00:00Z' },
      proofs: {
        of: 'orders-db',
        newest: { id: 'b', verdict: 'refuted' },
        proven: { id: 'a', verdict: 'proven', restore_seconds: 240 },
      },
      reasons: [
        "restored on 2026-11-22 07:00 UTC from 2026-11-21 02:00 UTC's copy: SELECT count(*) FROM orders: 12, expected >= 100000",
      ],
    });
  });

  test('in the metrics they are figures of their job, beside the state of their row', async () => {
    const counts = { green: 0, warn: 0, alert: 1, escalate: 0, unknown: 0 };
    const views = { now: NOW, jobs: [VIEW], today: '2026-11-22', counts, lastPass: null };
    const text = await metricsText(views, { isOpenMetrics: false, perMember: false });
    expect(text).toContain(`backup_sentinel_last_proof_timestamp_seconds{job_id="orders-db"} ${PROVEN.at / 1000}\n`);
    expect(text).toContain('backup_sentinel_restore_seconds{job_id="orders-db"} 240\n');
    expect(text).toContain('backup_sentinel_job_state{job_id="orders-db#proof",state="alert"} 1\n');
    expect(text).not.toContain('data_at_risk_seconds{');
    expect(text).not.toContain('last_good_timestamp_seconds{');
  });

  test('their runs are the proofs, and the next is due a period after the newest that worked', async () => {
    const store = { read: async () => ({ rows: new Map([[ROW.jobId, ROW]]), unusable: [] }) };
    const runs = await readRuns(PROOFS, { store, heartbeats: { newest: async () => [] } }, NOW);
    expect(runs.expectedAt).toBe(PROVEN.at + hours(24 * 30));
    expect(runs.entries.map(({ kind, takenFor }) => [kind, takenFor])).toEqual([
      ['proof', 'a restore that fails'],
      ['proof', 'a restore that works'],
    ]);
  });

  test('a person may note one by hand, and has no size to accept', () => {
    expect(actionsNow(ROW, ROW.found?.verdict ?? null, NOW, PROOFS)).toEqual(['fixed', 'snooze', 'mute', 'proven']);
  });
});
