import { describe, expect, test } from 'vitest';
import {
  isNeverBackup,
  isNeverMirrored,
  isOnItsWay,
  type NeverBackup,
  neverBackup,
} from '../../../lib/core/evidence/never-backup.ts';

const BELOW = 'b/'.length;

describe('in a folder of backups', () => {
  test.each<[key: string, kind: NeverBackup | null]>([
    ['b/orders.dump', null],
    ['b/2026/11/orders.dump', null],
    ['b/orders.sentinel.json', 'own'],
    ['b/.sentinel/report.json', 'own'],
    ['b/x/.sentinel/y/report.json', 'own'],
    ['b/orders.dump.part', 'on-its-way'],
    ['b/orders.dump.partial', 'on-its-way'],
    ['b/orders.dump.tmp', 'on-its-way'],
    ['b/orders.dump.filepart', 'on-its-way'],
    ['b/orders.part.dump', null],
    ['b/orders.dump.sha256', 'checksum'],
    ['b/orders.dump.SHA512', 'checksum'],
    ['b/orders.dump.sha1', 'checksum'],
    ['b/orders.dump.md5', 'checksum'],
    ['b/orders.dump.b2', 'checksum'],
    ['b/orders.dump.crc32', 'checksum'],
    ['b/orders.dump.sig', 'checksum'],
    ['b/orders.dump.minisig', 'checksum'],
    ['b/orders.dump.par2', 'checksum'],
    ['b/orders.sha256sums', 'checksum'],
    ['b/orders.md5sums', 'checksum'],
    ['b/orders.md5.dump', null],
    ['b/ordersmd5', null],
    ['b/orders.shasums', null],
    ['b/orders.sha25x', null],
    ['b/SHA256SUMS', 'checksum'],
    ['b/sha1sums.txt', 'checksum'],
    ['b/SHA512SUMS.asc', 'checksum'],
    ['b/MD5SUMS.gpg', 'checksum'],
    ['b/MD5SUMS', 'checksum'],
    ['b/SHASUMS', null],
    ['b/SHA256SUMS.dump', null],
    ['b/old-SHA256SUMS', null],
    ['b/old-MD5SUMS.txt', null],
    ['b/Thumbs.db', 'litter'],
    ['b/x/desktop.ini', 'litter'],
    ['b/Thumbs.db.gz', null],
    ['b/my-Thumbs.db', null],
    ['b/lost+found/1234', 'litter'],
    ['b/@eaDir/orders.dump', 'litter'],
    ['b/#Recycle/orders.dump', 'litter'],
    ['b/.snapshot/orders.dump', 'litter'],
    ['b/.trash-1000/orders.dump', 'litter'],
    ['b/.Trash/x/orders.dump', 'litter'],
    ['b/lost+found', null],
    ['b/not-lost+found/orders.dump', null],
    ['b/lost+found-2/orders.dump', null],
    ['b/.orders.dump', 'hidden'],
    ['b/.cache/orders.dump', null],
  ])('%s is %s', (key, kind) => {
    expect(neverBackup(key, 5, BELOW)).toBe(kind);
    expect(isNeverBackup(key, 5, BELOW)).toBe(kind !== null);
  });

  test('an empty key with a slash at its end is a folder', () => {
    expect(neverBackup('b/x/', 0, BELOW)).toBe('folder-marker');
    expect(neverBackup('b/x/', 5, BELOW)).toBeNull();
    expect(neverBackup('b/x', 0, BELOW)).toBeNull();
  });

  test('hidden files are backups where the place says so, and other things still are none', () => {
    expect(neverBackup('b/.orders.dump', 5, BELOW, true)).toBeNull();
    expect(isNeverBackup('b/.orders.dump', 5, BELOW, true)).toBe(false);
    expect(neverBackup('b/.trash/.orders.dump', 5, BELOW, true)).toBe('litter');
  });

  test('the place’s own folder may have any name', () => {
    expect(neverBackup('.sentinel/b/orders.dump', 5, '.sentinel/b/'.length)).toBeNull();
    expect(neverBackup('.sentinel/b/orders.dump', 5, 0)).toBe('own');
  });
});

test.each([
  ['m/orders.dump', 5, false],
  ['m/', 0, true],
  ['m/', 5, false],
  ['m/orders.dump', 0, false],
  ['m/orders.sentinel.json', 5, true],
  ['m/orders.sentinel.json.gz', 5, false],
  ['m/.sentinel/x', 5, true],
  ['.sentinel/x', 5, true],
  ['m/my.sentinel/x', 5, false],
  ['m/.sentinels/x', 5, false],
  ['m/.hidden', 5, false],
  ['m/orders.dump.sha256', 5, false],
] as const)('of a mirror %s of %i bytes is no file: %s', (key, sizeBytes, want) => {
  expect(isNeverMirrored(key, sizeBytes)).toBe(want);
});

test('a name is of a file on its way by its end alone', () => {
  expect(['a.part', 'a.tmp', 'a.part.gz', 'tmp'].map(isOnItsWay)).toEqual([true, true, false, false]);
});
