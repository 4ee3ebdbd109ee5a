import { describe, expect, it } from 'vitest';
import { decompress } from '../../../lib/app/evidence/decompress.ts';
import { checkArtifact } from '../../../lib/core/artifact/check-artifact.ts';
import type { Verdict } from '../../../lib/core/artifact/finding.ts';
import { type ArtifactKind, kindOfName } from '../../../lib/core/artifact/kinds.ts';
import { LIMITS_ON_PATH } from '../../../lib/core/artifact/read-limits.ts';
import { damaged, findingOf, recorded } from './looked-at.ts';

interface Row {
  readonly name: string;
  readonly kind: ArtifactKind;
  readonly whole?: Verdict;
  /** What is said when its first 64 bytes are damaged: of most kinds little is left that says what it is. */
  readonly headDamaged?: Verdict;
  /** What is said when its last 16 bytes are damaged; content that is not read cannot be seen to be damaged. */
  readonly tailDamaged?: Verdict;
  /** What is said when four other bytes follow its end: some tools pass over them. */
  readonly followed?: Verdict;
  /** What is said when its last byte that matters is gone. */
  readonly lastByteCut?: Verdict;
  /** Bytes at its end that can be cut off, and nothing is lost. */
  readonly fillingBytes?: number;
}

const ROWS: readonly Row[] = [
  { name: 'orders.csv.gz', kind: 'gzip', followed: 'whole' },
  { name: 'orders.csv.zst', kind: 'zstd', tailDamaged: 'not-checkable' },
  { name: 'orders.csv.bz2', kind: 'bzip2', followed: 'whole' },
  { name: 'orders.csv.xz', kind: 'xz' },
  { name: 'orders.csv.lz4', kind: 'lz4' },
  { name: 'orders.zip', kind: 'zip', headDamaged: 'damaged', followed: 'whole' },
  { name: 'orders.7z', kind: '7z', followed: 'whole' },
  {
    name: 'orders.tar',
    kind: 'tar',
    tailDamaged: 'whole',
    followed: 'whole',
    fillingBytes: 1023,
    lastByteCut: 'not-checkable',
  },
  { name: 'orders-file.dump', kind: 'pg_dump custom', headDamaged: 'unknown-kind' },
  { name: 'orders-pipe.dump', kind: 'pg_dump custom', headDamaged: 'unknown-kind' },
  { name: 'orders.sql', kind: 'pg_dump plain', headDamaged: 'damaged', followed: 'whole', fillingBytes: 1 },
  { name: 'all.sql', kind: 'pg_dump plain', headDamaged: 'damaged', followed: 'whole' },
  { name: 'orders-mariadb.sql', kind: 'mysqldump', headDamaged: 'damaged', followed: 'whole' },
  { name: 'orders-mariadb-undated.sql', kind: 'mysqldump', headDamaged: 'damaged', followed: 'whole' },
  { name: 'orders.sqlite', kind: 'SQLite', tailDamaged: 'whole' },
  {
    name: 'orders.csv.age',
    kind: 'age',
    whole: 'not-checkable',
    tailDamaged: 'not-checkable',
    lastByteCut: 'not-checkable',
    followed: 'not-checkable',
  },
  { name: 'orders-armored.csv.age', kind: 'age' },
  { name: 'orders.csv.gpg', kind: 'gpg', tailDamaged: 'whole' },
  { name: 'orders-armored.csv.gpg', kind: 'gpg' },
  { name: 'orders.parquet', kind: 'Parquet' },
];

describe.each(ROWS)('$name', (row) => {
  const { name, kind, whole = 'whole', fillingBytes = 0 } = row;
  const { headDamaged = 'not-checkable', tailDamaged = 'damaged', followed = 'damaged' } = row;
  const { lastByteCut = 'damaged' } = row;
  const bytes = recorded(name);

  it(`is ${whole}, and ${kind}`, async () => {
    expect(await findingOf(name, bytes)).toMatchObject({ verdict: whole, kind });
  });

  it('is the same under a name that says nothing', async () => {
    expect(await findingOf('backup', bytes)).toMatchObject({ verdict: whole, kind });
  });

  it('is never whole when it is cut, wherever', async () => {
    const wrong: string[] = [];
    for (let length = 0; length < bytes.length - fillingBytes; length += 1) {
      const { verdict } = await findingOf(name, bytes.subarray(0, length));
      if (verdict === 'whole') wrong.push(`${length}: ${verdict}`);
    }
    expect(wrong).toEqual([]);
  });

  it(`is ${lastByteCut} when its last byte is cut off`, async () => {
    const { verdict } = await findingOf(name, bytes.subarray(0, bytes.length - fillingBytes - 1));
    expect(verdict).toBe(lastByteCut);
  });

  it(`is ${headDamaged} when its head is damaged`, async () => {
    expect((await findingOf(name, damaged(bytes, 0, 64))).verdict).toBe(headDamaged);
  });

  it(`is ${tailDamaged} when its tail is damaged`, async () => {
    expect((await findingOf(name, damaged(bytes, bytes.length - 16, 16))).verdict).toBe(tailDamaged);
  });

  it(`is ${followed} when something follows its end`, async () => {
    const longer = Uint8Array.from([...bytes, ...new TextEncoder().encode('more')]);
    expect((await findingOf(name, longer)).verdict).toBe(followed);
  });

  it('is empty when nothing is left', async () => {
    expect(await findingOf(name, bytes.subarray(0, 0))).toMatchObject({ verdict: 'damaged', words: 'it is empty' });
  });

  it('is what it is under the name of another kind, and that is said', async () => {
    for (const other of ROWS) {
      const promised = kindOfName(other.name);
      const { verdict, kind: found, words } = await findingOf(other.name, bytes);
      expect({ verdict, found }).toEqual({ verdict: whole, found: kind });
      const isOther = promised !== null && promised.name !== kind;
      expect(words.includes('its name says'), `under the name ${other.name}`).toBe(isOther && !undoesTar(kind, other));
    }
  });

  it('is damaged when it becomes shorter while it is looked at', async () => {
    const half = bytes.subarray(0, bytes.length / 2);
    const read = async (from: number, length: number) => half.subarray(from, from + length);
    const options = { limits: LIMITS_ON_PATH, decompress };
    expect(await checkArtifact({ name, sizeBytes: bytes.length, read }, options)).toMatchObject({ verdict: 'damaged' });
  });
});

/** tar reads an archive that is compressed, under the name of one that is not. */
function undoesTar(kind: ArtifactKind, { name }: Row): boolean {
  return name.endsWith('.tar') && ['gzip', 'zstd', 'bzip2', 'xz', 'lz4'].includes(kind);
}
