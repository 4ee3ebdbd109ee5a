import { describe, expect, test } from 'vitest';
import { SEVENZIP, TAR, ZIP } from '../../../lib/prove/recipes/archive-tools.ts';

describe('the list of a tar', () => {
  test.each([
    [
      '-rw-r--r-- 0/0  300000 2026-11-29 02:00:00 data/f 1',
      { name: 'data/f 1', kind: 'file', sizeBytes: 300_000, target: null },
    ],
    ['drwxr-xr-x 1000/1000 0 2026-11-29 02:00:00 data/', { name: 'data/', kind: 'folder', sizeBytes: 0, target: null }],
    [
      'lrwxrwxrwx 0/0 0 2026-11-29 02:00:00 a -> b -> c',
      { name: 'a -> b', kind: 'symlink', sizeBytes: 0, target: 'c' },
    ],
    [
      'hrw-r--r-- 0/0 0 2026-11-29 02:00:00 hard link to data/f',
      { name: 'hard', kind: 'hardlink', sizeBytes: 0, target: 'data/f' },
    ],
    ['crw-rw-rw- 0/0 1,3 2026-11-29 02:00:00 null', { name: 'null', kind: 'other', sizeBytes: 1, target: null }],
    [
      '-rw-r--r--+ 0/0 5 2026-11-29 02:00:00 with\\nline',
      { name: 'with\\nline', kind: 'file', sizeBytes: 5, target: null },
    ],
  ])('%s', (line, member) => {
    expect(TAR.reader()(line)).toEqual(member);
  });
});

describe('the list of a zip', () => {
  test.each([
    [
      '-rw-r--r--  3.0 unx   300000 bx   299000 defN 26-Nov-29 02:00 data/f 1',
      { name: 'data/f 1', kind: 'file', sizeBytes: 300_000, target: null },
    ],
    [
      'drwxr-xr-x  3.0 unx        0 bx        0 stor 26-Nov-29 02:00 data/',
      { name: 'data/', kind: 'folder', sizeBytes: 0, target: null },
    ],
    ['2 files, 600000 bytes uncompressed, 598000 bytes compressed:  0.3%', null],
  ])('%s', (line, member) => {
    expect(ZIP.reader()(line)).toEqual(member);
  });
});

test('the list of a 7z has a block of lines for each member', () => {
  const read = SEVENZIP.reader();
  const block = (path: string, size: string, attributes: string) => [
    `Path = ${path}`,
    `Size = ${size}`,
    'Packed Size = 1',
    `Attributes = ${attributes}`,
    'Block = 0',
  ];
  const lines = [...block('f1', '5', 'A_ -rw-r--r--'), '', ...block('d', '0', 'D_ drwxr-xr-x'), ''];
  expect(lines.map(read).filter((member) => member !== null)).toEqual([
    { name: 'f1', kind: 'file', sizeBytes: 5, target: null },
    { name: 'd', kind: 'folder', sizeBytes: 0, target: null },
  ]);
});
