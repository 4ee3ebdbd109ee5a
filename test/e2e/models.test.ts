import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BuiltProgram } from '../models/built-program.ts';
import type { Model } from '../models/model.ts';
import { ReferenceJob } from '../models/reference/job.ts';
import { someClauses, withoutSignals } from '../models/some-clauses.ts';
import { someCommands } from '../models/some-history.ts';
import { SHAPES, Story } from '../models/story.ts';
import { figure, IS_NIGHTLY, runs, SEED, untilLimit } from '../nightly.ts';

const BEGIN = Date.parse('2026-10-18T00:00:00Z');
const ON_DISK = SHAPES.filter((shape) => !shape.startsWith('ping') && shape !== 'reported');
const ALONE = { races: false, maxCommands: IS_NIGHTLY ? 40 : 20 };

describe('the built program decides as the reference that was written from the design pages alone', () => {
  it(
    `over files, a rules doc and a store on disk, by its command line (SENTINEL_SEED=${SEED})`,
    async () => {
      let played = 0;
      await fc.assert(
        fc.asyncProperty(
          someClauses,
          fc.constantFrom(...ON_DISK),
          someCommands(ALONE),
          async (some, shape, commands) => {
            const clauses = withoutSignals(some);
            const story = new Story(shape, clauses.zone, true);
            const program = await BuiltProgram.open(clauses, story);
            try {
              const jobs: Model['jobs'] = [new ReferenceJob(clauses, false)];
              const model: Model = { now: BEGIN, passes: [], story, jobs, ordinary: 1_000_000 };
              await fc.asyncModelRun(() => ({ model, real: program }), commands);
              expect(model.jobs.map((job) => job.changes)).toContainEqual(await program.changes());
            } finally {
              await program.close();
            }
            played += 1;
            figure('histories', played);
          },
        ),
        { ...runs(6, 200), ...untilLimit(), seed: SEED },
      );
    },
    IS_NIGHTLY ? 3_600_000 : 120_000,
  );
});
