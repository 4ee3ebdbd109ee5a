import { DAY_MS, MINUTE_MS } from '../../../lib/core/instant.ts';
import { clock, compact, hex } from './made-names.ts';
import { each, files, folders, KB, type MadePlace, MB, NIGHTLY, WEEKLY, withOthers } from './made-series.ts';
import { dateOf, weekdayOf } from './made-world.ts';

const isSunday = (n: number) => weekdayOf(n) === 7;
const unix = (at: number) => Math.floor(at / 1000);
const american = (n: number, between: string) =>
  [dateOf(n).slice(5, 7), dateOf(n).slice(8), dateOf(n).slice(0, 4)].join(between);

/** What forges, hosting panels, shops and wikis write. */
export const OF_WEB_SOFTWARE: readonly MadePlace[] = [
  {
    name: 'GitLab with its configuration',
    days: 40,
    series: [
      files((n, at) => `${unix(at - 700 * DAY_MS)}_${dateOf(n).replaceAll('-', '_')}_16.0.0_gitlab_backup.tar`, {
        seed: 2401,
        schedule: NIGHTLY,
        keptDays: 14,
      }),
      files((n, at) => `config/gitlab_config_${unix(at)}_${dateOf(n).replaceAll('-', '_')}.tar`, {
        seed: 2402,
        schedule: NIGHTLY,
        bytes: 90 * KB,
        keptDays: 14,
      }),
    ],
  },
  {
    name: 'cPanel',
    days: 40,
    series: [
      each(['alice', 'bob', 'shopuser', 'carol'], (name, index) =>
        files((n) => `backup-${american(n, '.')}_02-0${index}-05_${name}.tar.gz`, {
          seed: 2410 + index,
          schedule: NIGHTLY,
          bytes: (index + 1) * 70 * MB,
          keptDays: 14,
        }),
      ),
    ],
  },
  {
    name: 'Plesk',
    days: 40,
    series: [
      withOthers(
        files((n) => `plesk/backup_user-data_${compact(n).slice(2)}0200.tgz`, {
          seed: 2420,
          schedule: NIGHTLY,
          bytes: 700 * MB,
          keptDays: 14,
        }),
        ({ at, key }) => [
          { at: at + MINUTE_MS, key: key.replace('user-data', 'info').replace('.tgz', '.xml'), sizeBytes: 20 * KB },
        ],
      ),
    ],
  },
  {
    name: 'ThinBackup of Jenkins',
    days: 40,
    series: [
      folders(
        (n) => `jenkins/FULL-${dateOf(n)}_02-00/`,
        ['config.xml', 'jobs/build/config.xml', 'jobs/deploy/config.xml', 'users/users.xml'],
        null,
        {
          seed: 2430,
          schedule: WEEKLY,
          isDay: isSunday,
          bytes: 2 * MB,
          keptDays: null,
        },
      ),
      folders((n) => `jenkins/DIFF-${dateOf(n)}_02-00/`, ['jobs/build/config.xml', 'jobs/deploy/config.xml'], null, {
        seed: 2431,
        schedule: 'at 02:00 on 1,2,3,4,5,6',
        isDay: (n) => !isSunday(n),
        bytes: 200 * KB,
        keptDays: null,
      }),
    ],
  },
  {
    name: 'Gitea',
    days: 40,
    series: [files((_n, at) => `gitea/gitea-dump-${unix(at)}.zip`, { seed: 2440, schedule: NIGHTLY, keptDays: 14 })],
  },
  {
    name: 'Discourse',
    days: 40,
    series: [
      files(
        (n, at) =>
          `backups/default/acme-forum-${dateOf(n)}-${clock(at)}-v${n < -15 ? '20260901101500' : '20261110081122'}.tar.gz`,
        { seed: 2450, schedule: NIGHTLY, keptDays: 20 },
      ),
    ],
  },
  {
    name: 'Magento',
    days: 40,
    series: [
      files((_n, at) => `magento/${unix(at)}_db.sql.gz`, { seed: 2460, schedule: NIGHTLY, keptDays: 20 }),
      files((_n, at) => `magento/${unix(at)}_filesystem_media.tgz`, {
        seed: 2461,
        schedule: WEEKLY,
        isDay: isSunday,
        hours: [4],
        bytes: 9e9,
        keptDays: null,
      }),
    ],
  },
  {
    name: 'Nextcloud',
    days: 40,
    series: [
      files((n) => `nextcloud/nextcloud-sqlbkp_${compact(n)}.bak`, { seed: 2470, schedule: NIGHTLY, bytes: 90 * MB }),
      files((n) => `nextcloud/nextcloud-data_${compact(n)}.tar`, {
        seed: 2471,
        schedule: WEEKLY,
        isDay: isSunday,
        hours: [4],
        bytes: 90e9,
        keptDays: null,
      }),
      files((n) => `nextcloud/nextcloud-config_${compact(n)}.tar.gz`, {
        seed: 2472,
        schedule: NIGHTLY,
        bytes: 20 * KB,
        breadth: 0.01,
      }),
    ],
  },
  {
    name: 'Zabbix',
    days: 40,
    series: [
      files(
        (n, at) =>
          `zabbix_cfg_localhost_${compact(n)}-${clock(at).slice(0, 4)}_db-mysql-6.0.${n < -20 ? 11 : 12}.sql.gz`,
        { seed: 2480, schedule: NIGHTLY, bytes: 12 * MB, keptDays: 30 },
      ),
    ],
  },
  {
    name: 'Atlassian',
    days: 40,
    series: [
      files(
        (n) =>
          `jira/${dateOf(n).slice(0, 4)}-${['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'][Number(dateOf(n).slice(5, 7)) - 1]}-${dateOf(n).slice(8)}--0200.zip`,
        { seed: 2490, schedule: NIGHTLY, keptDays: 14 },
      ),
      files((n) => `confluence/backup-${dateOf(n).replaceAll('-', '_')}.zip`, {
        seed: 2491,
        schedule: NIGHTLY,
        keptDays: 14,
        bytes: 900 * MB,
      }),
    ],
  },
  {
    name: 'UpdraftPlus, parts of uploads and logs',
    days: 30,
    series: ['db.gz', 'plugins.zip', 'uploads.zip'].map((name, index) =>
      withOthers(
        files((n) => `updraft/backup_${dateOf(n)}-0300_Shop_${hex(n + 31000).slice(0, 12)}-${name}`, {
          seed: 2500 + index,
          schedule: NIGHTLY,
          hours: [3],
          spreadMinutes: 3,
          bytes: (index + 1) * 60 * MB,
          keptDays: 14,
        }),
        ({ at }, n) =>
          index > 0 ? [] : [{ at, key: `updraft/log.${hex(n + 31000).slice(0, 12)}.txt`, sizeBytes: 40 * KB }],
      ),
    ),
  },
  {
    name: 'Salesforce, several archives a week',
    days: 100,
    series: [
      withOthers(
        files((n) => `salesforce/WE_00D1x000000${hex(3).slice(0, 4)}_${compact(n)}_1.ZIP`, {
          seed: 2510,
          schedule: WEEKLY,
          isDay: isSunday,
          bytes: 500 * MB,
          breadth: 0,
          keptDays: null,
        }),
        ({ at, key }) => [{ at: at + MINUTE_MS, key: key.replace(/_1\.ZIP$/, '_2.ZIP'), sizeBytes: 380 * MB }],
      ),
    ].map((series) => ({ ...series, isOwn: (key: string) => key.startsWith('salesforce/WE_') })),
  },
];
