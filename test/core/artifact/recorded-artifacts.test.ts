import { describe, expect, it } from 'vitest';
import { gunzip } from '../../../lib/app/evidence/gunzip.ts';
import type { ArtifactKind } from '../../../lib/core/artifact/artifact-kind.ts';
import { keepsPromise, kindOfName } from '../../../lib/core/artifact/artifact-kind.ts';
import { LIMITS_ON_PATH } from '../../../lib/core/artifact/artifact-reader.ts';
import { checkArtifact } from '../../../lib/core/artifact/check-artifact.ts';
import type { Finding } from '../../../lib/core/artifact/finding.ts';
import { damaged, findingOf, recorded } from './looked-at.ts';

interface Row {
  readonly name: string;
  readonly kind: ArtifactKind;
  readonly whole?: Finding['kind'];
  /** What is said when its first 64 bytes are damaged; a name that promises nothing leaves nothing to check it by. */
  readonly headDamaged?: Finding['kind'];
  /** What is said when its last 16 bytes are damaged; content that is not read cannot be seen to be damaged. */
  readonly tailDamaged?: Finding['kind'];
}

const ROWS: readonly Row[] = [
  { name: 'orders.csv.gz', kind: 'gzip' },
  { name: 'orders.csv.zst', kind: 'zstd', tailDamaged: 'whole' },
  { name: 'orders.csv.bz2', kind: 'bzip2' },
  { name: 'orders.csv.xz', kind: 'xz' },
  { name: 'orders.csv.lz4', kind: 'lz4' },
  { name: 'orders.zip', kind: 'zip' },
  { name: 'orders.7z', kind: '7z' },
  { name: 'orders.tar', kind: 'tar' },
  { name: 'orders-file.dump', kind: 'pg_dump custom', headDamaged: 'unknown-kind' },
  { name: 'orders-pipe.dump', kind: 'pg_dump custom', headDamaged: 'unknown-kind' },
  { name: 'orders.sql', kind: 'pg_dump plain' },
  { name: 'all.sql', kind: 'pg_dump plain' },
  { name: 'orders-mariadb.sql', kind: 'mysqldump' },
  { name: 'orders-mariadb-undated.sql', kind: 'mysqldump' },
  { name: 'orders.sqlite', kind: 'SQLite', tailDamaged: 'whole' },
  {
    name: 'orders.csv.age',
    kind: 'age',
    whole: 'tail-not-checkable',
    tailDamaged: 'tail-not-checkable',
  },
  { name: 'orders-armored.csv.age', kind: 'age' },
  { name: 'orders.csv.gpg', kind: 'gpg', tailDamaged: 'whole' },
  { name: 'orders-armored.csv.gpg', kind: 'gpg' },
  { name: 'orders.parquet', kind: 'Parquet' },
];

describe.each(ROWS)('$name', ({ name, kind, whole = 'whole', headDamaged = 'damaged', tailDamaged = 'damaged' }) => {
  const bytes = recorded(name);

  it(`is ${whole}, and ${kind}`, async () => {
    expect(await findingOf(name, bytes)).toMatchObject({ kind: whole, artifact: kind });
  });

  it('is the same under a name that says nothing', async () => {
    expect(await findingOf('backup', bytes)).toMatchObject({ kind: whole, artifact: kind });
  });

  it('is never whole when it is cut, wherever', async () => {
    const wrong: string[] = [];
    for (let length = 0; length < bytes.length; length += 1) {
      const finding = await findingOf(name, bytes.subarray(0, length));
      // Where the cut leaves nothing to tell the kind by, or the kind is one that only a key can tell the end of.
      const isNamed = kindOfName(name) !== null;
      const maybe = [...(isNamed ? [] : ['unknown-kind']), ...(whole === 'whole' ? [] : ['tail-not-checkable'])];
      if (finding.kind !== 'damaged' && !maybe.includes(finding.kind)) wrong.push(`${length}: ${finding.kind}`);
    }
    expect(wrong).toEqual([]);
  });

  it(`is ${headDamaged} when its head is damaged`, async () => {
    expect((await findingOf(name, damaged(bytes, 0, 64))).kind).toBe(headDamaged);
  });

  it(`is ${tailDamaged} when its tail is damaged`, async () => {
    expect((await findingOf(name, damaged(bytes, bytes.length - 16, 16))).kind).toBe(tailDamaged);
  });

  it('is damaged when something follows its end', async () => {
    const longer = Uint8Array.from([...bytes, ...new TextEncoder().encode('more')]);
    const want = whole === 'whole' ? 'damaged' : 'tail-not-checkable';
    expect((await findingOf(name, longer)).kind).toBe(want);
  });

  it('is empty when nothing is left', async () => {
    expect(await findingOf(name, bytes.subarray(0, 0))).toMatchObject({ kind: 'damaged', problem: 'empty' });
  });

  it('is not what it says under the name of another kind', async () => {
    for (const other of ROWS) {
      const promised = kindOfName(other.name);
      const finding = await findingOf(other.name, bytes);
      if (promised === null || keepsPromise(promised, kind)) {
        expect(finding).toMatchObject({ kind: whole, artifact: kind });
      } else {
        expect(finding, `under the name ${other.name}`).toMatchObject({
          kind: 'damaged',
          problem: 'other-kind',
          words: `its name says ${promised}, and it holds ${kind}`,
        });
      }
    }
  });

  it('is cut short when it becomes shorter while it is looked at', async () => {
    const half = bytes.subarray(0, bytes.length / 2);
    const read = async (from: number, length: number) => half.subarray(from, from + length);
    const finding = await checkArtifact({ name, sizeBytes: bytes.length, read }, LIMITS_ON_PATH, gunzip);
    expect(finding).toMatchObject({ kind: 'damaged', problem: 'cut-short' });
  });
});
