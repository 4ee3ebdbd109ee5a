import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { figure, IS_NIGHTLY, runs, SEED, untilLimit } from '../nightly.ts';
import { documentOf } from '../web/ping-setting.ts';
import { Fleet } from './fleet.ts';
import { sentenceOf } from './reference/clauses.ts';
import { startsOf } from './rules-of.ts';
import { someClauses, withoutSignals } from './some-clauses.ts';
import { someFleetSteps } from './some-fleet.ts';

const TIMEOUT_MS = IS_NIGHTLY ? 3_600_000 : 120_000;

describe('members and nodes are found and judged as the reference that was written from the design pages alone', () => {
  it(
    `over names that come, go, are retired and come back (SENTINEL_SEED=${SEED})`,
    async () => {
      let played = 0;
      await fc.assert(
        fc.asyncProperty(someClauses, someFleetSteps, async (some, steps) => {
          const clauses = withoutSignals(some);
          const document = documentOf(`
version: 1
settings: { admin: sam, timezone: ${clauses.zone} }
people: { sam: { email: sam@acme.example } }
jobs:
  dbs: { backup: "s3://acme/dbs/{each}/", each: { except: [tmp], expect: [must] }${startsOf(clauses)}, rule: '${sentenceOf(clauses)}' }
  cass: { backup: "s3://acme/cass/{node}/", nodes: [n1, n2]${startsOf(clauses)}, rule: '${sentenceOf(clauses)}' }
`);
          const fleet = new Fleet(document, clauses);
          for (const step of steps) {
            await fleet.play(step);
            expect(fleet.product).toEqual(fleet.reference);
          }
          played += 1;
          if (played % 100 === 0) figure('histories of members and nodes', played);
        }),
        { ...runs(10, 1000), ...untilLimit(), seed: SEED },
      );
    },
    TIMEOUT_MS,
  );
});
