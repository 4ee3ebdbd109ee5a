import fc from 'fast-check';
import { describe, it } from 'vitest';
import { SEED } from '../nightly.ts';
import { Fleet } from './fleet.ts';
import { documentIn, playHistories, TIMEOUT_MS } from './histories.ts';
import { sentenceOf } from './reference/clauses.ts';
import { startsOf } from './rules-of.ts';
import { someClauses, withoutSignals } from './some-clauses.ts';
import { someFleetSteps } from './some-fleet.ts';

describe('members and nodes are found and judged as the reference that was written from the design pages alone', () => {
  it(
    `over names that come, go, are retired and come back (SENTINEL_SEED=${SEED})`,
    () =>
      playHistories(
        'histories of members and nodes',
        [10, 1000],
        fc.tuple(someClauses, someFleetSteps),
        ([some, steps]) => {
          const clauses = withoutSignals(some);
          const rule = `${startsOf(clauses)}, rule: '${sentenceOf(clauses)}'`;
          const document = documentIn(
            clauses.zone,
            `  dbs: { backup: "s3://acme/dbs/{each}/", each: { except: [tmp], expect: [must] }${rule} }
  cass: { backup: "s3://acme/cass/{node}/", nodes: [n1, n2]${rule} }`,
          );
          return { pair: new Fleet(document, clauses), steps };
        },
      ),
    TIMEOUT_MS,
  );
});
