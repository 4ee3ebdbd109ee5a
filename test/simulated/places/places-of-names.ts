import { DAY_MS, HOUR_MS } from '../../../lib/core/instant.ts';
import { compact, isoWeek } from './made-names.ts';
import { EVERY, files, type MadePlace, MB, NIGHTLY, WEEKLY } from './made-series.ts';
import { dateOf, midnightOf, weekdayOf } from './made-world.ts';

const isSunday = (n: number) => weekdayOf(n) === 7;
const isFirst = (n: number) => dateOf(n).endsWith('-01');
const GERMAN_DAYS = ['Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag', 'Sonntag'];
const FRENCH_DAYS = ['lundi', 'mardi', 'mercredi', 'jeudi', 'vendredi', 'samedi', 'dimanche'];
const GERMAN_MONTHS = [
  'Januar',
  'Februar',
  'März',
  'April',
  'Mai',
  'Juni',
  'Juli',
  'August',
  'September',
  'Oktober',
  'November',
  'Dezember',
];
const FRENCH_MONTHS = [
  'janvier',
  'février',
  'mars',
  'avril',
  'mai',
  'juin',
  'juillet',
  'août',
  'septembre',
  'octobre',
  'novembre',
  'décembre',
];
const month = (n: number) => Number(dateOf(n).slice(5, 7)) - 1;
const dayOfYear = (n: number) =>
  Math.round((midnightOf(n) - Date.UTC(Number(dateOf(n).slice(0, 4)), 0, 1)) / DAY_MS) + 1;
const lastOfQuarter = (n: number) => /-(?:03-31|06-30|09-30|12-31)$/.test(dateOf(n));

/** Names in several languages, and dates as few write them. */
export const OF_NAMES: readonly MadePlace[] = [
  {
    name: 'German weekdays',
    days: 30,
    series: [
      files((n) => `Sicherung/Sicherung_${GERMAN_DAYS[weekdayOf(n) - 1]}.zip`, { seed: 2801, schedule: NIGHTLY }),
    ],
  },
  {
    name: 'French weekdays',
    days: 30,
    series: [files((n) => `sauvegarde_${FRENCH_DAYS[weekdayOf(n) - 1]}.tar.gz`, { seed: 2802, schedule: NIGHTLY })],
  },
  {
    name: 'German days of the month',
    days: 40,
    series: [
      files((n) => `Datensicherung_${dateOf(n).split('-').reverse().join('.')}.zip`, { seed: 2803, schedule: NIGHTLY }),
    ],
  },
  {
    name: 'French months',
    days: 40,
    series: [
      files((n) => `sauvegarde-${dateOf(n).slice(8)}-${FRENCH_MONTHS[month(n)]}-${dateOf(n).slice(0, 4)}.tar.gz`, {
        seed: 2804,
        schedule: NIGHTLY,
      }),
    ],
  },
  {
    name: 'German months, each year again',
    days: 330,
    series: [
      files((n) => `Monatssicherung_${GERMAN_MONTHS[month(n)]}.7z`, {
        seed: 2805,
        schedule: 'every 1 months',
        isDay: isFirst,
        keptDays: null,
      }),
    ],
  },
  {
    name: 'weeks in German',
    days: 120,
    series: [
      files((n) => `backup-KW${String(isoWeek(n)).padStart(2, '0')}.zip`, {
        seed: 2806,
        schedule: WEEKLY,
        isDay: isSunday,
        keptDays: null,
      }),
    ],
  },
  {
    name: 'daily, weekly and monthly in one folder',
    days: 300,
    series: [
      files((n) => `db-daily-${dateOf(n)}.sql.gz`, { seed: 2810, schedule: NIGHTLY, keptDays: 7 }),
      files((n) => `db-weekly-${dateOf(n).slice(0, 4)}-W${String(isoWeek(n)).padStart(2, '0')}.sql.gz`, {
        seed: 2811,
        schedule: WEEKLY,
        hours: [3],
        isDay: isSunday,
        keptDays: 29,
      }),
      files((n) => `db-monthly-${dateOf(n).slice(0, 7)}.sql.gz`, {
        seed: 2812,
        schedule: 'every 1 months',
        hours: [4],
        isDay: isFirst,
        keptDays: null,
      }),
    ],
  },
  {
    name: 'days of the year',
    days: 40,
    series: [
      files((n) => `db_${dateOf(n).slice(0, 4)}${String(dayOfYear(n)).padStart(3, '0')}.sql.gz`, {
        seed: 2820,
        schedule: NIGHTLY,
      }),
    ],
  },
  {
    name: 'days of the year, with a dash',
    days: 40,
    series: [
      files((n) => `db-${dateOf(n).slice(0, 4)}-${String(dayOfYear(n)).padStart(3, '0')}.dump`, {
        seed: 2821,
        schedule: NIGHTLY,
      }),
    ],
  },
  {
    name: 'months run together with days',
    days: 40,
    series: [
      files(
        (n) =>
          `orders_${dateOf(n).slice(8)}${['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][month(n)]}${dateOf(n).slice(0, 4)}.dmp`,
        { seed: 2822, schedule: NIGHTLY },
      ),
    ],
  },
  {
    name: 'the time before the date',
    days: 40,
    series: [
      files((n, at) => `${new Date(at).toISOString().slice(11, 16).replace(':', '')}-${compact(n)}-shop.sql`, {
        seed: 2823,
        schedule: NIGHTLY,
      }),
    ],
  },
  { name: 'capitals', days: 40, series: [files((n) => `SHOP_${compact(n)}.BAK`, { seed: 2824, schedule: NIGHTLY })] },
  {
    name: 'escaped slashes',
    days: 40,
    series: [files((n) => `shop%2Forders%2F${dateOf(n)}.dump`, { seed: 2825, schedule: NIGHTLY })],
  },
  {
    name: 'quarters',
    days: 800,
    series: [
      files((n) => `finance-${dateOf(n).slice(0, 4)}-Q${Math.floor(month(n) / 3) + 1}.zip`, {
        seed: 2826,
        schedule: 'every 3 months',
        isDay: lastOfQuarter,
        keptDays: null,
      }),
    ],
  },
  {
    name: 'on the first and the fifteenth',
    days: 200,
    series: [
      files((n) => `payroll-${dateOf(n)}.tar.gpg`, {
        seed: 2827,
        schedule: 'at 02:00 on days 1,15',
        isDay: (n) => /-(?:01|15)$/.test(dateOf(n)),
        keptDays: null,
      }),
    ],
  },
  {
    name: 'no ending at all',
    days: 40,
    series: [files((n) => `mail/mailstore-${dateOf(n)}`, { seed: 2828, schedule: NIGHTLY })],
  },
  {
    name: 'every ten minutes',
    days: 3,
    series: [
      files((_n, at) => `ticks/book-${new Date(at).toISOString().slice(0, 16).replace(/[-:T]/g, '')}.rdb`, {
        seed: 2829,
        schedule: EVERY(HOUR_MS / 6),
        hours: Array.from({ length: 144 }, (_, slot) => slot / 6),
        spreadMinutes: 1,
        bytes: 4 * MB,
        keptDays: 2,
      }),
    ],
  },
];
