import { HOUR_MS, MINUTE_MS } from '../../../lib/core/instant.ts';
import { clock, compact, hex } from './made-names.ts';
import { EVERY, each, files, folders, KB, type MadePlace, MB, NIGHTLY, WEEKLY, withOthers } from './made-series.ts';
import { dateOf, midnightOf, weekdayOf } from './made-world.ts';

const isSunday = (n: number) => weekdayOf(n) === 7;
const short = (n: number) => compact(n).slice(2);

/** What machines, their makers' products and desktops write. */
export const OF_VENDORS: readonly MadePlace[] = [
  {
    name: 'a datastore of Proxmox Backup Server',
    days: 20,
    series: [
      each(['100', '101', '210'], (name, index) =>
        withOthers(
          folders(
            (n) => `vm/${name}/${dateOf(n)}T02:0${index}:00Z/`,
            ['drive-scsi0.img.fidx', 'qemu-server.conf.blob', 'client.log.blob', 'index.json.blob'],
            null,
            {
              seed: 2200 + index,
              schedule: NIGHTLY,
              bytes: (index + 1) * 30 * KB,
              breadth: 0.02,
              keptDays: 14,
            },
          ),
          (event, n) =>
            event.key.endsWith('.fidx')
              ? [
                  {
                    at: event.at,
                    key: `.chunks/${hex(n * 10 + index + 50_000).slice(0, 4)}/${hex(n * 10 + index + 50_000)}`,
                    sizeBytes: 2 * MB,
                  },
                ]
              : [],
        ),
      ),
    ],
  },
  {
    name: 'vzdump with logs and notes',
    days: 30,
    series: ['100', '101'].map((name, index) =>
      withOthers(
        files(
          (n, at) =>
            `dump/vzdump-qemu-${name}-${dateOf(n).replaceAll('-', '_')}-02_${clock(at).slice(2, 4)}_${clock(at).slice(4)}.vma.zst`,
          {
            seed: 2210 + index,
            schedule: NIGHTLY,
            bytes: (index + 1) * 4e9,
            keptDays: 14,
          },
        ),
        ({ at, key }) => [
          { at: at + 1000, key: key.replace('.vma.zst', '.log'), sizeBytes: 2 * KB },
          { at: at + 1000, key: `${key}.notes`, sizeBytes: 12 },
        ],
      ),
    ),
  },
  {
    name: 'Unraid, a tar for each container',
    days: 40,
    series: [
      each(['plex', 'sonarr', 'mariadb', 'nextcloud', 'vaultwarden'], (name, index) =>
        files((n) => `appdata/ab_${compact(n)}_020000/${name}.tar.gz`, {
          seed: 2220 + index,
          schedule: WEEKLY,
          isDay: isSunday,
          bytes: (index + 1) * 90 * MB,
          keptDays: null,
        }),
      ),
    ],
  },
  {
    name: 'ghettoVCB',
    days: 20,
    series: [
      each(['MAIL', 'DC01', 'FILES'], (name, index) =>
        folders(
          (n) => `vmbackup/${name}/${name}-${dateOf(n)}_22-00-00/`,
          [`${name}.vmx`, `${name}.vmdk`, `${name}-flat.vmdk`],
          'STATUS.ok',
          {
            seed: 2230 + index,
            schedule: NIGHTLY,
            hours: [22],
            bytes: (index + 1) * 9e9,
            keptDays: 10,
          },
        ),
      ),
    ],
  },
  {
    name: 'Acronis, full and incremental',
    days: 35,
    series: [
      files((n) => `PC/PC_full_b${Math.floor((n + 70) / 7)}_s1_v1.tib`, {
        seed: 2240,
        schedule: WEEKLY,
        isDay: (n) => (n + 70) % 7 === 0,
        bytes: 40e9,
        keptDays: null,
      }),
      files((n) => `PC/PC_inc_b${Math.floor((n + 70) / 7)}_s${((n + 70) % 7) + 1}_v1.tib`, {
        seed: 2241,
        schedule: 'at 02:00 on 1,2,3,4,5,6',
        isDay: (n) => (n + 70) % 7 !== 0,
        bytes: 900 * MB,
        breadth: 1,
        keptDays: null,
      }),
    ],
  },
  {
    name: 'names of Windows, with brackets',
    days: 40,
    series: [
      files((n) => `Server Backup [SRV-01] (${dateOf(n)}).zip`, { seed: 2250, schedule: NIGHTLY }),
      files((n) => `SQL Backup {Shop} ${dateOf(n)} #1.bak`, {
        seed: 2251,
        schedule: NIGHTLY,
        hours: [3],
        bytes: 30 * MB,
      }),
    ],
  },
  {
    name: 'copies that Windows numbers',
    days: 30,
    series: [
      files((n) => `Sage/Backup ${dateOf(n)}${n % 5 === 0 ? ' (1)' : ''}.zip`, {
        seed: 2260,
        schedule: NIGHTLY,
        bytes: 60 * MB,
      }),
    ],
  },
  {
    name: 'Home Assistant',
    days: 40,
    series: [
      files(
        (n, at) =>
          `Automatic_backup_2026.${n < -20 ? 10 : 11}.${Math.abs(n) % 4}_${dateOf(n)}_04.${clock(at).slice(2, 4)}_${hex(
            n + 26000,
          )
            .replace(/\D/g, '')
            .slice(0, 8)}.tar`,
        {
          seed: 2270,
          schedule: NIGHTLY,
          hours: [4],
          bytes: 300 * MB,
          keptDays: 20,
        },
      ),
    ],
  },
  {
    name: 'TrueNAS',
    days: 60,
    series: [
      files((n, at) => `TrueNAS-25.04.${n < -30 ? 0 : 1}-${compact(n)}${clock(at)}.db`, {
        seed: 2280,
        schedule: WEEKLY,
        isDay: isSunday,
        bytes: 2 * MB,
        keptDays: null,
      }),
    ],
  },
  {
    name: 'volumes of Bacula',
    days: 60,
    series: [
      files((n) => `bacula/Full-${String(100 + Math.floor((n + 140) / 7)).padStart(4, '0')}`, {
        seed: 2290,
        schedule: WEEKLY,
        isDay: isSunday,
        bytes: 9e9,
        keptDays: null,
      }),
      files((n) => `bacula/Incr-${String(n + 900).padStart(4, '0')}`, {
        seed: 2291,
        schedule: 'at 02:00 on 1,2,3,4,5,6',
        isDay: (n) => !isSunday(n),
        bytes: 300 * MB,
        breadth: 0.8,
        keptDays: null,
      }),
    ],
  },
  {
    name: 'UrBackup images',
    days: 40,
    series: [
      each(['pc-anna', 'pc-ben', 'laptop-3'], (name, index) =>
        withOthers(
          files((n) => `${name}/${short(n)}-0200_Image_C/Image_C_${short(n)}-0200.vhdz`, {
            seed: 2300 + index,
            schedule: NIGHTLY,
            bytes: (index + 1) * 8e9,
            keptDays: 20,
          }),
          ({ at, key }) => [
            { at, key: `${key}.hash`, sizeBytes: 900 * KB },
            { at, key: `${key}.mbr`, sizeBytes: 1 * KB },
          ],
        ),
      ),
    ],
  },
  {
    name: 'volumes of Longhorn',
    days: 20,
    series: ['0a/3f/pvc-6d0c3bb1-6a35-4c2e-9d53-0b3f8f1b5a11', '7c/11/pvc-1f9e2a77-02aa-4b43-8a61-3b1b0f7f4c02'].map(
      (volume, index) =>
        withOthers(
          files(
            (n) =>
              `backupstore/volumes/${volume}/backups/backup_backup-${hex(n + 27000 + index * 500).slice(0, 16)}.cfg`,
            {
              seed: 2310 + index,
              schedule: NIGHTLY,
              bytes: 4 * KB,
              breadth: 0.1,
              keptDays: 14,
            },
          ),
          ({ at }, n) => [
            {
              at,
              key: `backupstore/volumes/${volume}/blocks/${hex(n + 28000 + index).slice(0, 2)}/${hex(n + 28000 + index).slice(2, 4)}/${hex(n + 28000 + index)}.blk`,
              sizeBytes: 2 * MB,
            },
          ],
        ),
    ),
    junk: ['backupstore/volumes/0a/3f/pvc-6d0c3bb1-6a35-4c2e-9d53-0b3f8f1b5a11/volume.cfg'],
  },
  {
    name: 'snapshots of sanoid in one folder',
    days: 60,
    series: [
      files((n, _at, index) => `tank_data@autosnap_${dateOf(n)}_${String(index).padStart(2, '0')}:00:00_hourly.zst`, {
        seed: 2320,
        schedule: EVERY(HOUR_MS),
        hours: Array.from({ length: 24 }, (_, hour) => hour),
        spreadMinutes: 1,
        bytes: 20 * MB,
        breadth: 1,
        keptDays: 2,
      }),
      files((n) => `tank_data@autosnap_${dateOf(n)}_00:00:00_daily.zst`, {
        seed: 2321,
        schedule: NIGHTLY,
        hours: [0],
        spreadMinutes: 1,
        bytes: 90 * MB,
        keptDays: 30,
      }),
      files((n) => `tank_data@autosnap_${dateOf(n)}_23:30:00_weekly.zst`, {
        seed: 2322,
        schedule: WEEKLY,
        hours: [23.5],
        spreadMinutes: 1,
        isDay: isSunday,
        bytes: 300 * MB,
        keptDays: null,
      }),
    ],
  },
  {
    name: 'Macrium, numbered in sets',
    days: 40,
    series: [
      files(
        (n) => {
          const set = Math.floor((n + 70) / 7);
          const at = (n + 70) % 7;
          return `C-${hex(set + 29000)
            .slice(0, 16)
            .toUpperCase()}-${String(at).padStart(2, '0')}-${String(at).padStart(2, '0')}.mrimg`;
        },
        { seed: 2330, schedule: NIGHTLY, bytes: 3e9, breadth: 0.6, keptDays: null },
      ),
    ],
  },
  {
    name: 'addresses as names',
    days: 30,
    series: [
      each(['10.0.0.5', '10.0.0.6', '10.0.1.17', '192.168.178.1'], (name, index) =>
        files((n) => `switches/${name}_${compact(n)}.cfg`, {
          seed: 2340 + index,
          schedule: NIGHTLY,
          bytes: 40 * KB,
          breadth: 0,
          keptDays: null,
        }),
      ),
    ],
  },
  {
    name: 'hosts with their domains',
    days: 30,
    series: [
      each(['web01.eu.acme.example', 'web02.eu.acme.example', 'db1.us.acme.example'], (name, index) =>
        files((n) => `hosts/${name}-${dateOf(n)}.tar.gz`, {
          seed: 2350 + index,
          schedule: NIGHTLY,
          bytes: (index + 1) * 90 * MB,
        }),
      ),
    ],
  },
  {
    name: 'a vault of Hyper Backup',
    days: 60,
    series: [
      {
        schedule: null,
        keptDays: null,
        isOwn: (key: string) => key.startsWith('NAS.hbk/'),
        day: (n: number) => {
          const at = midnightOf(n) + 3 * HOUR_MS + (Math.abs(n) % 9) * MINUTE_MS;
          const kept = Array.from({ length: n === -60 ? 40 : 2 }, (_, index) => ({
            at: at + index * 1000,
            key: `NAS.hbk/Pool/0/${Math.floor((n + 60) / 10)}/${(n + 60) * 40 + index}.bucket`,
            sizeBytes: 40 * MB,
          }));
          return [
            ...kept,
            ...['synobkpinfo.db', 'Config/target.db', 'Control/@writer.lock', 'SynologyHyperBackup.bkpi'].map(
              (name) => ({ at: at + MINUTE_MS, key: `NAS.hbk/${name}`, sizeBytes: 90 * KB }),
            ),
          ];
        },
      },
    ],
  },
  {
    name: 'Veeam, a chain of a machine',
    days: 50,
    series: [
      files(
        (n) =>
          `Backup Job 1/SRV01.vm-12D${dateOf(n)}T230012_${hex(n + 44_000)
            .slice(0, 4)
            .toUpperCase()}.vbk`,
        { seed: 2360, schedule: WEEKLY, hours: [23], isDay: (n) => weekdayOf(n) === 5, bytes: 9e9, keptDays: null },
      ),
      files(
        (n) =>
          `Backup Job 1/SRV01.vm-12D${dateOf(n)}T230012_${hex(n + 45_000)
            .slice(0, 4)
            .toUpperCase()}.vib`,
        {
          seed: 2361,
          schedule: 'at 23:00 on 1,2,3,4,6,7',
          hours: [23],
          isDay: (n) => weekdayOf(n) !== 5,
          bytes: 9e8,
          breadth: 0.8,
          keptDays: null,
        },
      ),
    ],
    junk: ['Backup Job 1/Backup Job 1.vbm'],
  },
];
