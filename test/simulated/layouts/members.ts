import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../lib/core/instant.ts';
import type { WatchedBucket } from '../../app/members/members-setting.ts';

/** What goes wrong with one of the members. */
export type MemberFault = 'stopped' | 'hollow' | 'companions only';

export interface MemberHour {
  readonly bucket: WatchedBucket;
  /** The hour of the day, and the day from 0; days before 0 have no checks. */
  readonly hour: number;
  readonly n: number;
  readonly midnight: number;
  /** `2026-11-01`. */
  readonly date: string;
  readonly fault: MemberFault | null;
}

/** A layout of docs/layouts.md with `{each}` in its place. */
export interface MemberLayout {
  readonly heading: string;
  /** What its tool leaves in an hour of a day. */
  readonly hourly: (hour: MemberHour) => void;
  /** By fault: what is reported, with the hours since the midnight before. */
  readonly faults: Readonly<Partial<Record<MemberFault, readonly string[]>>>;
}

const MB = 1_000_000;
const KB = 1000;

export const MEMBER_LAYOUTS: readonly MemberLayout[] = [
  {
    heading: 'autopostgresqlbackup, automysqlbackup',
    hourly: ({ bucket, hour, midnight, date, fault, n }) => {
      if (hour !== 2) return;
      for (const database of ['crm', 'orders', 'shop']) {
        const isBad = database === 'crm';
        const name = `/var/lib/autopostgresqlbackup/daily/${database}/${database}_${date}_02h00m.Friday.sql.gz`;
        if (isBad && fault === 'companions only') bucket.land(`${name}.err`, midnight + 2 * HOUR_MS, 300);
        if (isBad && (fault === 'stopped' || fault === 'companions only')) continue;
        bucket.land(name, midnight + 2 * HOUR_MS, isBad && fault === 'hollow' ? 20 : (50 + (Math.abs(n) % 5)) * MB);
      }
      bucket.rotate(midnight, 7);
    },
    faults: {
      stopped: ['postgres/crm warn stale at 4 h', 'postgres/crm alert stale at 11 h'],
      hollow: ['postgres/crm alert almost-nothing at 2 h'],
      'companions only': ['postgres/crm warn stale at 4 h', 'postgres/crm alert stale at 11 h'],
    },
  },
  {
    heading: 'Proxmox vzdump',
    hourly: ({ bucket, hour, midnight, date, fault, n }) => {
      if (hour !== 1) return;
      for (const machine of ['qemu-101', 'qemu-102', 'qemu-2001']) {
        const isBad = machine === 'qemu-102';
        if (isBad && fault === 'stopped') continue;
        const at = midnight + HOUR_MS;
        const name = `/mnt/pve/dump/vzdump-${machine}-${date.replaceAll('-', '_')}-01_00_05`;
        bucket.land(`${name}.log`, at + MINUTE_MS, 4 * KB);
        bucket.land(`${name}.vma.zst.notes`, at + MINUTE_MS, 20);
        if (isBad && fault === 'companions only') continue;
        bucket.land(`${name}.vma.zst`, at, isBad && fault === 'hollow' ? 13 : (900 + 3 * (Math.abs(n) % 7)) * MB);
      }
      bucket.rotate(midnight, 5);
    },
    faults: {
      stopped: ['proxmox/qemu-102 warn stale at 7 h', 'proxmox/qemu-102 alert stale at 15 h'],
      hollow: ['proxmox/qemu-102 alert almost-nothing at 1 h'],
      'companions only': ['proxmox/qemu-102 warn stale at 7 h', 'proxmox/qemu-102 alert stale at 15 h'],
    },
  },
  {
    heading: "Ola Hallengren's folders",
    hourly: ({ bucket, hour, midnight, date, fault, n }) => {
      const day = date.replaceAll('-', '');
      const weekday = (n + 14) % 7;
      for (const database of ['crm', 'shop']) {
        const land = (kind: string, ending: string, sizeBytes: number) => {
          const name = `SRV_${database}_${kind}_${day}_${String(hour).padStart(2, '0')}0000.${ending}`;
          bucket.land(`SRV/${database}/${kind}/${name}`, midnight + hour * HOUR_MS, sizeBytes);
        };
        const isBad = database === 'crm';
        if (!(isBad && fault === 'stopped')) land('LOG', 'trn', 10 * KB + ((hour * 37) % 23) * 400 * KB);
        if (hour === 1 && weekday === 0) land('FULL', 'bak', 800 * MB);
        if (hour === 1) land('DIFF', 'bak', isBad && fault === 'hollow' ? 0 : 20 * MB * (weekday + 1));
      }
      for (const [key, { lastModified }] of bucket.objects) {
        const keptDays = key.includes('/LOG/') ? 2 : key.includes('/DIFF/') ? 10 : 22;
        if (midnight - lastModified > keptDays * DAY_MS) bucket.objects.delete(key);
      }
    },
    faults: {
      stopped: ['sql-server/~53~52~56~2fcrm~2f~4c~4f~47 warn stale at 1 h'],
      hollow: ['sql-server/~53~52~56~2fcrm~2f~44~49~46~46 alert empty at 1 h'],
    },
  },
];
