import fc from 'fast-check';
import { Act } from './act-command.ts';
import { Amend } from './amend-command.ts';
import { Check } from './check-command.ts';
import { Access, Begin, End, Fail, Land, Litter, Move, Ping, Remove, Trend, Upload } from './commands.ts';
import type { ModelCommand } from './model.ts';
import { DAY, HOUR, MINUTE } from './reference/clauses.ts';
import { someClauses } from './some-clauses.ts';

const someWait = fc.oneof(
  fc.constantFrom(MINUTE, 20 * MINUTE, HOUR, 6 * HOUR, DAY, DAY, DAY, DAY + HOUR),
  fc.integer({ min: 1, max: 36 * 60 }).map((minutes) => minutes * MINUTE),
);
const someJump = fc.oneof({ weight: 14, arbitrary: someWait }, fc.constantFrom(3 * DAY, 9 * DAY, 40 * DAY));
const someFactor = fc.oneof(
  { weight: 8, arbitrary: fc.integer({ min: 95, max: 105 }).map((percent) => percent / 100) },
  { weight: 3, arbitrary: fc.constantFrom(0.3, 0.5, 0.7, 1.8, 4) },
  { weight: 1, arbitrary: fc.constantFrom(0, 0.00002, 0.00005, 0.00007) },
);
const someLags = fc.array(fc.nat(12), { maxLength: 8 });

const someLand = fc
  .record({
    after: someJump,
    factor: someFactor,
    files: fc.constantFrom(1, 3, 5),
    repeats: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, fc.constant(true)),
    lastedMs: fc.constantFrom(MINUTE, HOUR),
    says: fc.constantFrom<Land['says']>('size', 'size', 'plain', 'nothing', 'other size', 'warned'),
    inside: fc.constantFrom<Land['inside']>('whole', 'whole', 'whole', 'hollow', 'damaged'),
    ahead: fc.oneof({ weight: 20, arbitrary: fc.constant(0) }, fc.constantFrom(10 * MINUTE, 3 * HOUR)),
  })
  .map(({ after, ...rest }) => new Land(after, rest));
const someRace = fc.oneof(
  { weight: 6, arbitrary: fc.constant([[]]) },
  { weight: 1, arbitrary: fc.tuple(someLags, someLags) },
);
const someCheckOf = (checkers: fc.Arbitrary<readonly (readonly number[])[]>) =>
  fc.tuple(fc.oneof(someWait, fc.constantFrom(0, 5 * MINUTE)), checkers).map(([after, each]) => new Check(after, each));
const someAct = fc
  .tuple(
    someWait,
    fc.constantFrom('fixed' as const, 'mute' as const, 'resume' as const, 'accept' as const, 'snooze' as const),
    fc.constantFrom(HOUR, DAY, 7 * DAY, 7 * DAY + 1),
  )
  .map(([after, verb, forMs]) => new Act(after, verb, forMs));

const someElse: readonly fc.Arbitrary<ModelCommand>[] = [
  someAct,
  someAct,
  fc
    .tuple(someWait, fc.constantFrom<Remove['which']>('oldest', 'oldest', 'newest', 'all', 'all but the newest'))
    .map(([after, which]) => new Remove(after, which)),
  fc.tuple(someWait, someClauses).map(([after, clauses]) => new Amend(after, clauses)),
  someWait.map((after) => new Begin(after)),
  someWait.map((after) => new End(after)),
  someWait.map((after) => new Fail(after)),
  someWait.map((after) => new Upload(after)),
  fc
    .record({
      after: someWait,
      says: fc.constantFrom<Ping['says']>(
        ...(['done', 'failed', 'running', 'unchanged', 'unchanged', 'warned', 'skipped', 'unreadable'] as const),
      ),
      size: fc.constantFrom(null, null, 1_000_000),
      lastedMs: fc.constantFrom(null, MINUTE, HOUR),
    })
    .map(({ after, says, size, lastedMs }) => new Ping(after, says, size, lastedMs)),
  fc.tuple(someWait, fc.nat(4)).map(([after, kind]) => new Litter(after, kind)),
  fc
    .tuple(someWait, fc.constantFrom<Access['access']>('denied', 'silent', 'open', 'open'))
    .map(([after, access]) => new Access(after, access)),
  fc.tuple(someWait, fc.boolean()).map(([after, takesAlong]) => new Move(after, takesAlong)),
  fc.tuple(someWait, fc.constantFrom(0.5, 0.9, 1.1, 2)).map(([after, factor]) => new Trend(after, factor)),
];

/** What happens to one job, one thing after the other. `races`: some checks are made by two checkers at once. */
export function someCommands({
  races,
  maxCommands,
}: {
  readonly races: boolean;
  readonly maxCommands: number;
}): fc.Arbitrary<Iterable<ModelCommand>> {
  const someCheck = someCheckOf(races ? someRace : fc.constant([[]]));
  const someNight = [someLand, someCheck, someCheck];
  return fc.commands([...someNight, ...someNight, ...someNight, someCheck, ...someElse], {
    maxCommands,
    size: '+1',
  });
}
