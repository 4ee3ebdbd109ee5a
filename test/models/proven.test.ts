import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figure, IS_NIGHTLY, runs, SEED, untilLimit } from '../nightly.ts';
import { documentOf } from '../web/ping-setting.ts';
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
    async () => {
      let played = 0;
      const asked = fc.record({ everyMin: fc.constantFrom(1440, 10_080), withinMin: fc.constantFrom(null, 30) });
      const steps = fc.array(someStep, { maxLength: 40, size: '+1' });
      await fc.assert(
        fc.asyncProperty(someClauses, asked, steps, async (some, proofs, all) => {
          const clauses = withoutSignals(some);
          const within = proofs.withinMin === null ? '' : `; restore within ${proofs.withinMin} minutes`;
          const said = `${sentenceOf(clauses)}; proven every ${proofs.everyMin} minutes${within}`;
          const document = documentOf(`
version: 1
settings: { admin: sam, timezone: ${clauses.zone} }
people: { sam: { email: sam@acme.example } }
jobs: { orders: { backup: "s3://acme/orders/"${startsOf(clauses)}, rule: '${said}' } }
`);
          const job = new ProvenJob(document, clauses, { ...proofs, margin: clauses.margin });
          for (const step of all) {
            await job.play(step);
            expect(job.product).toEqual(job.reference);
          }
          played += 1;
          if (played % 100 === 0) figure('histories of proofs', played);
        }),
        { ...runs(20, 2000), ...untilLimit(), seed: SEED },
      );
    },
    IS_NIGHTLY ? 3_600_000 : 120_000,
  );
});
