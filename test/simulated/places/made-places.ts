import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../../../lib/core/instant.ts';
import { IS_NIGHTLY } from '../../nightly.ts';
import { dateOf, type MadeEvent, midnightOf, seeded, weekdayOf } from './made-world.ts';

const KB = 1000;
const MB = 1_000_000;
const EVERY = (ms: number) => `every ${ms / HOUR_MS} h`;
const HOURLY = EVERY(HOUR_MS);
const NIGHTLY = EVERY(DAY_MS);
const WEEKLY = EVERY(7 * DAY_MS);

/** A series of a place: what lands, and what the suggestion for it must be. */
export interface MadeSeries {
  /** The schedule as `scheduleOf` in the test writes it; null for one of no period. */
  readonly schedule: string | null;
  /** What lands on a day, in any order. */
  readonly day: (n: number) => readonly MadeEvent[];
  /** Which of the keys are its backups, and nothing else is. */
  readonly isOwn: (key: string) => boolean;
  /** Backups older than so many days are removed; null for never. */
  readonly keptDays: number | null;
  /** What is wrong with it at the end of its history. */
  readonly wrong?: 'stopped' | 'empty' | 'hollow' | 'shrunk' | 'equal';
}

/** A place with what lies in it. */
export interface MadePlace {
  readonly name: string;
  /** So many days before it is looked at it begins. */
  readonly days: number;
  readonly series: readonly MadeSeries[];
  /** Files that are there from the beginning, and belong to nothing. */
  readonly junk?: readonly string[];
}

interface Made {
  readonly seed: number;
  readonly schedule: string | null;
  /** Hours after midnight. */
  readonly hours?: readonly number[];
  readonly spreadMinutes?: number;
  readonly isDay?: (n: number) => boolean;
  readonly bytes?: number;
  /** Shares by which sizes differ. */
  readonly breadth?: number;
  readonly growth?: number;
  readonly keptDays?: number | null;
  readonly missing?: readonly number[];
  readonly wrong?: MadeSeries['wrong'];
  /** With the key of a backup: what lies beside it. */
  readonly beside?: readonly string[];
}

/** A series of files: `key` names one by the day and the time that it lands. */
function files(key: (n: number, at: Instant, index: number) => string, made: Made): MadeSeries {
  const {
    seed,
    schedule,
    hours = [2],
    spreadMinutes = 25,
    isDay = () => true,
    bytes = 400 * MB,
    breadth = 0.05,
  } = made;
  const own = new Set<string>();
  const landed = (n: number): readonly MadeEvent[] => {
    if (!isDay(n) || made.missing?.includes(n) || (made.wrong === 'stopped' && n > -6)) return [];
    return hours.flatMap((hour, index) => {
      const random = seeded(seed * 100_003 + n * 37 + index);
      random();
      const at = Math.floor(midnightOf(n) + hour * HOUR_MS + random() * spreadMinutes * MINUTE_MS);
      const grown = bytes * (1 + (made.growth ?? 0) * n);
      const sizeBytes = wrongSize(made.wrong, n, Math.round(grown * (1 - breadth / 2 + breadth * random())));
      const name = key(n, at, index);
      own.add(name);
      const mark = made.wrong === 'equal' && n > -5 ? { mark: 'same', sizeBytes: bytes } : { sizeBytes };
      return [
        { at, key: name, ...mark },
        ...(made.beside ?? []).map((ending) => ({ at: at + MINUTE_MS, key: name + ending, sizeBytes: 90 })),
      ];
    });
  };
  return {
    schedule,
    day: landed,
    isOwn: (name) => own.has(name),
    keptDays: made.keptDays === undefined ? 45 : made.keptDays,
    ...(made.wrong === undefined ? {} : { wrong: made.wrong }),
  };
}

function wrongSize(wrong: MadeSeries['wrong'], n: number, sizeBytes: number): number {
  if (n < -1) return sizeBytes;
  if (wrong === 'empty') return 0;
  if (wrong === 'hollow') return 20;
  return wrong === 'shrunk' ? Math.round(sizeBytes / 6) : sizeBytes;
}

/** Each run is a folder of files, with a marker where it has a name. */
function folders(
  folder: (n: number, at: Instant) => string,
  names: readonly string[],
  marker: string | null,
  made: Made,
): MadeSeries {
  const series = files((n, at) => folder(n, at), { ...made, beside: [] });
  const own = new Set<string>();
  return {
    ...series,
    day: (n) =>
      series.day(n).flatMap(({ at, key, sizeBytes }) => [
        ...names.map((name, index) => {
          own.add(key + name);
          return { at: at + index * 1000, key: key + name, sizeBytes: Math.round((sizeBytes ?? 0) / names.length) };
        }),
        ...(marker === null ? [] : [{ at: at + names.length * 1000, key: key + marker, sizeBytes: 0 }]),
      ]),
    isOwn: (name) => own.has(name),
  };
}

