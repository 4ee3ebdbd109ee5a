import { DATABASES } from './made-names.ts';
import { each, files, type MadePlace, NIGHTLY } from './made-series.ts';
import { dateOf } from './made-world.ts';

/** Places of which something is wrong now. */
export const WITH_FAULTS: readonly MadePlace[] = [
  {
    name: 'a database that stopped',
    days: 30,
    series: [
      each(DATABASES.slice(0, 12), (name, index) =>
        files((n) => `daily/${name}_${dateOf(n)}.sql.gz`, {
          seed: 500 + index,
          schedule: NIGHTLY,
          ...(index === 4 ? { wrong: 'stopped' } : {}),
        }),
      ),
    ],
  },
  {
    name: 'stopped',
    days: 40,
    series: [files((n) => `orders/orders-${dateOf(n)}.dump`, { seed: 56, schedule: NIGHTLY, wrong: 'stopped' })],
  },
  {
    name: 'empty',
    days: 40,
    series: [files((n) => `orders/orders-${dateOf(n)}.dump`, { seed: 57, schedule: NIGHTLY, wrong: 'empty' })],
  },
  {
    name: 'hollow',
    days: 40,
    series: [files((n) => `orders/orders-${dateOf(n)}.sql.gz`, { seed: 58, schedule: NIGHTLY, wrong: 'hollow' })],
  },
  {
    name: 'shrunk',
    days: 40,
    series: [files((n) => `orders/orders-${dateOf(n)}.dump`, { seed: 59, schedule: NIGHTLY, wrong: 'shrunk' })],
  },
  {
    name: 'equal',
    days: 40,
    series: [files((n) => `orders/orders-${dateOf(n)}.dump`, { seed: 60, schedule: NIGHTLY, wrong: 'equal' })],
  },
];
