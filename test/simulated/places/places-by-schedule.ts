import { DAY_MS, HOUR_MS } from '../../../lib/core/instant.ts';
import { clock, compact, isoWeek, path, stamp } from './made-names.ts';
import { EVERY, files, HOURLY, type MadePlace, MB, NIGHTLY, WEEKLY } from './made-series.ts';
import { dateOf, weekdayOf } from './made-world.ts';

/** Places of one series each, run by one schedule each. */
export const BY_SCHEDULE: readonly MadePlace[] = [
  {
    name: 'nightly',
    days: 40,
    series: [files((n) => `orders/orders-${dateOf(n)}.dump`, { seed: 1, schedule: NIGHTLY })],
  },
  {
    name: 'nightly, compact dates and times',
    days: 60,
    series: [
      files((n, at) => `orders/orders_${compact(n)}T${clock(at)}Z.sql.gz`, {
        seed: 2,
        schedule: NIGHTLY,
        growth: 0.002,
      }),
    ],
  },
  {
    name: 'nightly, two nights missing',
    days: 62,
    series: [
      files((n) => `a/b/crm-${dateOf(n)}.tar.gz`, { seed: 3, schedule: NIGHTLY, missing: [-20, -31], keptDays: 90 }),
    ],
  },
  {
    name: 'nightly, wide spread',
    days: 40,
    series: [files((n) => `crm.${dateOf(n)}.tar.zst`, { seed: 4, schedule: NIGHTLY, spreadMinutes: 180 })],
  },
  {
    name: 'nightly with companions',
    days: 30,
    series: [files((n) => `wiki/wiki-${dateOf(n)}.dump`, { seed: 5, schedule: NIGHTLY, beside: ['.sha256', '.log'] })],
  },
  {
    name: 'nightly with markers of their own',
    days: 30,
    series: [files((n) => `wiki/wiki-${dateOf(n)}.dump`, { seed: 6, schedule: NIGHTLY, beside: ['.done'] })],
  },
  {
    name: 'nightly, day first',
    days: 30,
    series: [files((n) => `db-${dateOf(n).split('-').reverse().join('-')}.bak`, { seed: 7, schedule: NIGHTLY })],
  },
  {
    name: 'nightly, seconds in the name',
    days: 30,
    series: [files((_, at) => `dump-${Math.floor(at / 1000)}.sql.gz`, { seed: 8, schedule: NIGHTLY })],
  },
  {
    name: 'weekdays',
    days: 60,
    series: [
      files((n) => `erp/erp_${dateOf(n)}.bak`, {
        seed: 9,
        schedule: 'at 22:00 on 1,2,3,4,5',
        hours: [22],
        isDay: (n) => weekdayOf(n) < 6,
        keptDays: 60,
      }),
    ],
  },
  {
    name: 'weekdays in the morning',
    days: 45,
    series: [
      files((n) => `erp/${dateOf(n)}_erp.bak`, {
        seed: 10,
        schedule: 'at 06:00 on 1,2,3,4,5',
        hours: [6],
        isDay: (n) => weekdayOf(n) < 6,
      }),
    ],
  },
  {
    name: 'all but Sundays',
    days: 60,
    series: [
      files((n) => `pos/pos-${compact(n)}.zip`, {
        seed: 11,
        schedule: 'at 23:00 on 1,2,3,4,5,6',
        hours: [23],
        spreadMinutes: 15,
        isDay: (n) => weekdayOf(n) < 7,
        keptDays: 60,
      }),
    ],
  },
  {
    name: 'twice a day',
    days: 30,
    series: [
      files((_, at) => `orders/orders-${stamp(at)}.dump`, { seed: 12, schedule: EVERY(12 * HOUR_MS), hours: [1, 13] }),
    ],
  },
  {
    name: 'twice a day, unevenly',
    days: 30,
    series: [
      files((_, at) => `orders/orders-${stamp(at)}.dump`, {
        seed: 13,
        schedule: 'at 06:00,20:00 on 1,2,3,4,5,6,7',
        hours: [6, 20],
      }),
    ],
  },
  {
    name: 'three times a working day',
    days: 40,
    series: [
      files((_, at) => `cash/cash-${stamp(at)}.csv.gz`, {
        seed: 14,
        schedule: 'at 09:00,13:00,17:00 on 1,2,3,4,5',
        hours: [9, 13, 17],
        spreadMinutes: 10,
        isDay: (n) => weekdayOf(n) < 6,
      }),
    ],
  },
  {
    name: 'weekly',
    days: 120,
    series: [
      files((n) => `full/full-${dateOf(n)}.tar`, {
        seed: 15,
        schedule: WEEKLY,
        hours: [4],
        isDay: (n) => weekdayOf(n) === 7,
        keptDays: null,
        bytes: 9e9,
      }),
    ],
  },
  {
    name: 'weekly, by week',
    days: 120,
    series: [
      files((n) => `full/2026-W${String(isoWeek(n)).padStart(2, '0')}.tar`, {
        seed: 16,
        schedule: WEEKLY,
        isDay: (n) => weekdayOf(n) === 5,
        keptDays: null,
      }),
    ],
  },
  {
    name: 'every two weeks',
    days: 200,
    series: [
      files((n) => `tape-${dateOf(n)}.tar`, {
        seed: 17,
        schedule: EVERY(14 * DAY_MS),
        isDay: (n) => n % 14 === -3 || n % 14 === 11,
        keptDays: null,
      }),
    ],
  },
  {
    name: 'monthly',
    days: 300,
    series: [
      files((n) => `books/books-${dateOf(n).slice(0, 7)}.xlsx`, {
        seed: 18,
        schedule: 'every 1 months',
        isDay: (n) => dateOf(n).endsWith('-01'),
        keptDays: null,
        bytes: 12 * MB,
      }),
    ],
  },
  {
    name: 'the last day of each month',
    days: 300,
    series: [
      files((n) => `books/${dateOf(n)}.zip`, {
        seed: 19,
        schedule: 'every 1 months',
        isDay: (n) => dateOf(n + 1).endsWith('-01'),
        keptDays: null,
      }),
    ],
  },
  {
    name: 'the first Sunday of each month',
    days: 300,
    series: [
      files((n) => `full/${dateOf(n)}-full.tar.gz`, {
        seed: 20,
        schedule: 'at 05:00 on nth 1.7',
        hours: [5],
        isDay: (n) => weekdayOf(n) === 7 && Number(dateOf(n).slice(8)) <= 7,
        keptDays: null,
      }),
    ],
  },
  {
    name: 'hourly',
    days: 8,
    series: [
      files((_, at) => `snap/snap-${stamp(at)}.rdb`, {
        seed: 21,
        schedule: HOURLY,
        hours: Array.from({ length: 24 }, (_, hour) => hour),
        spreadMinutes: 5,
        keptDays: 7,
      }),
    ],
  },
  {
    name: 'every six hours',
    days: 20,
    series: [
      files((_, at) => `snap/snap-${stamp(at)}.rdb`, {
        seed: 22,
        schedule: EVERY(6 * HOUR_MS),
        hours: [0, 6, 12, 18],
        keptDays: 14,
      }),
    ],
  },
  {
    name: 'every four hours, in date folders',
    days: 20,
    series: [
      files((n, at) => `snap/${path(n)}/${clock(at)}.rdb.gz`, {
        seed: 23,
        schedule: EVERY(4 * HOUR_MS),
        hours: [0, 4, 8, 12, 16, 20],
        keptDays: 14,
      }),
    ],
  },
];
