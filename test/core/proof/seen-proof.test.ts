import { describe, expect, test } from 'vitest';
import type { Proof } from '../../../lib/core/model/proof.ts';
import { foldProofs, refutedRuns, seenProof } from '../../../lib/core/proof/seen-proof.ts';
import { at, hours } from '../decision/given.ts';
import { COPY, givenProof, inconclusiveProof, refutedProof } from './given-proofs.ts';

const ENDED = at('2026-11-22T04:00:00Z');

const REPORT: Proof = {
  jobId: 'orders-db',
  node: null,
  host: 'restore-1',
  runId: '0f8e',
  ending: 'refuted',
  startedAt: ENDED - hours(1),
  finishedAt: ENDED,
  copy: { ...COPY, files: 1, etag: null },
  recipe: 'sqlite',
  isolation: 'isolated',
  assertions: [],
  fetchMs: 100,
  restoreMs: 2000,
  askMs: 10,
  summary: 'orders-db: NOT proven: SELECT count(*) FROM orders: 12, expected >= 100000',
};

describe('a report as the row keeps it', () => {
  test('is in the words of what was found', () => {
    expect(seenProof(REPORT)).toEqual({
      id: '0f8e',
      at: ENDED,
      verdict: 'refuted',
      copy: COPY,
      restoreMs: 2000,
      by: null,
      words: 'SELECT count(*) FROM orders: 12, expected >= 100000',
    });
  });

  test('has what was asked and found, as far as it is of use', () => {
    const assertion = { asked: 'a'.repeat(900), wanted: '1', found: '2', holds: false };
    const { answers } = seenProof({ ...REPORT, assertions: new Array(40).fill(assertion) }) ?? {};
    expect(answers).toHaveLength(30);
    expect(answers?.[0]).toEqual({ ...assertion, asked: 'a'.repeat(200) });
  });

  const endings = [
    ['unreachable', 'orders-db: not proven, no copy to be had: there is none', 'there is none'],
    ['preflight', 'orders-db: not started: pg_restore is missing', 'pg_restore is missing'],
    ['timed-out', 'orders-db: not proven: timed out after 1 hour', 'timed out after 1 hour'],
    ['host-failed', 'orders-db: not proven, this host could not restore it: no server', 'no server'],
  ] as const;
  test.each(endings)('of one that ended %s says nothing of the copy', (ending, summary, words) => {
    expect(seenProof({ ...REPORT, ending, summary })).toMatchObject({ verdict: 'inconclusive', words });
  });

  test('of one that another proof kept from running is none', () => {
    expect(seenProof({ ...REPORT, ending: 'locked' })).toBeNull();
  });
});

describe('what a row remembers of proofs', () => {
  test('is the same where nothing is new', () => {
    const memory = [givenProof(ENDED)];
    expect(foldProofs(memory, [givenProof(ENDED)])).toEqual({ proofs: memory, fresh: [] });
    expect(foldProofs(memory, []).proofs).toBe(memory);
  });

  test('takes in a report that comes late', () => {
    const late = refutedProof(ENDED - hours(1));
    expect(foldProofs([givenProof(ENDED)], [late])).toEqual({ proofs: [givenProof(ENDED), late], fresh: [late] });
  });

  test('counts a proof that came by two ways once', () => {
    expect(foldProofs([], [givenProof(ENDED), givenProof(ENDED)]).fresh).toHaveLength(1);
  });

  test('is the newest 20, and the newest that was proven', () => {
    const failures = Array.from({ length: 25 }, (_, n) => inconclusiveProof(ENDED + hours(n + 1)));
    const proven = givenProof(ENDED);
    const { proofs } = foldProofs([proven], failures);
    expect(proofs).toHaveLength(21);
    expect(proofs.at(-1)).toEqual(proven);
    expect(foldProofs(proofs, failures)).toEqual({ proofs, fresh: [] });
  });
});

describe('the runs that cannot be restored', () => {
  const other = { ...COPY, ts: COPY.ts + hours(24) };

  test('are those whose newest proof says so', () => {
    const proofs = [givenProof(ENDED + hours(2), { copy: other }), refutedProof(ENDED + hours(1)), givenProof(ENDED)];
    expect(refutedRuns(proofs)).toEqual([COPY]);
  });

  test('not one that was proven since, under whatever name', () => {
    const renamed = { ...COPY, location: 's3://acme-backups/orders/renamed.dump' };
    expect(refutedRuns([givenProof(ENDED + hours(1), { copy: renamed }), refutedProof(ENDED)])).toEqual([]);
  });

  test('a later proof that came to no end takes nothing back', () => {
    expect(refutedRuns([inconclusiveProof(ENDED + hours(1)), refutedProof(ENDED)])).toEqual([COPY]);
  });
});
