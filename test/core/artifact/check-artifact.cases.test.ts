import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { crc32 } from '../../../lib/core/artifact/crc32.ts';
import { kindOfName } from '../../../lib/core/artifact/kinds.ts';
import { isPartOfSeveral } from '../../../lib/core/artifact/part-of-several.ts';
import { LIMITS_ON_PATH, LIMITS_ON_S3 } from '../../../lib/core/artifact/read-limits.ts';
import { findingOf, recorded } from './looked-at.ts';
import { zipOf } from './written-archives.ts';
import { bytesOf, joined, le32 } from './written-bytes.ts';
import { tarHeader, tarOf } from './written-tar.ts';

const random = (length: number): Uint8Array => {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state >>> 24;
  });
};
const text = (name: string): string => Buffer.from(recorded(name)).toString('latin1');
const gz = (content: Uint8Array) => new Uint8Array(gzipSync(content));
const SMALL_LIMITS = { ...LIMITS_ON_PATH, maxBytes: 1000 };

const cases = [
  {
    name: 'several members of gzip are whole',
    file: 'a.gz',
    bytes: joined([gz(random(9)), gz(random(5000))]),
    want: 'whole',
  },
  {
    name: 'a member of gzip may end where a read does',
    file: 'a.gz',
    bytes: joined(Array.from({ length: 3000 }, () => gz(random(500)))),
    want: 'whole',
  },
  {
    name: 'gzip may be filled up with zeros',
    file: 'a.gz',
    bytes: joined([gz(random(9)), new Uint8Array(700)]),
    want: 'whole',
  },
  {
    name: 'gzip followed by zeros and much else is damaged',
    file: 'a.gz',
    bytes: joined([gz(random(9)), new Uint8Array(7), random(99)]),
    want: 'damaged',
  },
  {
    name: 'gzip that is longer than may be read is not checkable',
    file: 'a.gz',
    bytes: gz(random(2000)),
    limits: SMALL_LIMITS,
    want: 'not-checkable',
  },
  {
    name: 'zstd that takes more than may be read is not checkable',
    file: 'a.zst',
    bytes: joined([
      bytesOf('\x28\xb5\x2f\xfd\x00\x58'),
      ...Array.from({ length: 99 }, () => joined([bytesOf('\x20\x03\0'), random(100)])),
    ]),
    limits: SMALL_LIMITS,
    want: 'not-checkable',
  },
  {
    name: 'the old form of lz4 is not checkable',
    file: 'a.lz4',
    bytes: joined([le32(0x184c2102), le32(4), random(4)]),
    want: 'not-checkable',
  },
  {
    name: 'several streams of xz, with filling between and after them, are whole',
    file: 'a.xz',
    bytes: joined([recorded('orders.csv.xz'), new Uint8Array(8), recorded('orders.csv.xz'), new Uint8Array(4)]),
    want: 'whole',
  },
  {
    name: 'xz whose middle is missing is cut short',
    file: 'a.xz',
    bytes: joined([recorded('orders.csv.xz').subarray(0, 100), recorded('orders.csv.xz').subarray(200)]),
    want: 'damaged',
  },
  {
    name: 'a zip whose middle is missing is damaged',
    file: 'a.zip',
    bytes: joined([recorded('orders.zip').subarray(0, 100), recorded('orders.zip').subarray(200)]),
    want: 'damaged',
  },
  {
    name: 'a zip whose comment is cut is not checkable: all members are there',
    file: 'a.zip',
    bytes: zipOf([random(9)], 'made at night').subarray(0, -3),
    want: 'not-checkable',
  },
  {
    name: 'a zip with the longest comment is whole',
    file: 'a.zip',
    bytes: zipOf([random(9)], 'x'.repeat(65535)),
    want: 'whole',
  },
  { name: 'a zip without members holds nothing', file: 'a.zip', bytes: zipOf([]), want: 'hollow' },
  { name: 'a spreadsheet is a zip', file: 'a.xlsx', bytes: zipOf([random(9)]), want: 'whole' },
  {
    name: 'one of several files of a 7z is not checked',
    file: 'a.7z.001',
    bytes: recorded('orders.7z').subarray(0, 300),
    want: 'not-checkable',
  },
  {
    name: 'a tar may be filled up with zeros',
    file: 'a.tar',
    bytes: joined([recorded('orders.tar'), new Uint8Array(6656)]),
    want: 'whole',
  },
  {
    name: 'a tar whose middle is missing is damaged',
    file: 'a.tar',
    bytes: joined([recorded('orders.tar').subarray(0, 1024), recorded('orders.tar').subarray(1536)]),
    want: 'damaged',
  },
  {
    name: 'a tar that was cut inside a file of zeros is damaged',
    file: 'a.tar',
    bytes: joined([tarHeader('disk.img', 1 << 20), new Uint8Array(1 << 19)]),
    want: 'damaged',
  },
  { name: 'nothing but zeros is a tar without members', file: 'a.tar', bytes: new Uint8Array(10240), want: 'hollow' },
  {
    name: 'a .tar that was compressed is taken as tar takes it',
    file: 'a.tar',
    bytes: recorded('orders.csv.zst'),
    want: 'whole',
  },
  {
    name: 'a tar whose first member is named like another kind is a tar',
    file: 'a',
    bytes: tarOf([{ name: 'PAR1', content: random(9) }]),
    want: 'whole',
  },
  {
    name: 'a dump after a warning of its tool is whole',
    file: 'a.sql',
    bytes: bytesOf(`mysqldump: [Warning] Using a password\n${text('orders-mariadb.sql')}`),
    want: 'whole',
  },
  {
    name: 'a dump with lines of Windows is whole',
    file: 'a.sql',
    bytes: bytesOf(text('orders.sql').replaceAll('\n', '\r\n')),
    want: 'whole',
  },
  {
    name: 'a dump before pg_dump had a restricted mode is whole',
    file: 'a.sql',
    bytes: bytesOf(text('orders.sql').replaceAll(/\\(un)?restrict \w+\n\n/g, '')),
    want: 'whole',
  },
  {
    name: 'a dump that does not leave the restricted mode that it entered is cut short',
    file: 'a.sql',
    bytes: bytesOf(text('orders.sql').replace(/\\unrestrict \w+\n\n/, '')),
    want: 'damaged',
  },
  {
    name: 'a dump of all databases that was cut between two is cut short',
    file: 'a.sql',
    bytes: bytesOf(text('all.sql').replace(/--\n-- PostgreSQL database cluster dump complete\n--\n\n$/, '')),
    want: 'damaged',
  },
  {
    name: 'statements may follow a dump',
    file: 'a.sql',
    bytes: bytesOf(text('orders-mariadb.sql').concat('INSERT INTO t VALUES (1);\n')),
    want: 'whole',
  },
  {
    name: 'a pg_dump archive of a later version is not checked',
    file: 'a.dump',
    bytes: joined([bytesOf('PGDMP\x01\x63\x00'), random(90)]),
    want: 'not-checkable',
  },
  {
    name: 'an SQLite file that is longer than it counts is whole',
    file: 'a.sqlite',
    bytes: joined([recorded('orders.sqlite'), new Uint8Array(512)]),
    want: 'whole',
  },
  {
    name: 'an SQLite file that lost a page is cut short',
    file: 'a.sqlite',
    bytes: recorded('orders.sqlite').subarray(0, -512),
    want: 'damaged',
  },
  {
    name: 'a key of few bytes without a message is not checkable',
    file: 'a.gpg',
    bytes: recorded('orders.csv.gpg').subarray(0, 15),
    want: 'not-checkable',
  },
  { name: 'text is of no kind', file: 'notes.txt', bytes: bytesOf('shared drive\n'), want: 'unknown-kind' },
];

