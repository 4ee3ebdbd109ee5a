import { compareSwitch } from '../job-change.ts';
import { type Clause, way } from './clause.ts';
import { whether } from './quantity-schema.ts';
import { good } from './units.ts';

/** `must change`: the same bytes as the run before are a miss. */
export const mustChangeClause: Clause<'must_change', true> = {
  name: 'must_change',
  ways: [
    way(
      '(must | should | has to | needs to | shall) (change | differ) [each time | every time | every run | each run]',
      () => good({ must_change: true }),
    ),
    way('(must | should) not (be | stay) (the same | identical | unchanged)', () => good({ must_change: true })),
  ],
  canonical: () => 'must change',
  toMapping: () => ({ must_change: true }),
  fromMapping: () => true,
  sentences: (text) => [text === 'true' ? 'must change' : `must change ${text}`],
  schema: whether('The same bytes as the run before are a miss'),
  docs: {
    write: 'must change',
    also: ['has to change', 'must not be the same'],
    means: 'a backup that is byte for byte the one before is a warning, three in a row are an alert',
  },
  limits: (value) => ({ mustChange: value ?? false }),
  describe: ({ mustChange }) => (mustChange ? 'must change' : null),
  compare: (before, after) => compareSwitch('must change', before.mustChange, after.mustChange),
};
