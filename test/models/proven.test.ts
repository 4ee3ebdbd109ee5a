import fc from 'fast-check';
import { describe, it } from 'vitest';
import { SEED } from '../nightly.ts';
import { documentIn, playHistories, TIMEOUT_MS } from './histories.ts';
import { ProvenJob, type ProvenStep } from './proven.ts';
import { DAY, HOUR, MINUTE, sentenceOf } from './reference/clauses.ts';
import { startsOf } from './rules-of.ts';
import { someClauses, withoutSignals } from './some-clauses.ts';

const someAfter = fc.constantFrom(MINUTE, HOUR, 6 * HOUR, DAY, DAY, DAY + HOUR, 3 * DAY, 8 * DAY);
const someStep: fc.Arbitrary<ProvenStep> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('check' as const), after: someAfter }) },
  {
    weight: 3,
    arbitrary: fc.record({
      ...{ kind: fc.constant('land' as const), after: someAfter },
      factor: fc.constantFrom(1, 1, 1, 1.02, 0.6, 0.3),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      ...{ kind: fc.constant('proof' as const), after: someAfter, of: fc.nat(2) },
      says: fc.constantFrom('proven' as const, 'proven' as const, 'refuted' as const, 'inconclusive' as const),
      restoreMin: fc.constantFrom(null, 5, 60),
    }),
  },
  fc.record({ kind: fc.constant('by hand' as const), after: someAfter }),
  fc.record({
    ...{ kind: fc.constant('act' as const), after: someAfter, id: fc.constantFrom('orders', 'orders#proof') },
    verb: fc.constantFrom('fixed' as const, 'mute' as const, 'resume' as const),
  }),
);

describe('proofs are judged as by the reference that was written from the design pages alone', () => {
  it(
    `in a row of their own, beside that of the job (SENTINEL_SEED=${SEED})`,
    () => {
      const asked = fc.record({ everyMin: fc.constantFrom(1440, 10_080), withinMin: fc.constantFrom(null, 30) });
      const someSteps = fc.array(someStep, { maxLength: 40, size: '+1' });
      const some = fc.tuple(someClauses, asked, someSteps);
      return playHistories('histories of proofs', [20, 2000], some, ([anyClauses, proofs, steps]) => {
        const clauses = withoutSignals(anyClauses);
        const within = proofs.withinMin === null ? '' : `; restore within ${proofs.withinMin} minutes`;
        const said = `${sentenceOf(clauses)}; proven every ${proofs.everyMin} minutes${within}`;
        const document = documentIn(
          clauses.zone,
          `  orders: { backup: "s3://acme/orders/"${startsOf(clauses)}, rule: '${said}' }`,
        );
        return { pair: new ProvenJob(document, clauses, { ...proofs, margin: clauses.margin }), steps };
      });
    },
    TIMEOUT_MS,
  );
});
