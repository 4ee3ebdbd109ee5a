import { describe, expect, test } from 'vitest';
import { HOUR_S } from '../../../lib/core/instant.ts';
import { judgeProven } from '../../../lib/core/judging/proven.ts';
import type { Rule } from '../../../lib/core/model/rule.ts';
import { BY_HAND } from '../../../lib/core/proof/proof-job.ts';
import type { SeenProof } from '../../../lib/core/proof/seen-proof.ts';
import { renderVerdict } from '../../../lib/core/wording/rendered-verdict.ts';
import { at, hours } from '../decision/given.ts';
import { COPY, givenProof, inconclusiveProof, provenRule, refutedProof } from '../proof/given-proofs.ts';

const SINCE = at('2026-10-01T00:00:00Z');
const ENDED = at('2026-11-22T04:00:00Z');
const days = (count: number) => hours(24 * count);

interface Case {
  readonly name: string;
  readonly proofs: readonly SeenProof[];
  readonly now: number;
  readonly worst: 'none' | 'soft' | 'hard';
  readonly kind: string;
  readonly says?: string;
  readonly rule?: Partial<Rule>;
}

const cases: readonly Case[] = [
  {
    name: 'on the last millisecond of the period the newest proof holds',
    proofs: [givenProof(ENDED)],
    now: ENDED + days(30),
    worst: 'none',
    kind: 'proven',
    says: "restored on 2026-11-22 04:00 UTC from 2026-11-21 02:00 UTC's copy",
  },
  {
    name: 'one millisecond later it is a soft miss',
    proofs: [givenProof(ENDED)],
    now: ENDED + days(30) + 1,
    worst: 'soft',
    kind: 'proof-old',
    says: 'the newest proof of a restore is 30 days 1 second old; one every 30 days expected (rules.yaml:proven)',
  },
  {
    name: 'and so it is up to the margin',
    proofs: [givenProof(ENDED)],
    now: ENDED + days(37.5),
    worst: 'soft',
    kind: 'proof-old',
  },
  {
    name: 'past the margin it is a hard one',
    proofs: [givenProof(ENDED)],
    now: ENDED + days(37.5) + 1,
    worst: 'hard',
    kind: 'proof-old',
  },
  {
    name: 'a new clause has a period for the first proof',
    proofs: [],
    now: SINCE + days(30),
    worst: 'none',
    kind: 'first-proof',
  },
  {
    name: 'without one after it, it is a soft miss',
    proofs: [],
    now: SINCE + days(30) + 1,
    worst: 'soft',
    kind: 'never-proven',
    says: 'no restore was ever proven, and one every 30 days has been expected since 2026-10-01 00:00 UTC (rules.yaml:proven)',
  },
  { name: 'and so it is up to two periods', proofs: [], now: SINCE + days(60), worst: 'soft', kind: 'never-proven' },
  {
    name: 'a second after two periods it is a hard one',
    proofs: [],
    now: SINCE + days(60) + 1,
    worst: 'hard',
    kind: 'never-proven',
  },
  {
    name: 'before the first backup is expected there is nothing to prove',
    proofs: [],
    now: at('2026-11-30T00:00:00Z'),
    worst: 'none',
    kind: 'first-proof',
    rule: { starts: '2026-11-15' },
  },
  {
    name: 'and one period after that day it is a soft miss',
    proofs: [],
    now: at('2026-12-15T00:00:00Z') + 1,
    worst: 'soft',
    kind: 'never-proven',
    rule: { starts: '2026-11-15' },
  },
  {
    name: 'a copy that could not be restored is a hard miss at once',
    proofs: [refutedProof(ENDED), givenProof(ENDED - days(1))],
    now: ENDED + 1,
    worst: 'hard',
    kind: 'restore-refuted',
    says: "restored on 2026-11-22 04:00 UTC from 2026-11-21 02:00 UTC's copy: SELECT count(*) FROM orders: 12, expected >= 100000",
  },
  {
    name: 'and stays one while later proofs come to no end',
    proofs: [inconclusiveProof(ENDED + days(1)), refutedProof(ENDED)],
    now: ENDED + days(2),
    worst: 'hard',
    kind: 'restore-refuted',
  },
  {
    name: 'until one succeeds',
    proofs: [givenProof(ENDED + days(1)), refutedProof(ENDED)],
    now: ENDED + days(2),
    worst: 'none',
    kind: 'proven',
  },
  {
    name: 'a proof that came to no end refutes nothing, and is a soft miss',
    proofs: [inconclusiveProof(ENDED), givenProof(ENDED - days(1))],
    now: ENDED + 1,
    worst: 'soft',
    kind: 'not-restored',
    says: "a restore on 2026-11-22 04:00 UTC from 2026-11-21 02:00 UTC's copy could not be finished: scratch is full; that says nothing about the copy",
  },
  {
    name: 'the clock runs on beside it',
    proofs: [inconclusiveProof(ENDED, { copy: null }), givenProof(ENDED - days(40))],
    now: ENDED + 1,
    worst: 'hard',
    kind: 'proof-old',
    says: 'the newest proof of a restore is 40 days old; one every 30 days expected; a restore on 2026-11-22 04:00 UTC could not be finished: scratch is full (rules.yaml:proven)',
  },
  {
    name: 'of two soft misses the age explains the other',
    proofs: [inconclusiveProof(ENDED), givenProof(ENDED - days(31))],
    now: ENDED + 1,
    worst: 'soft',
    kind: 'proof-old',
  },
  {
    name: 'one that came before the newest success is over',
    proofs: [givenProof(ENDED), inconclusiveProof(ENDED - days(1))],
    now: ENDED + 1,
    worst: 'none',
    kind: 'proven',
  },
  {
    name: 'one done by hand counts and is shown as such',
    proofs: [givenProof(ENDED, { by: 'sam', copy: null, restoreMs: null })],
    now: ENDED + 1,
    worst: 'none',
    kind: 'proven',
    says: 'restored by hand on 2026-11-22 04:00 UTC, says sam',
  },
  {
    name: 'exactly the time that a restore may take is fine',
    proofs: [givenProof(ENDED, { restoreMs: hours(4) })],
    now: ENDED + 1,
    worst: 'none',
    kind: 'proven',
    rule: { restoreWithinS: 4 * HOUR_S },
  },
  {
    name: 'a slower one is a soft miss',
    proofs: [givenProof(ENDED, { restoreMs: hours(5) })],
    now: ENDED + 1,
    worst: 'soft',
    kind: 'restore-slow',
    says: 'the restore of 2026-11-22 04:00 UTC took 5 hours; within 4 hours expected (rules.yaml:restore_within)',
    rule: { restoreWithinS: 4 * HOUR_S },
  },
];

