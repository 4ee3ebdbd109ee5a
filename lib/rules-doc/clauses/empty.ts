import { compareSwitch } from '../job-change.ts';
import { type Clause, way } from './clause.ts';
import { whether } from './quantity-schema.ts';
import { good } from './units.ts';

/** `empty is fine`: a whole but empty backup is no miss. */
export const emptyClause: Clause<'empty', true> = {
  name: 'empty',
  ways: [
    way('[an] (empty | hollow) [backup | dump | file] [is | are] (fine | ok | okay | acceptable | allowed)', () =>
      good({ empty: true }),
    ),
    way('(may | can) be empty', () => good({ empty: true })),
  ],
  canonical: () => 'empty is fine',
  toMapping: () => ({ empty: true }),
  fromMapping: () => true,
  sentences: (text) => [text === 'true' ? 'empty is fine' : `empty ${text}`],
  schema: whether('A backup that is whole and holds nothing is no miss'),
  docs: {
    write: 'empty is fine',
    also: ['may be empty', 'empty is ok'],
    means: 'a backup that is whole and holds nothing, such as the dump of an empty database, is no alert',
  },
  limits: (value) => ({ emptyIsFine: value ?? false }),
  describe: ({ emptyIsFine }) => (emptyIsFine ? 'empty is fine' : null),
  compare: (before, after) => compareSwitch('empty is fine', before.emptyIsFine, after.emptyIsFine, 'loosened'),
};
