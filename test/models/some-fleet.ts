import fc from 'fast-check';
import type { FleetStep } from './fleet.ts';
import { DAY, HOUR, MINUTE } from './reference/clauses.ts';

const NAMES = ['dbs/a', 'dbs/b', 'dbs/must', 'dbs/tmp', 'cass/n1', 'cass/n2'] as const;

const someAfter = fc.oneof(
  fc.constantFrom(MINUTE, HOUR, 6 * HOUR, DAY, DAY, DAY + HOUR, 3 * DAY),
  fc.integer({ min: 1, max: 36 * 60 }).map((minutes) => minutes * MINUTE),
);
const someName = fc.constantFrom(...NAMES);
const someFactor = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 95, max: 105 }).map((percent) => percent / 100) },
  { weight: 2, arbitrary: fc.constantFrom(0, 0.3, 0.7, 1.8, 4) },
);

const someLand = fc.record({
  kind: fc.constant('land' as const),
  after: someAfter,
  names: fc.oneof({ weight: 3, arbitrary: fc.constant([...NAMES]) }, fc.uniqueArray(someName, { minLength: 1 })),
  factor: someFactor,
});
const someCheck = fc.record({ kind: fc.constant('check' as const), after: someAfter });

/** What happens to a place with members and one with nodes. */
export const someFleetSteps: fc.Arbitrary<readonly FleetStep[]> = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: someLand },
    { weight: 6, arbitrary: someCheck },
    fc.record({
      ...{ kind: fc.constant('remove' as const), after: someAfter, name: someName },
      which: fc.constantFrom('oldest' as const, 'newest' as const, 'all' as const),
    }),
    fc.record({
      ...{ kind: fc.constant('act' as const), after: someAfter, name: someName },
      verb: fc.constantFrom('fixed' as const, 'mute' as const, 'resume' as const, 'accept' as const),
    }),
    fc.record({ kind: fc.constant('retire' as const), after: someAfter, name: fc.constantFrom('dbs/a', 'dbs/b') }),
    fc.record({ kind: fc.constant('access' as const), after: someAfter, isDenied: fc.boolean() }),
  ),
  { maxLength: 40, size: '+1' },
);
