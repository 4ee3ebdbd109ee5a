import { describe, expect, it } from 'vitest';
import { ArtifactReader } from '../../../lib/core/artifact/artifact-reader.ts';
import { crc32 } from '../../../lib/core/artifact/crc32.ts';
import { readPgDumpContents } from '../../../lib/core/artifact/pg-dump-contents.ts';
import { LIMITS_ON_PATH, LIMITS_ON_S3 } from '../../../lib/core/artifact/read-limits.ts';
import { Walk } from '../../../lib/core/artifact/walk.ts';
import { lookAt, type Pieces, recorded } from './looked-at.ts';
import { bytesOf, joined, le16, le32, le64 } from './written-bytes.ts';
import { tarHeader, tarOf } from './written-tar.ts';

const TEN_GB = 10_000_000_000;
const END_OF_TAR = new Uint8Array(1024);

interface Sparse {
  readonly name: string;
  readonly sizeBytes: number;
  readonly pieces: Pieces;
}

/** The whole of a small artifact, pulled apart: its first bytes at the beginning, the rest at the end of 10 GB. */
function pulledApart(file: string, name: string, headBytes: number): Sparse {
  const bytes = recorded(file);
  const tail = bytes.subarray(headBytes);
  return atEnds(name, bytes.subarray(0, headBytes), tail);
}

function atEnds(name: string, head: Uint8Array, tail: Uint8Array, sizeBytes = TEN_GB): Sparse {
  return {
    name,
    sizeBytes,
    pieces: [
      { from: 0, bytes: head },
      { from: sizeBytes - tail.length, bytes: tail },
    ],
  };
}

function sparseZip(): Sparse {
  const name = bytesOf('disk.img');
  const shared = [
    le16(45),
    le16(0),
    le16(0),
    le32(0),
    le32(0),
    le32(2 ** 32 - 1),
    le32(2 ** 32 - 1),
    le16(name.length),
  ];
  const local = joined([le32(0x04034b50), ...shared, le16(0), name]);
  const directory = joined([le32(0x02014b50), le16(45), ...shared, new Uint8Array(12), le32(0), name]);
  const endBytes = 56 + 20 + 22;
  const from = TEN_GB - endBytes - directory.length;
  const counts = [le64(1), le64(1), le64(directory.length), le64(from)];
  const end64 = joined([le32(0x06064b50), le64(44), le16(45), le16(45), le32(0), le32(0), ...counts]);
  const locator = joined([le32(0x07064b50), le32(0), le64(from + directory.length), le32(1)]);
  const end = joined([
    le32(0x06054b50),
    le32(0),
    le16(0xffff),
    le16(0xffff),
    le32(2 ** 32 - 1),
    le32(2 ** 32 - 1),
    le16(0),
  ]);
  return atEnds('disk.zip', local, joined([directory, end64, locator, end]));
}

function sparseSevenZip(): Sparse {
  const directory = recorded('orders.7z').subarray(-100);
  const where = joined([le64(TEN_GB - 32 - directory.length), le64(directory.length), le32(crc32(directory))]);
  const start = joined([recorded('orders.7z').subarray(0, 8), le32(crc32(where)), where]);
  return atEnds('disk.7z', start, directory);
}

function sparseXz(): Sparse {
  const number = (value: number): Uint8Array => {
    const bytes: number[] = [];
    for (let left = value; ; left = Math.floor(left / 128)) {
      if (left < 128) return Uint8Array.from([...bytes, left]);
      bytes.push((left % 128) + 128);
    }
  };
  const header = recorded('orders.csv.xz').subarray(0, 12);
  const unpadded = joined([Uint8Array.of(0), number(1), number(TEN_GB), number(4 * TEN_GB)]);
  const padded = joined([unpadded, new Uint8Array(-unpadded.length & 3)]);
  const index = joined([padded, le32(crc32(padded))]);
  const length = joined([le32(index.length / 4 - 1), header.subarray(6, 8)]);
  const tail = joined([index, le32(crc32(length)), length, bytesOf('YZ')]);
  return atEnds('disk.xz', header, tail, header.length + TEN_GB + tail.length);
}

function sparseTar(): Sparse {
  const header = tarHeader('disk.img', TEN_GB);
  return atEnds('disk.tar', header, END_OF_TAR, header.length + Math.ceil(TEN_GB / 512) * 512 + END_OF_TAR.length);
}

/** Many small members, one of 10 GB, many small ones. */
function sparseTarOfMany(): Sparse {
  const many = tarOf(Array.from({ length: 200 }, (_, i) => ({ name: `file-${i}`, content: new Uint8Array(700) })));
  const head = joined([many.subarray(0, -1024), tarHeader('disk.img', TEN_GB)]);
  return atEnds('many.tar', head, many, head.length + Math.ceil(TEN_GB / 512) * 512 + many.length);
}

function sparseSqlite(): Sparse {
  const header = Buffer.from(recorded('orders.sqlite').subarray(0, 100));
  const pages = 160_000;
  header.writeUInt16BE(1, 16);
  header.writeUInt32BE(pages, 28);
  return { name: 'big.sqlite', sizeBytes: pages * 65536, pieces: [{ from: 0, bytes: new Uint8Array(header) }] };
}

