import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figure, runs, SEED, untilLimit } from '../nightly.ts';
import { auditedChanges } from '../properties/memory-stores.ts';
import { documentOf } from '../web/ping-setting.ts';
import { TIMEOUT_MS } from './histories.ts';
import type { Model } from './model.ts';
import { Product } from './product.ts';
import { ReferenceJob } from './reference/job.ts';
import { rulesOf } from './rules-of.ts';
import { someClauses, withoutSignals } from './some-clauses.ts';
import { someCommands } from './some-history.ts';
import { SHAPES, Story } from './story.ts';

/** A week before the clocks of Europe go back, and two before those of America do. */
const BEGIN = Date.parse('2026-10-18T00:00:00Z');
const RACING = { races: true, maxCommands: 60 };

describe('the product decides as the reference that was written from the design pages alone', () => {
  it(
    `over random rules, evidence, rotations, trends, actions, jumps and two checkers (SENTINEL_SEED=${SEED})`,
    async () => {
      let played = 0;
      await fc.assert(
        fc.asyncProperty(
          someClauses,
          fc.constantFrom(...SHAPES),
          someCommands(RACING),
          async (some, shape, commands) => {
            const story = new Story(shape, some.zone);
            const clauses = story.isSignalled ? some : withoutSignals(some);
            const product = new Product(documentOf(rulesOf(clauses, story)), story);
            const jobs: Model['jobs'] = [new ReferenceJob(clauses, shape === 'pings')];
            const model: Model = { now: BEGIN, passes: [], story, jobs, ordinary: 1_000_000 };
            await fc.asyncModelRun(() => ({ model, real: product }), commands);
            const audited = auditedChanges(product.stores);
            const changes = audited.map(({ from, to, reason }) => ({ from, to, reason }));
            expect(model.jobs.map((job) => job.changes)).toContainEqual(changes);
            expect(new Set(product.published)).toEqual(new Set(audited.map(({ eventId }) => eventId)));
            played += 1;
            if (played % 100 === 0) figure('histories', played);
          },
        ),
        { ...runs(80, 10_000), ...untilLimit(), seed: SEED },
      );
    },
    TIMEOUT_MS,
  );
});
