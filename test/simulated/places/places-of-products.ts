import { HOUR_MS } from '../../../lib/core/instant.ts';
import { clock, compact, hex } from './made-names.ts';
import { EVERY, each, files, folders, KB, type MadePlace, MB, NIGHTLY, WEEKLY, withOthers } from './made-series.ts';
import { dateOf, weekdayOf } from './made-world.ts';

const LONG_DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const isSunday = (n: number) => weekdayOf(n) === 7;

/** What products write, by the names in their manuals. */
export const OF_PRODUCTS: readonly MadePlace[] = [
  {
    name: 'GitLab',
    days: 40,
    series: [
      files(
        (n, at) =>
          `${Math.floor(at / 1000)}_${dateOf(n).replaceAll('-', '_')}_16.${n < -12 ? 5 : 6}.1-ee_gitlab_backup.tar`,
        { seed: 1001, schedule: NIGHTLY, keptDays: 30 },
      ),
    ],
  },
  {
    name: 'containers of Proxmox',
    days: 30,
    series: [
      each(['105', '110', '201'], (name, index) =>
        files((n) => `dump/vzdump-lxc-${name}-${dateOf(n).replaceAll('-', '_')}-02_00_0${index}.tar.zst`, {
          seed: 1010 + index,
          schedule: NIGHTLY,
          bytes: (index + 1) * 1e9,
          beside: ['.notes'],
          keptDays: 7,
        }),
      ),
    ],
  },
  {
    name: 'UniFi',
    days: 60,
    series: [
      files((n, at) => `autobackup/autobackup_8.0.${n < -30 ? 26 : 28}_${compact(n)}_0200_${at}.unf`, {
        seed: 1020,
        schedule: WEEKLY,
        isDay: isSunday,
        bytes: 3 * MB,
        keptDays: null,
      }),
    ],
  },
  {
    name: 'UpdraftPlus',
    days: 30,
    series: [['db.gz'], ['plugins.zip', 'themes.zip', 'uploads.zip', 'others.zip']].map((names, of) =>
      each(names, (name, index) =>
        files((n) => `wp/backup_${dateOf(n)}-0200_My_Site_${hex(n + 3000).slice(0, 12)}-${name}`, {
          seed: 1030 + of + index,
          schedule: NIGHTLY,
          bytes: (of + index + 1) * 8 * MB,
          keptDays: 14,
        }),
      ),
    ),
  },
  {
    name: 'automysqlbackup',
    days: 200,
    series: [
      each(['shop', 'crm', 'wiki', 'hr'], (name, index) =>
        files((n) => `daily/${name}/daily_${name}_${dateOf(n)}_02h05m_${LONG_DAYS[weekdayOf(n) - 1]}.sql.gz`, {
          seed: 1040 + index,
          schedule: NIGHTLY,
          bytes: (index + 1) * 8 * MB,
          keptDays: 7,
        }),
      ),
      each(['shop', 'crm', 'wiki', 'hr'], (name, index) =>
        files(
          (n, at) =>
            `monthly/${name}/monthly_${name}_${dateOf(n)}_${clock(at).slice(0, 2)}h${clock(at).slice(2, 4)}m_${LONG_DAYS[weekdayOf(n) - 1]}.sql.gz`,
          {
            seed: 1050 + index,
            schedule: 'every 1 months',
            isDay: (n) => dateOf(n).endsWith('-01'),
            bytes: (index + 1) * 8 * MB,
            keptDays: null,
          },
        ),
      ),
    ],
  },
  {
    name: 'mongodump',
    days: 30,
    series: [
      folders(
        (n) => `mongo/${dateOf(n)}/`,
        [
          'shop/users.bson.gz',
          'shop/users.metadata.json.gz',
          'shop/orders.bson.gz',
          'shop/orders.metadata.json.gz',
          'admin/system.version.bson.gz',
        ],
        null,
        {
          seed: 1060,
          schedule: NIGHTLY,
          keptDays: 14,
        },
      ),
    ],
  },
  {
    name: 'barman',
    days: 60,
    series: [
      folders((n) => `main/base/${compact(n)}T010000/`, ['data.tar.gz', '16400.tar.gz', 'backup.info'], null, {
        seed: 1070,
        schedule: WEEKLY,
        hours: [1],
        isDay: isSunday,
        keptDays: 40,
      }),
    ],
  },
  {
    name: 'Elasticsearch',
    days: 40,
    series: [
      withOthers(
        files((n) => `es/snap-${hex(n + 9000).slice(0, 22)}.dat`, {
          seed: 1080,
          schedule: NIGHTLY,
          bytes: 2 * KB,
          breadth: 0.1,
          keptDays: 30,
        }),
        (event, n) => [
          { ...event, key: `es/meta-${hex(n + 9000).slice(0, 22)}.dat`, sizeBytes: 40 * KB },
          {
            ...event,
            key: `es/indices/${hex(n + 9900).slice(0, 22)}/0/__${hex(n + 9950).slice(0, 22)}`,
            sizeBytes: 9 * MB,
          },
          { ...event, key: `es/index-${n + 400}`, sizeBytes: 12 * KB },
          { ...event, key: `es/index-${n + 399}`, sizeBytes: null },
          { ...event, key: 'es/index.latest', sizeBytes: 8 },
        ],
      ),
    ],
  },
  {
    name: 'Duplicati',
    days: 40,
    series: [
      withOthers(
        files((n) => `dup/duplicati-${compact(n)}T020000Z.dlist.zip.aes`, {
          seed: 1090,
          schedule: NIGHTLY,
          bytes: 90 * KB,
          keptDays: 30,
        }),
        (event, n) => [
          { ...event, key: `dup/duplicati-b${hex(n + 11000).slice(0, 32)}.dblock.zip.aes`, sizeBytes: 50 * MB },
          { ...event, key: `dup/duplicati-i${hex(n + 12000).slice(0, 32)}.dindex.zip.aes`, sizeBytes: 20 * KB },
        ],
      ),
    ],
  },
  {
    name: 'WAL-G',
    days: 30,
    series: [
      folders(
        (n) => `basebackups_005/base_0000000100000000000000${(n + 120).toString(16).toUpperCase().padStart(2, '0')}/`,
        ['tar_partitions/part_001.tar.lz4', 'tar_partitions/part_003.tar.lz4', 'metadata.json'],
        null,
        {
          seed: 1100,
          schedule: NIGHTLY,
        },
      ),
    ],
  },
  {
    name: 'Veeam',
    days: 60,
    series: [
      files(
        (n) =>
          `Job1/Job1D${dateOf(n)}T220000_${hex(n + 13000)
            .slice(0, 4)
            .toUpperCase()}.vbk`,
        { seed: 1110, schedule: WEEKLY, hours: [22], isDay: (n) => weekdayOf(n) === 6, bytes: 90e9, keptDays: null },
      ),
      files(
        (n) =>
          `Job1/Job1D${dateOf(n)}T220000_${hex(n + 13000)
            .slice(0, 4)
            .toUpperCase()}.vib`,
        {
          seed: 1111,
          schedule: 'at 22:00 on 1,2,3,4,5,7',
          hours: [22],
          isDay: (n) => weekdayOf(n) !== 6,
          bytes: 2e9,
          breadth: 0.8,
          keptDays: null,
        },
      ),
    ],
  },
  {
    name: 'ZFS streams with two dates',
    days: 40,
    series: [
      files((n) => `zfs/tank_home@${dateOf(n - 1)}--${dateOf(n)}.zfs.zst`, {
        seed: 1120,
        schedule: NIGHTLY,
        bytes: 300 * MB,
        breadth: 1.2,
      }),
    ],
  },
  {
    name: 'pfSense',
    days: 60,
    series: [
      files((n, at) => `fw/config-pfsense.localdomain-${compact(n)}${clock(at)}.xml`, {
        seed: 1130,
        schedule: NIGHTLY,
        bytes: 90 * KB,
        breadth: 0,
        keptDays: null,
      }),
    ],
  },
  {
    name: 'Redis',
    days: 10,
    series: [
      files((_, at) => `redis/dump-${new Date(at).toISOString().slice(0, 13)}.rdb.gz`, {
        seed: 1140,
        schedule: EVERY(2 * HOUR_MS),
        hours: Array.from({ length: 12 }, (_, index) => 2 * index),
        spreadMinutes: 3,
        bytes: 30 * MB,
        keptDays: 7,
      }),
    ],
  },
  {
    name: 'globals and two databases',
    days: 40,
    series: [
      files((n) => `pg/globals_${compact(n)}.sql`, { seed: 1150, schedule: NIGHTLY, bytes: 9 * KB, breadth: 0 }),
      files((n) => `pg/shop_${compact(n)}.dump`, { seed: 1151, schedule: NIGHTLY }),
      files((n) => `pg/crm_${compact(n)}.dump`, { seed: 1152, schedule: NIGHTLY, bytes: 9 * MB }),
    ],
  },
];
