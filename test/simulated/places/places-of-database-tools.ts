import { HOUR_MS, MINUTE_MS } from '../../../lib/core/instant.ts';
import { clock, compact, hex } from './made-names.ts';
import { EVERY, each, files, folders, KB, type MadePlace, MB, NIGHTLY, WEEKLY, withOthers } from './made-series.ts';
import { wal } from './made-tools.ts';
import { dateOf, weekdayOf } from './made-world.ts';

const isSunday = (n: number) => weekdayOf(n) === 7;
const QUARTERS = Array.from({ length: 96 }, (_, index) => index / 4);
const unix = (at: number) => Math.floor(at / 1000);

/** What the tools of databases write, by the names in their manuals. */
export const OF_DATABASE_TOOLS: readonly MadePlace[] = [
  {
    name: 'a repository of pgBackRest with its archive',
    days: 12,
    series: [
      folders(
        (n) => `backup/main/${compact(n)}-010000F/`,
        ['pg_data/base/1/112.gz', 'pg_data/PG_VERSION.gz'],
        'backup.manifest',
        {
          seed: 2001,
          schedule: NIGHTLY,
          hours: [1],
        },
      ),
      files(
        (n, _at, index) =>
          `archive/main/16-1/0000000100000000/0000000100000000${((n + 400) * 96 + index).toString(16).toUpperCase().padStart(8, '0')}-${hex((n + 400) * 96 + index).slice(0, 40)}.gz`,
        {
          seed: 2002,
          schedule: EVERY(HOUR_MS / 4),
          hours: QUARTERS,
          spreadMinutes: 2,
          bytes: 9 * MB,
          breadth: 0.6,
          keptDays: 4,
        },
      ),
    ],
    junk: [
      'archive/main/archive.info',
      'archive/main/archive.info.copy',
      'backup/main/backup.info',
      'backup/main/backup.info.copy',
    ],
  },
  {
    name: 'a file for each table, in folders of dates and databases',
    days: 25,
    series: [
      each(['shop', 'crm', 'wiki', 'hr', 'mail'], (name, database) =>
        folders(
          (n) => `mysql/${dateOf(n)}/${name}/`,
          Array.from({ length: 9 }, (_, index) => `${name}.t${index}.sql.gz`),
          null,
          { seed: 2010 + database, schedule: NIGHTLY, bytes: 40 * MB, keptDays: 14 },
        ),
      ),
    ],
  },
  {
    name: 'a file for each table, in the folder of a date',
    days: 25,
    series: [
      folders(
        (n) => `tables/${dateOf(n)}/`,
        ['customers.sql.gz', 'orders.sql.gz', 'order_lines.sql.gz', 'stock.sql.gz', 'prices.sql.gz'],
        'COMPLETE',
        { seed: 2020, schedule: NIGHTLY, keptDays: 14 },
      ),
    ],
  },
  {
    name: 'etcd of k3s',
    days: 20,
    series: [
      files((_n, at) => `etcd-snapshot-ip-10-0-1-5-${unix(at)}`, {
        seed: 2030,
        schedule: EVERY(12 * HOUR_MS),
        hours: [0, 12],
        spreadMinutes: 1,
        bytes: 30 * MB,
        keptDays: 5,
      }),
    ],
  },
  {
    name: 'Ola Hallengren',
    days: 30,
    series: [
      each(['Shop', 'CRM', 'DWH_2019', 'master', 'msdb'], (name, index) =>
        files((n, at) => `SQL01/${name}/FULL/SQL01_${name}_FULL_${compact(n)}_${clock(at)}.bak`, {
          seed: 2040 + index,
          schedule: WEEKLY,
          isDay: isSunday,
          bytes: (index + 1) * 40 * MB,
          keptDays: 22,
        }),
      ),
      each(['Shop', 'CRM', 'DWH_2019', 'msdb'], (name, index) =>
        files((n, at) => `SQL01/${name}/DIFF/SQL01_${name}_DIFF_${compact(n)}_${clock(at)}.bak`, {
          seed: 2050 + index,
          schedule: 'at 02:00 on 1,2,3,4,5,6',
          isDay: (n) => !isSunday(n),
          bytes: (index + 1) * 9 * MB,
          keptDays: 22,
        }),
      ),
      each(['Shop', 'CRM', 'DWH_2019'], (name, index) =>
        files((n, at) => `SQL01/${name}/LOG/SQL01_${name}_LOG_${compact(n)}_${clock(at)}.trn`, {
          seed: 2060 + index,
          schedule: EVERY(HOUR_MS),
          hours: Array.from({ length: 24 }, (_, hour) => hour),
          spreadMinutes: 2,
          bytes: 2 * MB,
          breadth: 1.2,
          keptDays: 3,
        }),
      ),
    ],
  },
  {
    name: 'pieces of RMAN',
    days: 40,
    series: [
      withOthers(
        files((n) => `rman/ORCL_${compact(n)}_${hex(n + 21000).slice(0, 8)}_1_1.bkp`, {
          seed: 2070,
          schedule: NIGHTLY,
          bytes: 900 * MB,
        }),
        ({ at, key, sizeBytes }) => [
          {
            at: at + MINUTE_MS,
            key: key.replace('_1_1.bkp', '_2_1.bkp'),
            sizeBytes: Math.round((sizeBytes ?? 0) * 0.9),
          },
          {
            at: at + 2 * MINUTE_MS,
            key: key.replace('_1_1.bkp', '_3_1.bkp'),
            sizeBytes: Math.round((sizeBytes ?? 0) * 0.95),
          },
        ],
      ),
      files((n) => `rman/autobackup/c-1389533281-${compact(n)}-00`, {
        seed: 2071,
        schedule: NIGHTLY,
        hours: [3],
        bytes: 18 * MB,
      }),
    ].map((series, index) => (index === 0 ? { ...series, isOwn: (key: string) => /rman\/ORCL_/.test(key) } : series)),
  },
  {
    name: 'ClickHouse',
    days: 25,
    series: [
      folders(
        (n) => `clickhouse/${dateOf(n)}T02-00-00/`,
        [
          'shadow/shop/orders/default_1.tar',
          'shadow/shop/users/default_1.tar',
          'metadata/shop/orders.json',
          'metadata/shop/users.json',
        ],
        'metadata.json',
        { seed: 2080, schedule: NIGHTLY, keptDays: 14 },
      ),
    ],
  },
  {
    name: 'xtrabackup, full and incremental',
    days: 40,
    series: [
      folders(
        (n) => `xtra/full/${dateOf(n)}_02-00-00/`,
        ['ibdata1', 'xtrabackup_checkpoints', 'shop/orders.ibd', 'backup-my.cnf'],
        'xtrabackup_info',
        {
          seed: 2090,
          schedule: WEEKLY,
          isDay: isSunday,
        },
      ),
      folders(
        (n) => `xtra/inc/${dateOf(n)}_02-00-00/`,
        ['ibdata1.delta', 'xtrabackup_checkpoints', 'shop/orders.ibd.delta', 'backup-my.cnf'],
        'xtrabackup_info',
        {
          seed: 2091,
          schedule: 'at 02:00 on 1,2,3,4,5,6',
          isDay: (n) => !isSunday(n),
          bytes: 30 * MB,
        },
      ),
    ],
  },
  {
    name: 'a tar that is split',
    days: 30,
    series: [
      withOthers(
        files((n) => `pg/base-${compact(n)}.tar.gz.aa`, {
          seed: 2100,
          schedule: NIGHTLY,
          bytes: 500 * MB,
          breadth: 0,
          keptDays: 20,
        }),
        ({ at, key }, n) => [
          { at: at + MINUTE_MS, key: key.replace(/aa$/, 'ab'), sizeBytes: 500 * MB },
          { at: at + 2 * MINUTE_MS, key: key.replace(/aa$/, 'ac'), sizeBytes: (300 + (Math.abs(n) % 7)) * MB },
        ],
      ),
    ].map((series) => ({ ...series, isOwn: (key: string) => key.startsWith('pg/base-') })),
  },
  {
    name: 'InfluxDB, several files a run',
    days: 30,
    series: [
      withOthers(
        files((n) => `influx/${compact(n)}T020000Z.s1.tar.gz`, {
          seed: 2110,
          schedule: NIGHTLY,
          bytes: 90 * MB,
          keptDays: 20,
        }),
        ({ at, key, sizeBytes }) => [
          { at: at + MINUTE_MS, key: key.replace('.s1.tar.gz', '.manifest'), sizeBytes: 900 },
          { at: at + MINUTE_MS, key: key.replace('.s1.tar.gz', '.meta'), sizeBytes: 12 * KB },
          { at, key: key.replace('.s1.', '.s2.'), sizeBytes: Math.round((sizeBytes ?? 0) / 2) },
        ],
      ),
    ].map((series) => ({ ...series, isOwn: (key: string) => /\.s[12]\.tar\.gz$/.test(key) })),
  },
  {
    name: 'LDIF',
    days: 40,
    series: ['config', 'data'].map((name, index) =>
      files((n) => `ldap/${name}-${compact(n)}.ldif.gz`, {
        seed: 2120 + index,
        schedule: NIGHTLY,
        bytes: (index + 1) * 900 * KB,
      }),
    ),
  },
  {
    name: 'HANA',
    days: 30,
    series: [
      withOthers(
        files((n) => `hana/data/DB_HDB/${dateOf(n).replaceAll('-', '_')}_databackup_0_1`, {
          seed: 2130,
          schedule: NIGHTLY,
          bytes: 2 * MB,
          keptDays: 14,
        }),
        ({ at, key }, n) => [
          { at, key: key.replace('_0_1', '_1_1'), sizeBytes: (900 + (n % 9)) * MB },
          { at: at + MINUTE_MS, key: key.replace('_0_1', '_2_1'), sizeBytes: (4000 + (n % 7)) * MB },
        ],
      ),
    ].map((series) => ({ ...series, isOwn: (key: string) => key.startsWith('hana/') })),
  },
  {
    name: 'DB2',
    days: 40,
    series: [
      files((n, at) => `db2/SHOP.0.db2inst1.DBPART000.${compact(n)}${clock(at)}.001`, {
        seed: 2140,
        schedule: NIGHTLY,
        keptDays: 14,
      }),
    ],
  },
  {
    name: 'archives of mongodump for each database',
    days: 30,
    series: [
      each(['orders', 'catalog', 'sessions', 'audit'], (name, index) =>
        files((n) => `mongo/${name}.${compact(n)}T020000Z.archive.gz`, {
          seed: 2150 + index,
          schedule: NIGHTLY,
          bytes: (index + 1) * 30 * MB,
        }),
      ),
    ],
  },
  {
    name: 'WAL beside its history and backup files',
    days: 5,
    series: [{ ...wal('pg_wal', 2160, 4), isOwn: (key: string) => key.startsWith('pg_wal/') }],
    junk: ['pg_wal/00000002.history'],
  },
  {
    name: 'Cassandra by Medusa',
    days: 20,
    series: [
      each(
        ['cass01.acme.example', 'cass02.acme.example', 'cass03.acme.example', 'cass04.acme.example'],
        (node, index) =>
          folders(
            (n) => `medusa/${node}/${compact(n)}T0200/meta/`,
            ['manifest.json', 'schema.cql', 'tokenmap.json'],
            null,
            {
              seed: 2170 + index,
              schedule: NIGHTLY,
              bytes: 2 * MB,
              keptDays: 14,
            },
          ),
      ),
    ],
  },
  {
    name: 'Firestore',
    days: 25,
    series: [
      folders(
        (n) => `firestore/${dateOf(n)}T02:00:00_${10000 + ((Math.abs(n) * 7919) % 89999)}/`,
        [
          'all_namespaces/all_kinds/output-0',
          'all_namespaces/all_kinds/output-1',
          'all_namespaces/all_kinds/all_namespaces_all_kinds.export_metadata',
        ],
        null,
        { seed: 2180, schedule: NIGHTLY, keptDays: 14 },
      ),
    ],
  },
];
