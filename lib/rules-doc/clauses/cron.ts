import * as z from 'zod';
import { type Clause, way } from './clause.ts';
import { good } from './units.ts';

/** `cron "0 2 * * 1-5"`: five fields, or a name such as `@daily`. */
export const cronClause: Clause<'cron', string> = {
  name: 'cron',
  ways: [way<[string]>('{cron}', (cron) => good({ cron }))],
  canonical: (expression) => `cron "${expression}"`,
  toMapping: (cron) => ({ cron }),
  fromMapping: (mapping) => String(mapping.cron),
  sentences: (text) => [`cron "${text}"`],
  schema: z
    .string()
    .meta({ description: 'Five fields in place of at: 0 2 * * 1-5, or @daily', examples: ['0 2 * * 1-5', '@daily'] }),
  docs: {
    write: 'cron "0 2 * * 1-5"',
    also: ['0 2 * * 1-5', '@daily', 'cron 30 4 * * sun'],
    means: 'the times of a cron table: minute, hour, day of month, month, day of week',
  },
  excludes: ['every', 'at'],
  follows: ['at', 'every'],
  limits: null,
  describe: () => null,
  compare: () => null,
};
