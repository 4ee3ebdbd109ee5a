import { expect, test } from 'vitest';
import { withProofs } from '../../../lib/core/proof/with-proofs.ts';
import { at, check, givenEvidence, givenRun, hours } from '../decision/given.ts';
import { givenProof, refutedProof } from './given-proofs.ts';

const NOW = at('2026-11-21T08:00:00Z');
const BEFORE = givenRun('2026-11-20T02:00:00Z', { sizeBytes: 390_000_000 });
const NEWEST = givenRun('2026-11-21T02:00:00Z', { sizeBytes: 400_000_000 });
const REFUTED = refutedProof(NOW - hours(1), {
  copy: { location: 'elsewhere', ts: NEWEST.ts, sizeBytes: 400_000_000 },
});

test('a refuted run is not good: not for the age, not as the baseline, not for what is at risk', () => {
  const evidence = withProofs(givenEvidence([BEFORE, NEWEST]), [REFUTED]);
  const { verdict, row } = check({ evidence, now: NOW });
  expect(verdict).toMatchObject({ latest: { ts: NEWEST.ts }, lastGood: { ts: BEFORE.ts }, dataAtRiskS: 30 * 3600 });
  expect(row.runs.map(({ finding }) => finding)).toEqual(['refuted', 'good']);
  const next = givenRun('2026-11-22T02:00:00Z', { sizeBytes: 190_000_000 });
  const { verdict: after } = check({
    evidence: withProofs(givenEvidence([BEFORE, NEWEST, next]), [REFUTED]),
    row,
    now: next.ts,
  });
  expect(after?.tests.size?.reason).toMatchObject({ kind: 'shrunk', beforeBytes: 390_000_000 });
});

test('a late one is said to be the reason why the newest does not count', () => {
  const { verdict } = check({ evidence: withProofs(givenEvidence([BEFORE, NEWEST]), [REFUTED]), now: NOW });
  expect(verdict?.tests.recent?.reason).toMatchObject({ kind: 'stale', refutedTs: NEWEST.ts });
});

test('a later proof of the same run takes it back', () => {
  const proofs = [givenProof(NOW, { copy: REFUTED.copy }), REFUTED];
  const { row } = check({ evidence: withProofs(givenEvidence([BEFORE, NEWEST]), [REFUTED]), now: NOW });
  const { verdict } = check({ evidence: withProofs(givenEvidence([BEFORE, NEWEST]), proofs), row, now: NOW });
  expect(verdict?.lastGood?.ts).toBe(NEWEST.ts);
});

test('when a restore was last shown to work is kept in the row', () => {
  const { row } = check({ evidence: withProofs(givenEvidence([NEWEST]), [givenProof(NOW)]), now: NOW });
  expect(row.restorable).toEqual({ provenAt: NOW });
  expect(check({ evidence: withProofs(givenEvidence([NEWEST]), []), now: NOW }).row.restorable).toEqual({
    provenAt: null,
  });
  expect(check({ evidence: givenEvidence([NEWEST]), row, now: NOW }).row.restorable).toBeNull();
});