describe('proven?', () => {
  test.each(cases)('$name', ({ proofs, now, worst, kind, says = '', rule = {} }) => {
    const { worst: found, tests } = renderVerdict(judgeProven(provenRule(rule), proofs, SINCE, now));
    expect({ found, kind: tests.proven?.kind }).toEqual({ found: worst, kind });
    expect(tests.proven?.reason).toContain(says);
  });

  test('it is the only test of its row, and says nothing of what is at risk', () => {
    const verdict = judgeProven(provenRule(), [givenProof(ENDED)], SINCE, ENDED);
    const run = {
      ts: ENDED,
      outcome: 'finished',
      location: COPY.location,
      key: `run-${ENDED}`,
      source: 'report',
      sizeBytes: COPY.sizeBytes,
    };
    expect(verdict).toMatchObject({ dataAtRiskS: null, running: null, latest: run, lastGood: run });
    expect(Object.keys(verdict.tests)).toEqual(['proven']);
  });

  test('the newest proof that came to an end is its newest run, and one by hand has no size', () => {
    const byHand = givenProof(ENDED, { by: 'sam', copy: null });
    const { latest, lastGood } = judgeProven(provenRule(), [refutedProof(ENDED + 1), byHand], SINCE, ENDED + 2);
    expect(latest).toMatchObject({ ts: ENDED + 1, sizeBytes: COPY.sizeBytes });
    expect(lastGood).toEqual({
      ts: ENDED,
      outcome: 'finished',
      location: BY_HAND,
      key: byHand.id,
      source: 'report',
    });
    const none = judgeProven(provenRule(), [inconclusiveProof(ENDED)], SINCE, ENDED);
    expect(none).toMatchObject({ latest: null, lastGood: null });
  });

  test.each([
    ['a refuted copy', refutedProof(ENDED)],
    ['a proof that came to no end', inconclusiveProof(ENDED)],
  ])('%s is a miss of the clause that asks for proofs', (_, proof) => {
    expect(judgeProven(provenRule(), [proof], ENDED, ENDED).tests.proven?.at).toBe('rules.yaml:proven');
  });

  test('a new clause says until when the first proof is awaited', () => {
    const { tests } = judgeProven(provenRule(), [], SINCE, SINCE);
    expect(tests.proven?.reason).toEqual({ kind: 'first-proof', until: SINCE + days(30) });
  });
});
