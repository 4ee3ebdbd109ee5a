import { HOUR_MS, MINUTE_MS } from '../../../lib/core/instant.ts';
import { compact } from './made-names.ts';
import { EVERY, each, files, folders, type MadePlace, MB, NIGHTLY, WEEKLY, withOthers } from './made-series.ts';
import { dateOf, seeded, weekdayOf } from './made-world.ts';

const isSunday = (n: number) => weekdayOf(n) === 7;
/** A day of so many, by chance. */
const isOneIn = (of: number, n: number) => {
  const random = seeded(n + 90_000);
  random();
  return random() * of < 1;
};

/** Series whose past is not like their present, or not like a clock. */
export const OF_HISTORIES: readonly MadePlace[] = [
  {
    name: 'began four days ago',
    days: 4,
    series: [files((n) => `new/app-${dateOf(n)}.dump`, { seed: 2901, schedule: NIGHTLY })],
  },
  {
    name: 'hourly since this morning',
    days: 1,
    series: [
      files((n, at) => `new/app-${dateOf(n)}T${new Date(at).toISOString().slice(11, 13)}.dump`, {
        seed: 2902,
        schedule: EVERY(HOUR_MS),
        hours: Array.from({ length: 24 }, (_, hour) => hour),
        spreadMinutes: 2,
        isDay: (n) => n > -1,
      }),
    ],
  },
  {
    name: 'once a day at any time',
    days: 45,
    series: [
      files((n) => `any/app-${dateOf(n)}.dump`, { seed: 2903, schedule: null, hours: [1], spreadMinutes: 20 * 60 }),
    ],
  },
  {
    name: 'moved from two to four',
    days: 60,
    series: [files((n) => `moved/app-${dateOf(n)}.dump`, { seed: 2904, schedule: NIGHTLY, hours: [4] })].map(
      (series, _, [late]) => ({
        ...series,
        day: (n: number) =>
          (late?.day(n) ?? []).map((event) => (n < -21 ? { ...event, at: event.at - 2 * HOUR_MS } : event)),
      }),
    ),
  },
  {
    name: 'weekly, and nightly for five weeks now',
    days: 150,
    series: [
      files((n) => `often/app-${dateOf(n)}.dump`, {
        seed: 2905,
        schedule: NIGHTLY,
        isDay: (n) => n > -35 || isSunday(n),
        keptDays: null,
      }),
    ],
  },
  {
    name: 'retried now and then',
    days: 45,
    series: [
      withOthers(
        files((n, at) => `retry/app-${compact(n)}-${new Date(at).toISOString().slice(11, 16).replace(':', '')}.dump`, {
          seed: 2906,
          schedule: NIGHTLY,
        }),
        ({ at, sizeBytes }, n) =>
          isOneIn(8, n)
            ? [
                {
                  at: at + 40 * MINUTE_MS,
                  key: `retry/app-${compact(n)}-${new Date(at + 40 * MINUTE_MS).toISOString().slice(11, 16).replace(':', '')}.dump`,
                  sizeBytes,
                },
              ]
            : [],
      ),
    ].map((series) => ({ ...series, isOwn: (key: string) => key.startsWith('retry/') })),
  },
  {
    name: 'by hand between the nights',
    days: 60,
    series: [
      withOthers(
        files((n, at) => `hand/app-${compact(n)}-${new Date(at).toISOString().slice(11, 16).replace(':', '')}.dump`, {
          seed: 2907,
          schedule: NIGHTLY,
        }),
        ({ at, sizeBytes }, n) =>
          isOneIn(12, n) ? [{ at: at + 10 * HOUR_MS, key: `hand/app-${compact(n)}-1215.dump`, sizeBytes }] : [],
      ),
    ].map((series) => ({ ...series, isOwn: (key: string) => key.startsWith('hand/') })),
  },
  {
    name: 'a night in twelve is missed',
    days: 90,
    series: [
      files((n) => `holes/app-${dateOf(n)}.dump`, {
        seed: 2908,
        schedule: NIGHTLY,
        missing: Array.from({ length: 7 }, (_, index) => -85 + 12 * index),
        keptDays: null,
      }),
    ],
  },
  {
    name: 'of one size, and not the same',
    days: 45,
    series: [files((n) => `images/disk-${dateOf(n)}.img`, { seed: 2909, schedule: NIGHTLY, bytes: 8e9, breadth: 0 })],
  },
  {
    name: 'doubled two weeks ago',
    days: 60,
    series: [files((n) => `grown/app-${dateOf(n)}.dump`, { seed: 2910, schedule: NIGHTLY })].map((series) => ({
      ...series,
      day: (n: number) =>
        series.day(n).map((event) => (n > -14 ? { ...event, sizeBytes: (event.sizeBytes ?? 0) * 2 } : event)),
    })),
  },
  {
    name: 'small on Sundays',
    days: 60,
    series: [files((n) => `sales/day-${dateOf(n)}.csv.gz`, { seed: 2911, schedule: NIGHTLY, bytes: 40 * MB })].map(
      (series) => ({
        ...series,
        day: (n: number) =>
          series
            .day(n)
            .map((event) => (isSunday(n) ? { ...event, sizeBytes: Math.round((event.sizeBytes ?? 0) / 8) } : event)),
      }),
    ),
  },
  {
    name: 'a database that is new among old ones',
    days: 45,
    series: [
      each(['shop', 'crm', 'wiki', 'hr', 'fresh'], (name, index) =>
        files((n) => `nightly/${name}-${dateOf(n)}.sql.gz`, {
          seed: 2920 + index,
          schedule: NIGHTLY,
          bytes: (index + 1) * 20 * MB,
          isDay: (n) => name !== 'fresh' || n > -6,
        }),
      ),
    ],
  },
  {
    name: 'folders on weekdays, without a marker',
    days: 60,
    series: [
      folders((n) => `exports/${dateOf(n)}/`, ['sap/orders.csv', 'sap/customers.csv', 'sap/README'], null, {
        seed: 2930,
        schedule: 'at 20:00 on 1,2,3,4,5',
        hours: [20],
        isDay: (n) => weekdayOf(n) < 6,
      }),
    ],
  },
  { name: 'only empty folders', days: 3, series: [], junk: ['a/', 'b/', 'b/c/'] },
  {
    name: 'nightly dumps with a checksum list a day',
    days: 40,
    series: [
      withOthers(
        files((n) => `sums/${dateOf(n)}/shop.dump`, { seed: 2940, schedule: NIGHTLY, beside: ['.sha256', '.sig'] }),
        ({ at }, n) => [{ at, key: `sums/${dateOf(n)}/SHA256SUMS`, sizeBytes: 90 }],
      ),
    ],
  },
  {
    name: 'many gigabytes on the first Saturday',
    days: 300,
    series: [
      files((n) => `archive/vault-${compact(n)}.tar.zst`, {
        seed: 2950,
        schedule: 'at 06:00 on nth 1.6',
        hours: [6],
        isDay: (n) => weekdayOf(n) === 6 && Number(dateOf(n).slice(8)) <= 7,
        bytes: 4e12,
        keptDays: null,
      }),
    ],
  },
  {
    name: 'twice a week and at noon',
    days: 90,
    series: [
      files((n) => `erp/erp_${compact(n)}.bak`, {
        seed: 2951,
        schedule: 'at 12:00 on 2,5',
        hours: [12],
        spreadMinutes: 10,
        isDay: (n) => [2, 5].includes(weekdayOf(n)),
        bytes: 90 * MB,
        keptDays: null,
      }),
    ],
  },
];