describe('special cases', () => {
  it.each(cases)('$name', async ({ file, bytes, limits, want }) => {
    const finding = await findingOf(file, bytes, limits);
    expect(finding).toMatchObject({ verdict: want });
    const { readBytes: _, ...same } = finding;
    expect(await findingOf(file, bytes, limits ?? LIMITS_ON_S3)).toMatchObject(same);
  });
});

describe('a tar of many members whose last one is a tar', () => {
  const inner = tarOf([{ name: 'inner.txt', content: random(700) }]);
  const many = Array.from({ length: 100 }, (_, i) => ({ name: `file-${i}`, content: random(700) }));
  const outer = tarOf([...many, { name: 'inner.tar', content: joined([inner, new Uint8Array(7168)]) }]);

  it('is whole', async () => expect(await findingOf('a.tar', outer)).toMatchObject({ verdict: 'whole' }));

  it('is damaged when it is cut inside the zeros that fill up the inner one', async () => {
    for (let cut = 1536; cut <= 10240; cut += 512) {
      const finding = await findingOf('a.tar', outer.subarray(0, -cut));
      expect(finding, `cut by ${cut}`).toMatchObject({ verdict: 'damaged' });
    }
  });
});

describe('words', () => {
  const words = [
    {
      file: 'a.gz',
      bytes: bytesOf('hello'),
      says: 'its name says gzip, and it does not begin as gzip does; encrypted content does not either',
    },
    {
      file: 'a.gz',
      bytes: recorded('orders.zip'),
      says: 'its directory of contents is at its end, with as many members as it counts; its name says gzip',
    },
    {
      file: 'a.gz',
      bytes: recorded('orders.csv.gz').subarray(0, 300),
      says: 'it is cut short: it ends after 300 bytes, inside the compressed data at byte 0',
    },
    {
      file: 'a.tar',
      bytes: recorded('orders.tar').subarray(0, 900),
      says: 'it is cut short: it ends after 900 bytes, inside the member that ends at byte 1,536',
    },
    {
      file: 'a.sqlite',
      bytes: recorded('orders.sqlite').subarray(0, 1024),
      says: 'it is cut short: its header counts pages up to byte 2,048, and it ends before',
    },
  ];
  it.each(words)('$says', async ({ file, bytes, says }) => {
    expect((await findingOf(file, bytes)).words).toBe(says);
  });
});

describe('names', () => {
  it.each([
    { name: 'db/orders.tar.gz', want: 'gzip' },
    { name: 'ORDERS.SQL.GZ', want: 'gzip' },
    { name: 'orders.tar.zst', want: 'zstd' },
    { name: 'orders.dump', want: null },
    { name: 'orders.gz/part', want: null },
    { name: 'constructor', want: null },
    { name: 'orders.constructor', want: null },
  ])('$name promises $want', ({ name, want }) => expect(kindOfName(name)?.name ?? null).toBe(want));

  it('of one of several files', () => {
    expect(['a.7z.001', 'a.z01', 'a.zip', 'a.7z'].map(isPartOfSeveral)).toEqual([true, true, false, false]);
  });
});

it('CRC-32 is that of zip', () => expect(crc32(bytesOf('123456789'))).toBe(0xcbf43926));
