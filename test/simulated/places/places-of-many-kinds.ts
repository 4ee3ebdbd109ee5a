import { IS_NIGHTLY } from '../../nightly.ts';
import { compact, DAY_NAMES, stamp } from './made-names.ts';
import { each, files, HOURLY, type MadePlace, MB, NIGHTLY, WEEKLY } from './made-series.ts';
import { mirror } from './made-tools.ts';
import { dateOf, weekdayOf } from './made-world.ts';

/** Mirrors, names that are used again, junk, and places of many keys. */
export const OF_MANY_KINDS: readonly MadePlace[] = [
  { name: 'a mirror', days: 60, series: [mirror('photos/', 46)] },
  {
    name: 'a mirror beside a series',
    days: 60,
    series: [mirror('share/', 47), files((n) => `db/orders-${dateOf(n)}.dump`, { seed: 48, schedule: NIGHTLY })],
  },
  {
    name: 'weekdays as names',
    days: 30,
    series: [
      files((n) => `rot/backup-${DAY_NAMES[weekdayOf(n) - 1]}.tar.gz`, { seed: 49, schedule: NIGHTLY, keptDays: null }),
    ],
  },
  {
    name: 'days of the month as names',
    days: 60,
    series: [files((n) => `rot/db.${dateOf(n).slice(8)}.dump`, { seed: 50, schedule: NIGHTLY, keptDays: null })],
  },
  {
    name: 'counters',
    days: 30,
    series: [
      files((n) => `tape/job-${String(n + 7000).padStart(6, '0')}.bak`, { seed: 51, schedule: NIGHTLY, keptDays: 20 }),
    ],
  },
  {
    name: 'mixed, with junk',
    days: 40,
    series: [
      files((n) => `orders-${dateOf(n)}.dump`, { seed: 52, schedule: NIGHTLY }),
      files((n) => `shop_full_${compact(n)}.sql.gz`, {
        seed: 53,
        schedule: WEEKLY,
        isDay: (n) => weekdayOf(n) === 7,
        keptDays: null,
      }),
      files((n) => `config/etc-${dateOf(n)}.tar.gz`, { seed: 54, schedule: NIGHTLY, bytes: 2 * MB }),
    ],
    junk: [
      'README.txt',
      'restore.sh',
      'old/orders-before-move.dump',
      'old/test.sql',
      '.DS_Store',
      'config/backup.log',
      'notes/todo.md',
    ],
  },
  {
    name: 'thinned out',
    days: 300,
    series: [
      files((n) => `gfs/orders-${dateOf(n)}.dump`, {
        seed: 55,
        schedule: NIGHTLY,
        isDay: (n) => n > -20 || (n > -70 && n % 7 === 0) || dateOf(n).endsWith('-01'),
        keptDays: null,
      }),
    ],
  },
  {
    name: 'increments of all sizes',
    days: 60,
    series: [
      files((n) => `inc/inc-${dateOf(n)}.tar.zst`, { seed: 61, schedule: NIGHTLY, bytes: 50 * MB, breadth: 1.8 }),
    ],
  },
  {
    name: 'many keys',
    // 192,000 of them.
    days: IS_NIGHTLY ? 160 : 30,
    series: [
      each(
        Array.from({ length: 50 }, (_, index) => `db${String(index).padStart(2, '0')}`),
        (name, index) =>
          files((_, at) => `hourly/${name}/${name}-${stamp(at)}.dump`, {
            seed: 700 + index,
            schedule: HOURLY,
            hours: Array.from({ length: 24 }, (_, hour) => hour),
            spreadMinutes: 5,
            bytes: 2 * MB,
            keptDays: null,
          }),
      ),
    ],
  },
];