/** The same for each of several names. */
function each(names: readonly string[], one: (name: string, index: number) => MadeSeries): MadeSeries {
  const all = names.map(one);
  const [first] = all;
  const own = new Set<string>();
  const wrong = all.find((series) => series.wrong)?.wrong;
  return {
    schedule: first?.schedule ?? null,
    keptDays: first?.keptDays ?? null,
    day: (n) =>
      all.flatMap((series) => {
        const events = series.day(n);
        for (const { key } of events) if (series.isOwn(key)) own.add(key);
        return events;
      }),
    isOwn: (key) => own.has(key),
    ...(wrong === undefined ? {} : { wrong }),
  };
}

const stamp = (at: Instant) => new Date(at).toISOString().slice(0, 16).replace(/[-:]/g, '').replace('T', '-');
const clock = (at: Instant) => new Date(at).toISOString().slice(11, 19).replaceAll(':', '');
const compact = (n: number) => dateOf(n).replaceAll('-', '');
const path = (n: number) => dateOf(n).replaceAll('-', '/');
const hex = (seed: number) => {
  const random = seeded(seed);
  return Array.from({ length: 64 }, () => Math.floor(random() * 16).toString(16)).join('');
};
const DAY_NAMES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const DATABASES = Array.from(
  { length: 40 },
  (_, index) =>
    ['shop', 'crm', 'wiki-eu-1', 'app_db2', 'hr', 'x9', 'billing', 'mail'][index % 8] + (index < 8 ? '' : `${index}`),
);
const TABLES = Array.from({ length: 12 }, (_, index) => `shop.t${index}.00000.sql.gz`);

/** WAL files have names that go on. */
function wal(folder: string, seed: number, perHour: number, ending = ''): MadeSeries {
  return files(
    (n, _at, index) =>
      `${folder}/0000000100000000${((n + 400) * 24 * perHour + index).toString(16).toUpperCase().padStart(8, '0')}${ending}`,
    {
      seed,
      schedule: EVERY(HOUR_MS / perHour),
      hours: Array.from({ length: 24 * perHour }, (_, index) => index / perHour),
      spreadMinutes: 2,
      bytes: 16 * MB,
      breadth: ending === '' ? 0 : 0.6,
      keptDays: 4,
    },
  );
}

/** A mirror is written at night, some nights not at all. */
function mirror(folder: string, seed: number): MadeSeries {
  const random = seeded(seed);
  const many = Array.from(
    { length: 300 },
    (_, index) =>
      `${folder}${['2024/trip', '2025/home', 'docs', 'docs/tax'][index % 4]}/IMG_${1000 + index}.${index % 3 === 0 ? 'jpg' : 'pdf'}`,
  );
  let next = 0;
  return {
    schedule: null,
    keptDays: null,
    isOwn: (key) => key.startsWith(folder),
    day: (n) => {
      const at = midnightOf(n) + 3 * HOUR_MS + random() * 20 * MINUTE_MS;
      if (n === -60) return many.map((key) => ({ at, key, sizeBytes: Math.round(3 * MB * (0.5 + random())) }));
      if (n % 4 === 0) return [];
      next += 1;
      return [{ at, key: `${folder}2026/new/IMG_${5000 + next}.jpg`, sizeBytes: 3 * MB }];
    },
  };
}

/** A repository of restic: snapshots that are forgotten but for the newest, and data that stays. */
function restic(folder: string, seed: number): MadeSeries {
  const snapshots = files((n) => `${folder}/snapshots/${hex(seed * 1000 + n + 500)}`, {
    seed,
    schedule: NIGHTLY,
    bytes: 320,
    breadth: 0.2,
  });
  return {
    ...snapshots,
    keptDays: 20,
    isOwn: (key) => key.startsWith(`${folder}/snapshots/`),
    day: (n) => [
      ...(n === -60
        ? ['config', `keys/${hex(seed)}`].map((name) => ({
            at: midnightOf(n),
            key: `${folder}/${name}`,
            sizeBytes: 155,
          }))
        : []),
      ...snapshots.day(n).flatMap((event) => {
        const id = hex(seed * 2000 + n + 900);
        return [
          event,
          { ...event, key: `${folder}/data/${id.slice(0, 2)}/${id}`, sizeBytes: 5 * MB },
          { ...event, key: `${folder}/index/${id}`, sizeBytes: 9 * KB },
        ];
      }),
    ],
  };
}

function borg(folder: string, seed: number): MadeSeries {
  const segments = files((n) => `${folder}/data/0/${900 + 2 * n}`, {
    seed,
    schedule: NIGHTLY,
    bytes: 60 * MB,
    breadth: 0.5,
    keptDays: null,
  });
  return {
    ...segments,
    isOwn: (key) => key.startsWith(`${folder}/index.`),
    day: (n) => [
      ...(n === -60
        ? ['config', 'README', 'nonce'].map((name) => ({ at: midnightOf(n), key: `${folder}/${name}`, sizeBytes: 200 }))
        : []),
      ...segments
        .day(n)
        .flatMap((event) => [
          event,
          { ...event, key: `${folder}/index.${900 + 2 * n}`, sizeBytes: 4 * MB + 1000 * n },
          { ...event, key: `${folder}/hints.${900 + 2 * n}`, sizeBytes: 900 },
          { ...event, key: `${folder}/index.${898 + 2 * n}`, sizeBytes: null },
          { ...event, key: `${folder}/hints.${898 + 2 * n}`, sizeBytes: null },
        ]),
    ],
  };
}

