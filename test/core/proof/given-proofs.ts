import { DAY_S, type Instant } from '../../../lib/core/instant.ts';
import type { Rule } from '../../../lib/core/model/rule.ts';
import type { SeenProof } from '../../../lib/core/proof/seen-proof.ts';
import { at, givenRule } from '../decision/given.ts';

export const COPY = { location: 's3://acme-backups/orders/a.dump', ts: at('2026-11-21T02:00:00Z'), sizeBytes: 400 };

/** `proven every 30 days`, with a margin of 25%, as the row of the proofs is judged by it. */
export function provenRule(overrides: Partial<Rule> = {}): Rule {
  const clock = { everyS: 30 * DAY_S, hardAfterS: 37.5 * DAY_S };
  return givenRule({
    schedule: { kind: 'interval', everyS: clock.everyS, allowS: clock.everyS, hardAfterS: clock.hardAfterS },
    proven: clock,
    ...overrides,
  });
}

/** A proof that ended then and showed a restore to work. */
export function givenProof(ended: Instant | string, overrides: Partial<SeenProof> = {}): SeenProof {
  const end = typeof ended === 'string' ? at(ended) : ended;
  const words = 'a.dump was restored in 4 minutes; all 3 answers are as wanted';
  return {
    id: `run-${end}`,
    at: end,
    verdict: 'proven',
    copy: COPY,
    restoreMs: 240_000,
    by: null,
    words,
    ...overrides,
  };
}

/** One that refuted its copy. */
export function refutedProof(ended: Instant | string, overrides: Partial<SeenProof> = {}): SeenProof {
  const words = 'SELECT count(*) FROM orders: 12, expected >= 100000';
  return givenProof(ended, { verdict: 'refuted', words, ...overrides });
}

/** One that came to no end. */
export function inconclusiveProof(ended: Instant | string, overrides: Partial<SeenProof> = {}): SeenProof {
  return givenProof(ended, { verdict: 'inconclusive', restoreMs: null, words: 'scratch is full', ...overrides });
}
