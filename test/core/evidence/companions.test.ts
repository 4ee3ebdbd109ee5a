import { describe, expect, it } from 'vitest';
import { CollectingScope } from '../../../lib/core/evidence/collecting.ts';
import { shapeOf } from '../../../lib/core/evidence/companions.ts';
import { FileCollector } from '../../../lib/core/evidence/file-collector.ts';
import { HOUR_MS } from '../../../lib/core/instant.ts';

const now = Date.parse('2026-11-21T08:00:00Z');

type File = readonly [name: string, sizeBytes: number, hoursAgo: number];

/** What a place takes these files for: `name`, or `name...` for a run under way. */
function taken(template: string, files: readonly File[]): string[] {
  const place = { scheme: 's3', container: 's3://b/', bucket: 'b', template } as const;
  const scope = new CollectingScope(place, { kind: 'landed' }, 'UTC', now, null, 6 * HOUR_MS);
  const collector = new FileCollector(scope);
  const page = files.map(([name, sizeBytes, hoursAgo]) => ({
    key: `o/${name}`,
    sizeBytes,
    lastModified: now - hoursAgo * HOUR_MS,
  }));
  collector.add(page.toSorted((a, b) => (a.key < b.key ? -1 : 1)));
  return collector.collected().backups.map(({ key, ended }) => `${key.slice(2)}${ended ? '' : '...'}`);
}

describe('what lies beside a backup', () => {
  const cases: readonly { name: string; files: readonly File[]; want: readonly string[]; place?: string }[] = [
    {
      name: 'checksums and signatures are none, with a backup of their name or without',
      files: [
        ['db.dump', 900, 5],
        ['db.dump.sha256', 80, 4],
        ['other.md5', 40, 3],
        ['SHA256SUMS', 200, 2],
        ['db.dump.sig', 90, 2],
        ['db.dump.par2', 90, 2],
      ],
      want: ['db.dump'],
    },
    {
      name: 'a file under the whole name of a larger one is its companion',
      files: [
        ['db-1.dump', 900, 30],
        ['db-1.dump.log', 15, 29],
        ['db-2.dump', 910, 6],
        ['db-2.dump.log', 15, 5],
        ['db-2.dump.asc', 15, 5],
      ],
      want: ['db-2.dump', 'db-1.dump'],
    },
    {
      name: 'so is one that has its ending instead of the backup’s',
      files: [
        ['db-1.sql.gz', 900, 6],
        ['db-1.log', 15, 5],
        ['db-1.json', 15, 5],
        ['vzdump-qemu-101.vma.zst', 4000, 6],
        ['vzdump-qemu-101.log', 700, 5],
      ],
      want: ['vzdump-qemu-101.vma.zst', 'db-1.sql.gz'],
    },
    {
      name: 'a larger file is no companion of a smaller one',
      files: [
        ['export.txt', 10, 6],
        ['export.txt.json', 5000, 5],
      ],
      want: ['export.txt.json', 'export.txt'],
    },
    {
      name: 'a name that only begins alike is no companion',
      files: [
        ['orders.2026-11-20.json', 900, 30],
        ['orders.json', 850, 5],
      ],
      want: ['orders.json', 'orders.2026-11-20.json'],
    },
    {
      name: 'backups that are all JSON are backups',
      files: [
        ['orders-1.json', 900, 30],
        ['orders-2.json', 900, 5],
      ],
      want: ['orders-2.json', 'orders-1.json'],
    },
    {
      name: 'a log alone, newer than the backup and named otherwise, is a run under way',
      files: [
        ['orders-26.dump', 900, 30],
        ['backup.log', 15, 1],
      ],
      want: ['backup.log...', 'orders-26.dump'],
    },
    {
      name: 'after the time that a run may take it is nothing',
      files: [
        ['orders-26.dump', 900, 30],
        ['backup.log', 15, 7],
      ],
      want: ['orders-26.dump'],
    },
    {
      name: 'a place that spells the ending takes it',
      place: 'o/*.json',
      files: [
        ['orders.json', 15, 5],
        ['orders', 900, 6],
      ],
      want: ['orders.json'],
    },
    {
      name: 'litter is none',
      files: [
        ['a.dump', 900, 6],
        ['.DS_Store', 6148, 1],
        ['.nfs000001', 10, 1],
        ['.gitkeep', 0, 1],
        ['Thumbs.db', 10, 1],
        ['desktop.ini', 10, 1],
        ['lost+found/x', 10, 1],
        ['@eaDir/a.dump', 10, 1],
        ['#recycle/a.dump', 10, 1],
        ['.snapshot/a.dump', 10, 1],
        ['.trash-1000/a.dump', 10, 1],
      ],
      want: ['a.dump'],
    },
    {
      name: 'a pattern that begins with a dot takes such names',
      place: 'o/.backup-*',
      files: [['.backup-1', 900, 6]],
      want: ['.backup-1'],
    },
  ];
  it.each(cases)('$name', ({ files, want, place = 'o/' }) => {
    expect(taken(place, files)).toEqual(want);
  });

  it('45 nights of a dump with a checksum and a log are 45 backups', () => {
    const files = Array.from({ length: 45 }, (_, night): File[] => [
      [`orders-${night}.dump`, 4_000_000, night * 24 + 6],
      [`orders-${night}.dump.sha256`, 80, night * 24 + 5.9],
      [`orders-${night}.log`, 300, night * 24 + 5.8],
    ]).flat();
    expect(taken('o/', files).slice(0, 30)).toEqual(Array.from({ length: 30 }, (_, night) => `orders-${night}.dump`));
  });
});

it.each([
  ['orders-2026-11-20.dump', 'orders-2025-01-02.dump'],
  ['vzdump-qemu-101-2026_11_20-02_00_01.vma.zst', 'vzdump-qemu-102-2026_11_21-02_00_07.vma.zst'],
])('%s and %s are of one shape', (a, b) => {
  expect(shapeOf(a)).toBe(shapeOf(b));
});
