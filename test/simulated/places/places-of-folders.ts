import { clock, compact, DATABASES, DAY_NAMES, path } from './made-names.ts';
import { each, files, HOURLY, type MadePlace, MB, NIGHTLY, WEEKLY } from './made-series.ts';
import { dateOf, weekdayOf } from './made-world.ts';

/** Folders of dates, and of several databases. */
export const OF_FOLDERS: readonly MadePlace[] = [
  {
    name: 'date folders',
    days: 40,
    series: [files((n) => `orders/${path(n)}/orders.dump`, { seed: 35, schedule: NIGHTLY })],
  },
  {
    name: 'date folders of one segment',
    days: 40,
    series: [files((n) => `${dateOf(n)}/all-databases.sql.gz`, { seed: 36, schedule: NIGHTLY })],
  },
  {
    name: 'month folders',
    days: 80,
    series: [
      files((n) => `orders/${dateOf(n).slice(0, 7)}/orders-${dateOf(n)}.dump`, {
        seed: 37,
        schedule: NIGHTLY,
        keptDays: null,
      }),
    ],
  },
  {
    name: 'hive folders',
    days: 40,
    series: [
      files(
        (n) =>
          `events/year=${dateOf(n).slice(0, 4)}/month=${dateOf(n).slice(5, 7)}/day=${dateOf(n).slice(8)}/part-0.parquet`,
        { seed: 38, schedule: NIGHTLY },
      ),
    ],
  },
  {
    name: 'forty databases',
    days: 30,
    series: [
      each(DATABASES, (name, index) =>
        files((n) => `daily/${name}_${dateOf(n)}.sql.gz`, {
          seed: 100 + index,
          schedule: NIGHTLY,
          bytes: (1 + index) * 3 * MB,
          keptDays: 14,
        }),
      ),
    ],
  },
  {
    name: 'forty databases in folders',
    days: 30,
    series: [
      each(DATABASES, (name, index) =>
        files((n) => `daily/${name}/${name}_${dateOf(n)}_02h00m.${DAY_NAMES[weekdayOf(n) - 1]}.sql.gz`, {
          seed: 200 + index,
          schedule: NIGHTLY,
          bytes: (1 + index) * 3 * MB,
          keptDays: 14,
        }),
      ),
    ],
  },
  {
    name: 'databases in date folders',
    days: 30,
    series: [
      each(DATABASES.slice(0, 9), (name, index) =>
        files((n) => `${dateOf(n)}/${name}.sql.gz`, {
          seed: 300 + index,
          schedule: NIGHTLY,
          bytes: (1 + index) * 3 * MB,
          keptDays: 14,
        }),
      ),
    ],
  },
  {
    name: 'machines of numbers',
    days: 30,
    series: [
      each(['101', '102', '205', '2001', '117'], (name, index) =>
        files((n) => `dump/vzdump-qemu-${name}-${dateOf(n).replaceAll('-', '_')}-01_00_05.vma.zst`, {
          seed: 400 + index,
          schedule: NIGHTLY,
          hours: [1],
          bytes: (1 + index) * 3e9,
          beside: ['.notes'],
          keptDays: 7,
        }),
      ),
    ],
  },
  {
    name: 'full and log backups in folders',
    days: 40,
    series: [
      each(['crm', 'shop', 'hr', 'wms'], (name, index) =>
        files((n) => `SRV/${name}/FULL/SRV_${name}_FULL_${compact(n)}_010000.bak`, {
          seed: 600 + index,
          schedule: WEEKLY,
          hours: [1],
          isDay: (n) => weekdayOf(n) === 7,
        }),
      ),
      each(['crm', 'shop', 'hr', 'wms'], (name, index) =>
        files((n, at) => `SRV/${name}/LOG/SRV_${name}_LOG_${compact(n)}_${clock(at)}.trn`, {
          seed: 610 + index,
          schedule: HOURLY,
          hours: Array.from({ length: 24 }, (_, hour) => hour),
          spreadMinutes: 3,
          bytes: 4 * MB,
          breadth: 1.2,
          keptDays: 3,
        }),
      ),
    ],
  },
];
