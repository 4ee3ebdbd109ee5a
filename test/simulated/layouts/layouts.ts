import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../lib/core/instant.ts';
import type { Fault, Night } from './play-nights.ts';

const KB = 1000;
const MB = 1_000_000;

/** A layout of docs/layouts.md: what its tool leaves each night, and what is reported when something goes wrong. */
export interface Layout {
  /** The heading of its example. */
  readonly heading: string;
  readonly night: (night: Night) => void;
  /** By fault: the first things that are reported, with the hours since the midnight before. */
  readonly faults: Readonly<Partial<Record<Fault, readonly string[]>>>;
}

const dateOf = (midnight: number, daysAgo: number) => new Date(midnight - daysAgo * DAY_MS).toISOString().slice(0, 10);
/** A size that breathes a little from night to night. */
const about = (bytes: number, n: number) => Math.round(bytes * (1 + 0.02 * ((Math.abs(n) * 7) % 5)));

export const LAYOUTS: readonly Layout[] = [
  {
    heading: 'A dump with its checksum and its log',
    night: ({ disk, n, midnight, date, fault }) => {
      if (fault === 'stopped') return;
      const name = `s3://acme-backups/orders/orders-${date}`;
      const at = midnight + 2 * HOUR_MS;
      if (fault !== 'companions only') disk.put(`${name}.dump`, at, fault === 'hollow' ? 20 : about(400 * MB, n));
      disk.put(`${name}.dump.sha256`, at + MINUTE_MS, 90);
      disk.put(`${name}.log`, at + 2 * MINUTE_MS, 3 * KB);
      disk.remove(`s3://acme-backups/orders/orders-${dateOf(midnight, 14)}`);
    },
    faults: {
      stopped: ['orders warn stale at 4 h', 'orders alert stale at 11 h'],
      hollow: ['orders alert almost-nothing at 3 h'],
      'companions only': ['orders warn stale at 4 h', 'orders alert stale at 11 h'],
    },
  },
  {
    heading: 'A mirror: rclone, rsync, aws s3 sync',
    night: ({ disk, n, midnight, fault, ping }) => {
      const at = midnight + 2 * HOUR_MS;
      const file = (number: number) => `s3://acme-mirror/photos/2026/${String(number).padStart(6, '0')}.jpg`;
      if (fault === 'stopped') return;
      ping(at, 'start');
      if (fault === 'failed') {
        ping(at + MINUTE_MS, 'fail');
        return;
      }
      if (n < 0 && disk.locations.length === 0)
        for (let number = 0; number < 600; number += 1) disk.put(file(number), at, 4 * MB);
      // Some nights there is nothing to copy.
      if (Math.abs(n) % 3 !== 0) disk.put(file(700 + n), at + MINUTE_MS, 4 * MB);
      if (fault === 'collapsed') disk.remove((location) => Number(/(\d+)\.jpg$/.exec(location)?.[1]) % 10 !== 0);
      ping(at + 10 * MINUTE_MS, 'success');
    },
    faults: {
      stopped: ['photos warn stale at 5 h', 'photos alert stale at 11 h'],
      failed: ['photos alert failed at 3 h'],
      collapsed: ['photos alert below-floor at 3 h'],
    },
  },
  {
    heading: 'restic',
    night: ({ disk, n, midnight, date, fault }) => {
      if (fault === 'stopped') return;
      const at = midnight + 2 * HOUR_MS;
      const bucket = 's3://acme-restic';
      const id = `${((n + 8) * 2_654_435_761) % 4_294_967_296}`.padEnd(64, 'a');
      const report = `${bucket}/home-reports/${date}.json`;
      if (fault === 'failed') {
        disk.put(
          report,
          at,
          `${JSON.stringify({ message_type: 'exit_error', code: 1, message: 'Fatal: no space left' })}\n`,
        );
        return;
      }
      disk.put(`${bucket}/home/snapshots/${id}`, at, 300 + (Math.abs(n) % 40));
      const summary = {
        message_type: 'summary',
        total_bytes_processed: 5e9,
        data_added: 1e6,
        snapshot_id: id.slice(0, 8),
      };
      disk.put(report, at + MINUTE_MS, `${JSON.stringify(summary)}\n`);
      if (n % 7 === 6) {
        const snapshots = disk.locations.filter((location) => location.startsWith(`${bucket}/home/snapshots/`));
        for (const old of snapshots.slice(0, -7)) disk.remove(old);
      }
    },
    faults: {
      stopped: ['home warn stale at 4 h', 'home alert stale at 11 h'],
      failed: ['home alert failed at 3 h'],
    },
  },
  {
    heading: 'borg',
    night: ({ disk, n, midnight, date, fault }) => {
      if (fault === 'stopped') return;
      const at = midnight + 2 * HOUR_MS;
      disk.remove('/srv/borg/index.');
      disk.put(`/srv/borg/index.${200 + 5 * n}`, at, about(2 * MB, n));
      const archive = {
        name: date,
        start: new Date(at - 20 * MINUTE_MS).toISOString().slice(0, 23),
        end: new Date(at).toISOString().slice(0, 23),
        stats: { original_size: 5e9, compressed_size: 4e9, deduplicated_size: 1e6, nfiles: 9000 },
      };
      disk.put(`/srv/reports/files/${date}.json`, at + MINUTE_MS, JSON.stringify({ archive }));
    },
    faults: { stopped: ['files warn stale at 4 h', 'files alert stale at 11 h'] },
  },
  {
    heading: 'Synology Hyper Backup',
    night: ({ disk, n, midnight, fault }) => {
      if (fault === 'stopped') return;
      const at = midnight + 2 * HOUR_MS + 50 * MINUTE_MS;
      const folder = '/volume1/backup/NAS.hbk';
      const chunk = (number: number) => `${folder}/Pool/0/${Math.floor(number / 20)}/${number}.bucket.1`;
      if (n < 0 && disk.locations.length === 0)
        for (let number = 0; number < 200; number += 1) disk.put(chunk(number), at, 50 * MB);
      for (let number = 300 + 3 * n; number < 303 + 3 * n; number += 1) disk.put(chunk(number), at, 50 * MB);
      if (n > 14) disk.remove(chunk(300 + 3 * (n - 14)));
      for (const name of ['Config/task_info', 'Pool/chunk_index', 'Control/version'])
        disk.put(`${folder}/${name}`, at, 100 * KB);
      if (fault === 'collapsed') disk.remove((location) => /Pool\/0\/([1-9]|1\d)\//.test(location));
    },
    faults: {
      stopped: ['nas warn missed at 7 h', 'nas alert missed at 8 h'],
      collapsed: ['nas alert shrunk at 3 h'],
    },
  },
  {
    heading: 'mydumper',
    night: ({ disk, n, midnight, date, fault }) => {
      if (fault === 'stopped') return;
      const at = midnight + HOUR_MS;
      const folder = `/srv/mydumper/export-${date.replaceAll('-', '')}-010000`;
      const tables = Array.from({ length: 20 }, (_, table) => `shop.t${table}`);
      for (const [index, table] of tables.entries()) {
        disk.put(`${folder}/${table}-schema.sql`, at, 400);
        const bytes = fault === 'collapsed' ? 300 : about(8 * MB, n + index);
        disk.put(`${folder}/${table}.00000.sql`, at + 20 * MINUTE_MS, bytes);
      }
      disk.put(`${folder}/metadata${fault === 'unfinished' ? '.partial' : ''}`, at + 21 * MINUTE_MS, METADATA);
      disk.remove(`/srv/mydumper/export-${dateOf(midnight, 7).replaceAll('-', '')}`);
    },
    faults: {
      stopped: ['shop warn missed at 3 h', 'shop alert missed at 4 h'],
      collapsed: ['shop alert below-floor at 3 h'],
      unfinished: ['shop alert never-finished at 7 h'],
    },
  },
  {
    heading: 'pgBackRest',
    night: ({ disk, n, midnight, fault }) => {
      const main = 's3://acme-pg/repo/backup/main';
      const at = midnight + HOUR_MS;
      const label = (day: number) => `${dateOf(midnight, day).replaceAll('-', '')}-010000`;
      const weekday = (n + 7) % 7;
      const isFull = weekday === 0;
      disk.put(`${main}/backup.info`, at, 9 * KB);
      if (fault === 'stopped') return;
      const folder = isFull ? `${label(0)}F` : `${label(weekday)}F_${label(0)}D`;
      const bytes = isFull ? about(1500 * MB, n) : about(20 * MB * weekday, n);
      for (let file = 0; file < 5; file += 1) disk.put(`${main}/${folder}/pg_data/base/${file}.gz`, at, bytes / 5);
      disk.put(`${main}/${folder}/backup.manifest.copy`, at, 200 * KB);
      if (fault !== 'unfinished') disk.put(`${main}/${folder}/backup.manifest`, at + 20 * MINUTE_MS, 200 * KB);
      if (isFull && n > 14) disk.remove(`${main}/${label(21)}F`);
    },
    faults: {
      stopped: ['pg-diff warn missed at 4 h', 'pg-diff alert missed at 5 h'],
      unfinished: ['pg-diff alert never-finished at 7 h'],
    },
  },
  {
    heading: 'Velero',
    night: ({ disk, n, midnight, date, fault }) => {
      if (fault === 'stopped') return;
      const at = midnight + 2 * HOUR_MS;
      const name = `daily-${date.replaceAll('-', '')}020000`;
      const folder = `s3://acme-velero/backups/${name}`;
      const files = ['velero-backup.json', `${name}-logs.gz`, `${name}-results.gz`, `${name}-resource-list.json.gz`];
      for (const file of files.slice(0, fault === 'hollow' ? 2 : 4)) disk.put(`${folder}/${file}`, at, 30 * KB);
      if (fault !== 'hollow') disk.put(`${folder}/${name}.tar.gz`, at + MINUTE_MS, about(3 * MB, n));
      disk.remove(`s3://acme-velero/backups/daily-${dateOf(midnight, 30).replaceAll('-', '')}`);
    },
    faults: {
      stopped: ['cluster warn missed at 4 h', 'cluster alert missed at 5 h'],
      hollow: ['cluster alert below-floor at 3 h'],
    },
  },
];

const METADATA = `# Started dump at: 2026-11-01 01:00:00
[config]
quote_character = BACKTICK
# Finished dump at: 2026-11-01 01:20:00
`;