/** The places, and what lies in them. Nothing of it is kept: it is made again for each test, the same from its seeds. */
export const MADE_PLACES: readonly MadePlace[] = [
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
  { name: 'WAL', days: 5, series: [wal('wal', 24, 4)] },
  { name: 'WAL, compressed', days: 5, series: [wal('pg/wal', 25, 12, '.gz')] },
  {
    name: 'base backups beside WAL',
    days: 30,
    series: [wal('pg/wal', 26, 2), files((n) => `pg/base/base-${dateOf(n)}.tar.gz`, { seed: 27, schedule: NIGHTLY })],
  },
  {
    name: 'folders with a marker',
    days: 30,
    series: [
      folders((n) => `sync/${dateOf(n)}T0200/`, ['a.bin', 'b.bin', 'c.bin'], '_SUCCESS', {
        seed: 28,
        schedule: NIGHTLY,
      }),
    ],
  },
  {
    name: 'numbered folders with a marker',
    days: 30,
    series: [
      folders((n) => `runs/run-${String(n + 500).padStart(5, '0')}/`, ['data.tar', 'schema.sql'], '.done', {
        seed: 29,
        schedule: NIGHTLY,
      }),
    ],
  },
  {
    name: 'mydumper',
    days: 20,
    series: [
      folders((n) => `dumps/export-${compact(n)}-020000/`, TABLES, 'metadata', {
        seed: 30,
        schedule: NIGHTLY,
        keptDays: 15,
      }),
    ],
  },
  {
    name: 'pg_basebackup',
    days: 60,
    series: [
      folders((n) => `base/${dateOf(n)}/`, ['base.tar.gz', 'pg_wal.tar.gz', 'backup_manifest'], null, {
        seed: 31,
        schedule: WEEKLY,
        isDay: (n) => weekdayOf(n) === 6,
        keptDays: null,
      }),
    ],
  },
  {
    name: 'pgBackRest',
    days: 60,
    series: [
      folders(
        (n) => `backup/main/${compact(n)}-010000F/`,
        ['pg_data/base/1/112.gz', 'pg_data/base/1/113.gz'],
        'backup.manifest',
        { seed: 32, schedule: WEEKLY, isDay: (n) => weekdayOf(n) === 7, keptDays: 40 },
      ),
      folders(
        (n) => `backup/main/${compact(n - (weekdayOf(n) % 7))}-010000F_${compact(n)}-010000D/`,
        ['pg_data/base/1/112.gz'],
        'backup.manifest',
        {
          seed: 33,
          schedule: 'at 01:00 on 1,2,3,4,5,6',
          hours: [1],
          isDay: (n) => weekdayOf(n) < 7,
          bytes: 30 * MB,
          keptDays: 40,
        },
      ),
    ],
  },
  {
    name: 'Velero',
    days: 20,
    series: [
      folders(
        (n) => `backups/daily-${compact(n)}020000/`,
        ['velero-backup.json', 'resources.tar.gz', 'logs.gz', 'contents.json.gz'],
        null,
        { seed: 34, schedule: NIGHTLY, bytes: 5 * MB },
      ),
    ],
  },
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
  { name: 'restic', days: 60, series: [restic('home', 43)] },
  { name: 'restic at the top', days: 60, series: [restic('r', 44)] },
  { name: 'borg', days: 60, series: [borg('files', 45)] },
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
  {
    name: 'increments of all sizes',
    days: 60,
    series: [
      files((n) => `inc/inc-${dateOf(n)}.tar.zst`, { seed: 61, schedule: NIGHTLY, bytes: 50 * MB, breadth: 1.8 }),
    ],
  },
  { name: 'duplicity', days: 30, series: [parts()] },
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

/** Volumes of one run, with a manifest. */
function parts(): MadeSeries {
  const runs = files((n) => `dup/duplicity-inc.${compact(n - 1)}T020000Z.to.${compact(n)}T020000Z`, {
    seed: 62,
    schedule: NIGHTLY,
    keptDays: 25,
  });
  const own = new Set<string>();
  return {
    ...runs,
    isOwn: (key) => own.has(key),
    day: (n) =>
      runs.day(n).flatMap((event) => {
        const volumes = Array.from(
          { length: 6 + (Math.abs(n) % 3) },
          (_, index) => `${event.key}.vol${index + 1}.difftar.gpg`,
        );
        for (const volume of volumes) own.add(volume);
        return volumes.map((key, index) => ({
          at: event.at + index * 20_000,
          key,
          sizeBytes: index === volumes.length - 1 ? 90 * MB : 200 * MB,
        }));
      }),
  };
}

function isoWeek(n: number): number {
  const monday = midnightOf(n) - (weekdayOf(n) - 1) * DAY_MS;
  return Math.round((monday - Date.parse('2025-12-29T00:00:00Z')) / (7 * DAY_MS)) + 1;
}
