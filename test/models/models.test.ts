import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IS_NIGHTLY, runs } from '../nightly.ts';
import { auditedChanges } from '../properties/memory-stores.ts';
import { documentOf } from '../web/ping-setting.ts';
import { Product } from './product.ts';
import { sentenceOf } from './reference/clauses.ts';
import { ReferenceJob } from './reference/job.ts';
import { someClauses, someCommands } from './some-history.ts';
import { KEYS_OF, SHAPES, Story } from './story.ts';

/** A week before the clocks of Europe go back, and two before those of America do. */
const BEGIN = Date.parse('2026-10-18T00:00:00Z');
const TIMEOUT_MS = IS_NIGHTLY ? 3_600_000 : 120_000;
/** At night other histories each time; by day the same, so that a change is what makes it fail. */
const seed = Number(process.env.SENTINEL_SEED ?? (IS_NIGHTLY ? Date.now() % 2 ** 31 : 21));

describe('the product decides as the reference that was written from the design pages alone', () => {
  it(
    `over random rules, evidence, rotations, trends, actions, jumps and two checkers (SENTINEL_SEED=${seed})`,
    async () => {
      await fc.assert(
        fc.asyncProperty(someClauses, fc.constantFrom(...SHAPES), someCommands, async (clauses, shape, commands) => {
          const said = sentenceOf(clauses);
          const document = documentOf(`
version: 1
settings: { admin: sam, timezone: ${clauses.zone} }
people: { sam: { email: sam@acme.example } }
jobs: { orders: { ${KEYS_OF[shape]}, rule: '${said}' } }
`);
          const story = new Story(shape, clauses.zone);
          const product = new Product(document, story);
          const job = new ReferenceJob(clauses, shape === 'pings');
          const model = { now: BEGIN, passes: [], story, job, ordinary: 1_000_000 };
          await fc.asyncModelRun(() => ({ model, real: product }), commands);
          const audited = auditedChanges(product.stores);
          expect(audited.map(({ from, to, reason }) => ({ from, to, reason }))).toEqual(model.job.changes);
          expect(new Set(product.published)).toEqual(new Set(audited.map(({ eventId }) => eventId)));
        }),
        { ...runs(100, 10_000), seed },
      );
    },
    TIMEOUT_MS,
  );
});