/** Data in pieces of the longest length that there can be. Where it was written to a pipe, its place is not noted. */
async function sparsePgDump(file: string): Promise<Sparse> {
  const dump = recorded(file);
  const reader = await ArtifactReader.open({
    name: file,
    sizeBytes: dump.length,
    read: async (from, length) => dump.subarray(from, from + length),
  });
  const { end } = await readPgDumpContents(new Walk(reader, LIMITS_ON_PATH));
  const blockHeaderBytes = 6;
  const pieceBytes = 2 ** 31 - 1;
  const pieces = [{ from: 0, bytes: dump.subarray(0, end + blockHeaderBytes) }];
  let at = end + blockHeaderBytes;
  for (let piece = 0; piece < 5; piece += 1) {
    pieces.push({ from: at, bytes: joined([Uint8Array.of(0), le32(pieceBytes)]) });
    at += 5 + pieceBytes;
  }
  return { name: file, sizeBytes: at + 5, pieces };
}

/** As pg_dump writes: so many pieces that not all can be gone through. */
async function sparsePgDumpOfPieces(): Promise<Sparse> {
  const { name, pieces } = await sparsePgDump('orders-file.dump');
  const [head] = pieces;
  if (head === undefined) throw new Error('a dump has a beginning');
  const pieceBytes = 4096;
  const piece = joined([Uint8Array.of(0), le32(pieceBytes), new Uint8Array(pieceBytes).fill(1)]);
  const count = 20_000;
  const data = joined(Array.from({ length: count }, () => piece));
  return atEnds(name, joined([head.bytes, data]), new Uint8Array(5), head.bytes.length + data.length + 5);
}

const FILES = await Promise.all([
  sparseZip(),
  sparseSevenZip(),
  sparseXz(),
  pulledApart('orders.csv.bz2', 'disk.bz2', 200),
  sparseTar(),
  sparseTarOfMany(),
  sparsePgDump('orders-file.dump'),
  sparsePgDump('orders-pipe.dump'),
  sparsePgDumpOfPieces(),
  pulledApart('orders.sql', 'orders.sql', 1200),
  pulledApart('orders-mariadb.sql', 'orders-mariadb.sql', 1200),
  sparseSqlite(),
  pulledApart('orders.parquet', 'orders.parquet', 600),
]);

describe.each([
  { where: 'on a path', limits: LIMITS_ON_PATH },
  { where: 'in a bucket', limits: LIMITS_ON_S3 },
])('a kind that says where it ends, 10 GB, $where', ({ limits }) => {
  it.each(FILES)('$name is whole, and under 1 MB of it is read', async ({ name, sizeBytes, pieces }) => {
    const looked = await lookAt(name, sizeBytes, pieces, limits);
    expect(looked.finding).toMatchObject({ verdict: 'whole' });
    expect(looked.readBytes).toBeLessThan(1_000_000);
    expect(looked.reads).toBeLessThan(limits === LIMITS_ON_S3 ? 300 : 5000);
  });

  it.each(FILES)(
    '$name is damaged when it lacks its last byte, or its second half',
    async ({ name, sizeBytes, pieces }) => {
      // The blocks of zeros after the members of a tar, and the empty line after a dump, are filling.
      const fillingBytes = name.endsWith('.tar') ? 1024 : name.endsWith('.sql') ? 1 : 0;
      for (const length of [sizeBytes - 1 - fillingBytes, Math.floor(sizeBytes / 1024) * 512]) {
        const looked = await lookAt(name, length, pieces, limits);
        expect(looked.finding).toMatchObject({ verdict: 'damaged' });
      }
    },
  );
});

describe('a tar of many members whose last one is long', () => {
  const many = tarOf(Array.from({ length: 400 }, (_, i) => ({ name: `file-${i}`, content: new Uint8Array(9_000) })));
  const head = joined([many.subarray(0, -1024), tarHeader('disk.img', TEN_GB)]);
  const sizeBytes = head.length + Math.ceil(TEN_GB / 512) * 512 + 1024;
  const pieces = [{ from: 0, bytes: head }];

  it('is whole when it is, and damaged when it was cut inside the zeros of that one', async () => {
    expect((await lookAt('a.tar', sizeBytes, pieces)).finding).toMatchObject({ verdict: 'whole' });
    expect((await lookAt('a.tar', sizeBytes - 512 * 99, pieces)).finding).toMatchObject({ verdict: 'damaged' });
  });

  it('is not checkable where going through it is too much, and not called whole', async () => {
    const few = { ...LIMITS_ON_S3, maxReads: 2 };
    expect((await lookAt('a.tar', sizeBytes, pieces, few)).finding).toMatchObject({ verdict: 'not-checkable' });
    expect((await lookAt('a.tar', sizeBytes - 512 * 99, pieces, few)).finding).not.toMatchObject({ verdict: 'whole' });
  });
});
