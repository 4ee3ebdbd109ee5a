import fc from 'fast-check';
import { describe, it } from 'vitest';
import { SEED } from '../nightly.ts';
import { documentIn, playHistories, TIMEOUT_MS } from './histories.ts';
import { MIRRORS, MirroredJob, type MirrorStep } from './mirrored.ts';
import { DAY, HOUR, MINUTE, sentenceOf } from './reference/clauses.ts';
import { startsOf } from './rules-of.ts';
import { someClauses, withoutSignals } from './some-clauses.ts';

const someAfter = fc.constantFrom(MINUTE, HOUR, HOUR, 6 * HOUR, DAY, DAY, DAY + HOUR, 3 * DAY);
const someStep: fc.Arbitrary<MirrorStep> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('check' as const), after: someAfter }) },
  {
    weight: 4,
    arbitrary: fc.record({
      ...{ kind: fc.constant('sync' as const), after: someAfter, keepsTimes: fc.boolean() },
      share: fc.constantFrom(1, 1, 1, 0.9, 0.4, 0.1, 0),
      says: fc.constantFrom<Extract<MirrorStep, { kind: 'sync' }>['says']>(
        ...(['done', 'done', 'done', 'unchanged', 'failed', 'nothing', 'running', 'warned'] as const),
      ),
    }),
  },
  fc.record({
    ...{ kind: fc.constant('act' as const), after: someAfter },
    verb: fc.constantFrom('fixed' as const, 'mute' as const, 'resume' as const, 'accept' as const),
  }),
  fc.record({
    ...{ kind: fc.constant('access' as const), after: someAfter },
    access: fc.constantFrom('denied' as const, 'silent' as const, 'open' as const, 'open' as const),
  }),
);
const someKind = fc.constantFrom<keyof typeof MIRRORS>('plain', 'marked', 'pinged');

describe('mirrors are counted and judged as by the reference that was written from the design pages alone', () => {
  it(
    `one copy that is updated in place (SENTINEL_SEED=${SEED})`,
    () => {
      const some = fc.tuple(someClauses, someKind, fc.array(someStep, { maxLength: 40, size: '+1' }));
      return playHistories('histories of mirrors', [20, 2000], some, ([anyClauses, kind, steps]) => {
        const clauses = withoutSignals(anyClauses);
        const asked = `${MIRRORS[kind]}${startsOf(clauses)}, rule: '${sentenceOf(clauses)}'`;
        const document = documentIn(clauses.zone, `  orders: { backup: "s3://acme/orders/", mirror: true${asked} }`);
        return { pair: new MirroredJob(document, clauses, kind), steps };
      });
    },
    TIMEOUT_MS,
  );
});
