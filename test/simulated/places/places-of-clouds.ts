import { HOUR_MS } from '../../../lib/core/instant.ts';
import { compact, hex, path } from './made-names.ts';
import { EVERY, each, files, folders, KB, type MadePlace, MB, NIGHTLY, WEEKLY, withOthers } from './made-series.ts';
import { dateOf, midnightOf, weekdayOf } from './made-world.ts';

const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
const two = (value: number) => String(value).padStart(2, '0');
const unix = (at: number) => Math.floor(at / 1000);
const uuid = (seed: number) => hex(seed).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');

/** What services of clouds and clusters write. */
export const OF_CLOUDS: readonly MadePlace[] = [
  {
    name: 'CloudTrail of two regions',
    days: 6,
    series: ['eu-west-1', 'us-east-1'].map((region, index) =>
      files(
        (n, at, slot) =>
          `AWSLogs/123456789012/CloudTrail/${region}/${path(n)}/123456789012_CloudTrail_${region}_${compact(n)}T${new Date(at).toISOString().slice(11, 16).replace(':', '')}Z_${hex((n + 500) * 96 + slot + index * 90_000).slice(0, 16)}.json.gz`,
        {
          seed: 2600 + index,
          schedule: EVERY(HOUR_MS / 4),
          hours: Array.from({ length: 96 }, (_, slot) => slot / 4),
          spreadMinutes: 2,
          bytes: 20 * KB,
          breadth: 1.2,
          keptDays: null,
        },
      ),
    ),
  },
  {
    name: 'partitions by dt and hour',
    days: 12,
    series: [
      files(
        (n, _at, hour) =>
          `lake/events/dt=${dateOf(n)}/hour=${two(hour)}/part-00000-${uuid((n + 500) * 24 + hour)}-c000.snappy.parquet`,
        {
          seed: 2610,
          schedule: EVERY(HOUR_MS),
          hours: HOURS,
          spreadMinutes: 4,
          bytes: 9 * MB,
          breadth: 0.4,
          keptDays: 10,
        },
      ),
    ],
  },
  {
    name: 'partitions by year, month and day, of three tables',
    days: 30,
    series: [
      each(['orders', 'users', 'clicks'], (table, index) =>
        files(
          (n) =>
            `lake/${table}/year=${dateOf(n).slice(0, 4)}/month=${dateOf(n).slice(5, 7)}/day=${dateOf(n).slice(8)}/data-${uuid(n + 500 + index * 900)}.parquet`,
          {
            seed: 2620 + index,
            schedule: NIGHTLY,
            hours: [1 + index],
            bytes: (index + 1) * 60 * MB,
            keptDays: null,
          },
        ),
      ),
    ],
  },
  {
    name: 'Firehose',
    days: 8,
    series: [
      files(
        (n, at, hour) =>
          `events/${path(n)}/${two(hour)}/stream-1-${dateOf(n)}-${new Date(at).toISOString().slice(11, 19).replaceAll(':', '-')}-${uuid((n + 700) * 24 + hour)}.gz`,
        {
          seed: 2630,
          schedule: EVERY(HOUR_MS),
          hours: HOURS,
          spreadMinutes: 5,
          bytes: 4 * MB,
          breadth: 0.8,
          keptDays: null,
        },
      ),
    ],
  },
  {
    name: 'exports of RDS',
    days: 25,
    series: [
      folders(
        (n) => `rds/orders-${dateOf(n)}/`,
        [
          `orders/public.users/1/part-00000-${uuid(77)}-c000.gz.parquet`,
          'orders/public.users/1/_success',
          `orders/public.orders/1/part-00000-${uuid(78)}-c000.gz.parquet`,
          'orders/public.orders/1/_success',
        ],
        'export_info.json',
        { seed: 2640, schedule: NIGHTLY, keptDays: 14 },
      ),
    ],
  },
  {
    name: 'exports of DynamoDB',
    days: 25,
    series: [
      folders(
        (n, at) => `dynamodb/AWSDynamoDB/0${at}-${hex(n + 33000).slice(0, 8)}/`,
        [
          'data/a1b2.json.gz',
          'data/c3d4.json.gz',
          'manifest-files.json',
          'manifest-files.md5',
          'manifest-summary.md5',
          '_started',
        ],
        'manifest-summary.json',
        { seed: 2650, schedule: NIGHTLY, keptDays: 14 },
      ),
    ],
  },
  {
    name: 'Velero, two schedules',
    days: 25,
    series: [
      folders(
        (n) => `backups/daily-${compact(n)}020000/`,
        ['velero-backup.json', 'daily.tar.gz', 'logs.gz', 'podvolumebackups.json.gz'],
        null,
        { seed: 2660, schedule: NIGHTLY, bytes: 5 * MB, keptDays: 14 },
      ),
      folders(
        (n) => `backups/weekly-full-${compact(n)}030000/`,
        ['velero-backup.json', 'weekly.tar.gz', 'logs.gz', 'podvolumebackups.json.gz'],
        null,
        {
          seed: 2661,
          schedule: WEEKLY,
          isDay: (n) => weekdayOf(n) === 7,
          hours: [3],
          bytes: 9 * MB,
          keptDays: null,
        },
      ),
    ],
  },
  {
    name: 'Kopia in a bucket',
    days: 30,
    series: [
      withOthers(
        files((n) => `kopia/q${hex(n + 34000).slice(0, 32)}-s${hex(n + 35000).slice(0, 17)}`, {
          seed: 2670,
          schedule: NIGHTLY,
          bytes: 90 * KB,
          breadth: 0.4,
          keptDays: null,
        }),
        ({ at }, n) => [
          { at, key: `kopia/p${hex(n + 36000).slice(0, 32)}-s${hex(n + 35000).slice(0, 17)}`, sizeBytes: 21 * MB },
          {
            at: at + 1000,
            key: `kopia/xn0_${hex(n + 37000).slice(0, 32)}-s${hex(n + 35000).slice(0, 17)}-c1`,
            sizeBytes: 9 * KB,
          },
          {
            at: at + 2000,
            key: `kopia/_log_${compact(n)}0200_${hex(n + 38000).slice(0, 4)}_${unix(at)}_${unix(at) + 9}_1_${hex(n + 39000).slice(0, 32)}`,
            sizeBytes: 2 * KB,
          },
        ],
      ),
    ],
    junk: ['kopia/kopia.repository', 'kopia/kopia.blobcfg', 'kopia/kopia.maintenance'],
  },
  {
    name: 'Helm of a registry, milliseconds as a name',
    days: 30,
    series: [files((_n, at) => `registry/backup-${at}.tar.gz`, { seed: 2680, schedule: NIGHTLY, keptDays: 20 })],
  },
  {
    name: 'one bucket for regions, environments and services',
    days: 20,
    series: ['eu', 'us'].flatMap((region, outer) =>
      ['prod', 'stage'].map((environment, middle) =>
        each(['shop', 'crm', 'wiki'], (service, inner) =>
          files((n) => `${region}/${environment}/${service}/${dateOf(n)}.sql.zst`, {
            seed: 2700 + outer * 20 + middle * 5 + inner,
            schedule: NIGHTLY,
            bytes: (inner + 2) * 20 * MB,
            keptDays: 14,
          }),
        ),
      ),
    ),
  },
  {
    name: 'state of machines beside a log of access',
    days: 15,
    series: [
      files((n) => `snapshots/vol-0a1b2c3d4e5f67890/${dateOf(n)}.img.zst`, {
        seed: 2730,
        schedule: NIGHTLY,
        bytes: 2e9,
      }),
      files((n) => `snapshots/vol-0f9e8d7c6b5a43210/${dateOf(n)}.img.zst`, {
        seed: 2731,
        schedule: NIGHTLY,
        bytes: 3e9,
      }),
    ],
    junk: Array.from(
      { length: 30 },
      (_, index) =>
        `access/${new Date(midnightOf(-40)).toISOString().slice(0, 10)}-${hex(index + 41000)
          .slice(0, 16)
          .toUpperCase()}`,
    ),
  },
];