/** Wrong in other layouts than a file a night. */
export const WITH_MORE_FAULTS: readonly MadePlace[] = [
  {
    name: 'a weekly one that stopped',
    days: 120,
    series: [
      files((n) => `w/full-${dateOf(n)}.tar`, { seed: 2961, schedule: WEEKLY, isDay: isSunday, keptDays: null }),
    ].map((series) => ({ ...series, wrong: 'stopped' as const, day: (n: number) => (n > -10 ? [] : series.day(n)) })),
  },
  {
    name: 'folders that stopped',
    days: 40,
    series: [
      folders((n) => `sync/${dateOf(n)}/`, ['a.bin', 'b.bin'], '_SUCCESS', {
        seed: 2962,
        schedule: NIGHTLY,
        wrong: 'stopped',
      }),
    ],
  },
  {
    name: 'folders that shrank',
    days: 40,
    series: [
      folders((n) => `sync/${dateOf(n)}/`, ['a.bin', 'b.bin'], '_SUCCESS', {
        seed: 2963,
        schedule: NIGHTLY,
        wrong: 'shrunk',
      }),
    ],
  },
  {
    name: 'hourly, and over since six hours',
    days: 10,
    series: [
      files((n, at) => `h/db-${compact(n)}T${new Date(at).toISOString().slice(11, 13)}.dump`, {
        seed: 2964,
        schedule: EVERY(HOUR_MS),
        hours: Array.from({ length: 24 }, (_, hour) => hour),
        spreadMinutes: 2,
        keptDays: 5,
      }),
    ].map((series) => ({
      ...series,
      wrong: 'stopped' as const,
      day: (n: number) => series.day(n).filter(({ at }) => at < Date.parse('2026-11-29T06:00:00Z')),
    })),
  },
  {
    name: 'halved',
    days: 40,
    series: [files((n) => `orders/orders-${dateOf(n)}.dump`, { seed: 2965, schedule: NIGHTLY })].map((series) => ({
      ...series,
      wrong: 'shrunk' as const,
      day: (n: number) =>
        series
          .day(n)
          .map((event) => (n >= -1 ? { ...event, sizeBytes: Math.round((event.sizeBytes ?? 0) * 0.48) } : event)),
    })),
  },
  {
    name: 'rotating names that stopped',
    days: 40,
    series: [
      files((n) => `rot/backup-${['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'][weekdayOf(n) - 1]}.tgz`, {
        seed: 2966,
        schedule: NIGHTLY,
        bytes: 90 * MB,
        wrong: 'stopped',
      }),
    ],
  },
];
