import { compact, TABLES } from './made-names.ts';
import { files, folders, type MadePlace, MB, NIGHTLY, WEEKLY } from './made-series.ts';
import { borg, parts, restic, wal } from './made-tools.ts';
import { dateOf, weekdayOf } from './made-world.ts';

/** Places as tools write them. */
export const OF_TOOLS: readonly MadePlace[] = [
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
  { name: 'restic', days: 60, series: [restic('home', 43)] },
  { name: 'restic at the top', days: 60, series: [restic('r', 44)] },
  { name: 'borg', days: 60, series: [borg('files', 45)] },
  { name: 'duplicity', days: 30, series: [parts()] },
];
