import { describe, expect, test } from 'vitest';
import { type JobRow, newRow } from '../../../lib/core/model/job-row.ts';
import { PROOFS_PLACE } from '../../../lib/core/proof/proof-job.ts';
import type { SeenProof } from '../../../lib/core/proof/seen-proof.ts';
import { givenProof, inconclusiveProof, provenRule, refutedProof } from '../proof/given-proofs.ts';
import { at, check, hours } from './given.ts';

const NOW = at('2026-11-22T08:00:00Z');
const ENDED = at('2026-11-22T04:00:00Z');

function checkProofs(proofs: readonly SeenProof[], row: JobRow = newRow('orders-db#proof'), now = NOW) {
  const decision = check({ rule: provenRule(), place: PROOFS_PLACE, evidence: { kind: 'proofs', proofs }, row, now });
  return { ...decision, row: { ...decision.row, version: decision.row.version + 1 } };
}

describe('the row of a job’s proofs', () => {
  test('a refuted copy is an alert at once, and the next proof that succeeds ends it', () => {
    const first = checkProofs([refutedProof(ENDED)]);
    expect(first.transition).toMatchObject({
      jobId: 'orders-db#proof',
      from: 'green',
      to: 'alert',
      reason: 'worsened',
    });
    const second = checkProofs([givenProof(ENDED + hours(1)), refutedProof(ENDED)], first.row, NOW + hours(1));
    expect(second.transition).toMatchObject({ from: 'alert', to: 'green', reason: 'passed' });
  });

  test('an escalation comes the next day, as for any job', () => {
    const first = checkProofs([refutedProof(ENDED)]);
    const next = checkProofs([], first.row, at('2026-11-23T08:00:00Z'));
    expect(next.transition).toMatchObject({ from: 'alert', to: 'escalate', reason: 'stuck' });
  });

  test('a soft miss waits a whole period for its escalation', () => {
    const soft = checkProofs([inconclusiveProof(ENDED), givenProof(ENDED - hours(24))]);
    expect(soft.transition?.to).toBe('warn');
    expect(checkProofs([], soft.row, NOW + hours(24 * 29)).row.state).toBe('warn');
  });

  test('what was seen once counts, whether its report is still there or not', () => {
    const first = checkProofs([givenProof(ENDED)]);
    expect(checkProofs([], first.row, NOW + hours(1)).verdict?.worst).toBe('none');
  });

  test('deciding again from the row that was written changes nothing', () => {
    const first = checkProofs([givenProof(ENDED)]);
    const again = checkProofs([givenProof(ENDED)], first.row);
    expect({ ...again.row, version: first.row.version }).toEqual(first.row);
    expect(again.audit).toEqual([]);
  });
});

describe('the audit row of a proof', () => {
  test('is written once, with the decision that saw it first, and named by the proof alone', () => {
    const first = checkProofs([givenProof(ENDED, { id: 'b' }), refutedProof(ENDED - hours(1), { id: 'a' })]);
    expect(first.audit.map(({ id }) => id)).toEqual([
      'a#2026-11-22T03:00:00.000Z#proof#a',
      'a#2026-11-22T04:00:00.000Z#proof#b',
    ]);
    expect(first.audit[0]).toMatchObject({
      kind: 'proof',
      by: null,
      reason: 'SELECT count(*) FROM orders: 12, expected >= 100000',
      detail: {
        verdict: 'refuted',
        location: 's3://acme-backups/orders/a.dump',
        copy_ts: '2026-11-21T02:00:00Z',
        size_bytes: 400,
        restore_seconds: 240,
      },
    });
    expect(checkProofs([givenProof(ENDED, { id: 'b' })], first.row).audit).toEqual([]);
  });

  test('comes before that of a break which it ends', () => {
    const first = checkProofs([refutedProof(ENDED)]);
    const second = checkProofs([givenProof(ENDED + hours(1))], first.row, NOW + hours(1));
    expect(second.audit.map(({ kind }) => kind)).toEqual(['proof', 'cleared']);
  });
});
