import { DAY_MS, HOUR_MS } from '../../../lib/core/instant.ts';
import { clock, compact, DAY_NAMES, hex, isoWeek, stamp } from './made-names.ts';
import { EVERY, each, files, KB, type MadePlace, MB, NIGHTLY, WEEKLY } from './made-series.ts';
import { dateOf, weekdayOf } from './made-world.ts';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const monthOf = (n: number) => MONTHS[Number(dateOf(n).slice(5, 7)) - 1];
const isSunday = (n: number) => weekdayOf(n) === 7;
const isFirst = (n: number) => dateOf(n).endsWith('-01');
const ON_OTHER_DAYS = 'at 02:00 on 1,2,3,4,5,6';

/** A name with the same 36 characters for the same seed. */
function uuid(seed: number): string {
  return hex(seed).replace(/^(.{8})(.{4}).(.{3})(.{4})(.{12}).*$/, '$1-$2-4$3-$4-$5');
}

/** Names and folders as administrators choose them. */
export const OF_ADMINS: readonly MadePlace[] = [
  {
    name: 'fulls and incrementals in one folder',
    days: 60,
    series: [
      files((n) => `srv/backup-full-${dateOf(n)}.tar.gz`, {
        seed: 801,
        schedule: WEEKLY,
        isDay: isSunday,
        keptDays: 90,
      }),
      files((n) => `srv/backup-incr-${dateOf(n)}.tar.gz`, {
        seed: 802,
        schedule: ON_OTHER_DAYS,
        isDay: (n) => !isSunday(n),
        bytes: 20 * MB,
        breadth: 1.2,
      }),
    ],
  },
  {
    name: 'a folder for each week',
    days: 84,
    series: [
      files((n) => `2026-W${isoWeek(n)}/full.tar.zst`, {
        seed: 803,
        schedule: WEEKLY,
        isDay: (n) => weekdayOf(n) === 1,
        keptDays: null,
      }),
      // Each of the six is written once a week, and one of them each day.
      files((n) => `2026-W${isoWeek(n)}/inc-${weekdayOf(n) - 1}.tar.zst`, {
        seed: 903,
        schedule: 'at 02:00 on 2,3,4,5,6,7',
        isDay: (n) => weekdayOf(n) !== 1,
        bytes: 30 * MB,
        keptDays: null,
      }),
    ],
  },
  {
    name: 'days in month folders',
    days: 80,
    series: [
      files((n) => `dumps/${dateOf(n).slice(0, 7)}/crm_${dateOf(n).slice(8)}.sql.gz`, {
        seed: 805,
        schedule: NIGHTLY,
        keptDays: null,
      }),
    ],
  },
  {
    name: 'months with names',
    days: 80,
    series: [
      files((n) => `dumps/2026/${monthOf(n)}/crm-${dateOf(n)}.sql.gz`, {
        seed: 806,
        schedule: NIGHTLY,
        keptDays: null,
      }),
    ],
  },
  {
    name: 'grandfather, father, son',
    days: 200,
    series: [
      files((n) => `daily/orders-${dateOf(n)}.dump`, { seed: 807, schedule: NIGHTLY, keptDays: 14 }),
      files((n) => `weekly/orders-${dateOf(n)}.dump`, { seed: 808, schedule: WEEKLY, isDay: isSunday, keptDays: 60 }),
      files((n) => `monthly/orders-${dateOf(n)}.dump`, {
        seed: 809,
        schedule: 'every 1 months',
        isDay: isFirst,
        keptDays: null,
      }),
    ],
  },
  {
    name: 'host, service, date',
    days: 30,
    series: ['nginx', 'etc'].map((service, of) =>
      each(['web1', 'web2', 'mail', 'db-01', 'backup'], (name, index) =>
        files((n) => `${name}/${service}/${dateOf(n)}.tar.gz`, {
          seed: 810 + 5 * of + index,
          schedule: NIGHTLY,
          bytes: (index + 1) * MB,
        }),
      ),
    ),
  },
  {
    name: 'dumps and logs',
    days: 40,
    series: [files((n) => `orders-${dateOf(n)}.sql.gz`, { seed: 830, schedule: NIGHTLY })],
    junk: ['backup-2026-10-20.log', 'backup-2026-10-21.log', 'backup-2026-10-22.log', 'cron.log', 'errors.txt'],
  },
  {
    name: 'a log for each dump, of another name',
    days: 40,
    series: [
      {
        ...files((n) => `orders-${dateOf(n)}.sql.gz`, { seed: 831, schedule: NIGHTLY }),
        day: (n) => {
          const [dump] = files((m) => `orders-${dateOf(m)}.sql.gz`, { seed: 831, schedule: NIGHTLY }).day(n);
          return dump === undefined ? [] : [dump, { ...dump, key: `backup_${dateOf(n)}.log`, sizeBytes: 3 * KB }];
        },
        isOwn: (key) => key.startsWith('orders-'),
      },
    ],
  },
  {
    name: 'times with an offset',
    days: 40,
    series: [
      files((n, at) => `dump_${dateOf(n)}T${new Date(at).toISOString().slice(11, 19)}+01:00.sql.gz`, {
        seed: 832,
        schedule: NIGHTLY,
      }),
    ],
  },
  {
    name: 'milliseconds in the name',
    days: 40,
    series: [files((_, at) => `export/${at}.tar`, { seed: 833, schedule: NIGHTLY })],
  },
  {
    name: 'numbers without zeros in front',
    days: 40,
    series: [files((n) => `backup-${n + 108}.tgz`, { seed: 834, schedule: NIGHTLY })],
  },
  {
    name: 'names that are UUIDs',
    days: 40,
    series: [files((n) => `vault/${uuid(n + 5000)}.dump`, { seed: 835, schedule: NIGHTLY })],
  },
  {
    name: 'names that are short hashes',
    days: 40,
    series: [files((n) => `ha/${hex(n + 7000).slice(0, 8)}.tar`, { seed: 836, schedule: NIGHTLY })],
  },
  {
    name: 'copies on their way',
    days: 40,
    series: [files((n) => `orders-${dateOf(n)}.dump`, { seed: 837, schedule: NIGHTLY, beside: ['.part'] })],
  },
  {
    name: 'checksums of several kinds',
    days: 40,
    series: [
      files((n) => `iso/disk_${compact(n)}.img.xz`, {
        seed: 838,
        schedule: NIGHTLY,
        beside: ['.md5', '.sha256', '.asc'],
      }),
    ],
    junk: ['iso/SHA256SUMS', 'iso/MD5SUMS.txt'],
  },
  {
    name: 'encrypted by GnuPG',
    days: 40,
    series: [files((n) => `secrets_${dateOf(n)}.sql.gz.gpg`, { seed: 839, schedule: NIGHTLY })],
  },
  {
    name: 'encrypted by age, hourly',
    days: 8,
    series: [
      files((_, at) => `kv/${stamp(at)}.json.zst.age`, {
        seed: 840,
        schedule: 'every 1 h',
        hours: Array.from({ length: 24 }, (_, hour) => hour),
        spreadMinutes: 4,
        bytes: 700 * KB,
        keptDays: 7,
      }),
    ],
  },
  {
    name: 'parts of a size',
    days: 90,
    series: [
      {
        ...files((n) => `full-${dateOf(n)}.7z`, { seed: 841, schedule: WEEKLY, isDay: isSunday, keptDays: null }),
        day: (n) =>
          files((m) => `full-${dateOf(m)}.7z`, { seed: 841, schedule: WEEKLY, isDay: isSunday })
            .day(n)
            .flatMap((event) =>
              Array.from({ length: 3 }, (_, part) => ({
                at: event.at + part * 60_000,
                key: `${event.key}.00${part + 1}`,
                sizeBytes: part === 2 ? 90 * MB : 700 * MB,
              })),
            ),
        isOwn: (key) => key.startsWith('full-'),
      },
    ],
  },
  {
    name: 'names with spaces',
    days: 40,
    series: [files((n) => `Backups/SQL Server Backup ${dateOf(n)} 02-00.bak`, { seed: 842, schedule: NIGHTLY })],
  },
  {
    name: 'days with the names of months',
    days: 60,
    series: [
      files((n) => `Documents Backup - ${Number(dateOf(n).slice(8))} ${monthOf(n)} 2026.zip`, {
        seed: 843,
        schedule: NIGHTLY,
        keptDays: null,
      }),
    ],
  },
  {
    name: 'Cyrillic names',
    days: 40,
    series: [
      files((n) => `Бухгалтерия/Бухгалтерия_${dateOf(n)}.zip`, { seed: 844, schedule: NIGHTLY }),
      files((n) => `Зарплата/ЗУП_${compact(n)}.dt`, { seed: 845, schedule: NIGHTLY }),
    ],
  },
  {
    name: 'Chinese and Japanese names',
    days: 40,
    series: [
      files((n) => `备份/财务_${compact(n)}.sql.gz`, { seed: 846, schedule: NIGHTLY }),
      files((n) => `バックアップ/顧客-${dateOf(n)}.tar.gz`, { seed: 847, schedule: NIGHTLY }),
    ],
  },
  {
    name: 'databases with digits in their names',
    days: 40,
    series: [
      each(['db1', 'db2', 'app1', 'app10', 'crm2020'], (name, index) =>
        files((n) => `${name}_${dateOf(n)}.sql.gz`, {
          seed: 850 + index,
          schedule: NIGHTLY,
          bytes: (index + 1) * 5 * MB,
        }),
      ),
    ],
  },
  {
    name: 'two databases with digits in their names',
    days: 40,
    series: [
      files((n) => `db1-${compact(n)}.sql.gz`, { seed: 856, schedule: NIGHTLY }),
      files((n) => `db2-${compact(n)}.sql.gz`, { seed: 857, schedule: NIGHTLY, bytes: 20 * MB }),
    ],
  },
  {
    name: 'a version that changes',
    days: 60,
    series: [
      files((n) => `app-v2.${n < -20 ? 3 : 4}.${Math.abs(n) % 20 > 9 ? 1 : 0}-${dateOf(n)}.tar.gz`, {
        seed: 858,
        schedule: NIGHTLY,
        keptDays: null,
      }),
    ],
  },
  {
    name: 'two digits of the year',
    days: 40,
    series: [files((n) => `pos_${compact(n).slice(2)}.sql.gz`, { seed: 859, schedule: NIGHTLY })],
  },
  {
    name: 'American dates',
    days: 60,
    series: [files((n) => `QB ${dateOf(n).slice(5)}-2026.qbb`, { seed: 860, schedule: NIGHTLY, keptDays: null })],
  },
  {
    name: 'the newest under a name of its own',
    days: 40,
    series: [
      {
        ...files((n) => `orders-${dateOf(n)}.dump`, { seed: 861, schedule: NIGHTLY }),
        day: (n) =>
          files((m) => `orders-${dateOf(m)}.dump`, { seed: 861, schedule: NIGHTLY })
            .day(n)
            .flatMap((event) => [event, { ...event, key: 'orders-latest.dump' }]),
        isOwn: (key) => /^orders-\d/.test(key),
      },
    ],
  },
  {
    name: 'numbers that move on',
    days: 40,
    series: [
      {
        schedule: NIGHTLY,
        keptDays: null,
        isOwn: (key) => key.startsWith('etc/backup.tar.gz'),
        // Each keeps the time it was made at, under a name of one more.
        day: (n) =>
          Array.from({ length: 14 }, (_, index) =>
            files(() => `etc/backup.tar.gz${index === 0 ? '' : `.${index}`}`, {
              seed: 862,
              schedule: NIGHTLY,
              bytes: 3 * MB,
            }).day(n - index),
          ).flat(),
      },
    ],
  },
  {
    name: 'weekdays with their whole names',
    days: 40,
    series: [
      files(
        (n) =>
          `${['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'][weekdayOf(n) - 1]}/mysql.sql.gz`,
        {
          seed: 863,
          schedule: NIGHTLY,
          keptDays: null,
        },
      ),
    ],
  },
  {
    name: 'databases in folders of weekdays',
    days: 40,
    series: [
      each(['crm', 'shop', 'hr', 'wms'], (name, index) =>
        files((n) => `${DAY_NAMES[weekdayOf(n) - 1]}/${name}.sql.gz`, {
          seed: 870 + index,
          schedule: NIGHTLY,
          bytes: (index + 1) * 9 * MB,
          keptDays: null,
        }),
      ),
    ],
  },
  {
    name: 'accounts in date folders',
    days: 30,
    series: [
      each(
        Array.from({ length: 12 }, (_, index) => `user${index + 1}`),
        (name, index) =>
          files((n) => `${dateOf(n)}/accounts/${name}.tar.gz`, {
            seed: 880 + index,
            schedule: NIGHTLY,
            bytes: (index + 1) * 2 * MB,
            keptDays: 14,
          }),
      ),
    ],
  },
  {
    name: 'configurations of switches',
    days: 60,
    series: [
      each(['sw-core-1', 'sw-core-2', 'sw-edge-11', 'fw-1'], (name, index) =>
        files((n) => `net/${name}-confg-${dateOf(n)}`, {
          seed: 895 + index,
          schedule: WEEKLY,
          isDay: (n) => weekdayOf(n) === 6,
          bytes: 30 * KB,
          breadth: 0.01,
          keptDays: null,
        }),
      ),
    ],
  },
  {
    name: 'local time while the clocks change',
    days: 60,
    series: [
      files((n, at) => `orders-${dateOf(n)}_${clock(at)}.dump`, {
        seed: 900,
        schedule: NIGHTLY,
        // Until 25 October it is an hour earlier in UTC.
        hours: [1],
        spreadMinutes: 12,
      }),
    ],
  },
  {
    name: 'every third day',
    days: 90,
    series: [
      files((n) => `nas/${compact(n)}.tar`, {
        seed: 901,
        schedule: EVERY(3 * DAY_MS),
        isDay: (n) => (n + 300) % 3 === 0,
        keptDays: null,
      }),
    ],
  },
  {
    name: 'on two weekdays',
    days: 90,
    series: [
      files((n) => `nas/share-${dateOf(n)}.tar`, {
        seed: 902,
        schedule: 'at 21:00 on 2,5',
        hours: [21],
        isDay: (n) => [2, 5].includes(weekdayOf(n)),
        keptDays: null,
      }),
    ],
  },
  {
    name: 'every eight hours',
    days: 20,
    series: [
      files((_, at) => `etcd-snapshot-node1-${Math.floor(at / 1000)}.zip`, {
        seed: 903,
        schedule: EVERY(8 * HOUR_MS),
        hours: [0, 8, 16],
        spreadMinutes: 3,
        keptDays: 14,
      }),
    ],
  },
  {
    name: 'made only where something changed',
    days: 60,
    series: [
      {
        ...files((n) => `conf/etc-${dateOf(n)}.tar.gz`, {
          seed: 904,
          schedule: NIGHTLY,
          bytes: 2 * MB,
          keptDays: null,
        }),
        day: (n) => {
          const [made] = files((m) => `conf/etc-${dateOf(m)}.tar.gz`, {
            seed: 904,
            schedule: NIGHTLY,
            bytes: 2 * MB,
          }).day(n);
          if (made === undefined) return [];
          const ran = { at: made.at + 5000, key: 'conf/last-run', sizeBytes: 20 };
          return [0, 2, 3, 9].includes((n + 700) % 11) ? [made, ran] : [ran];
        },
        isOwn: (key) => key.startsWith('conf/etc-'),
      },
    ],
  },
];
