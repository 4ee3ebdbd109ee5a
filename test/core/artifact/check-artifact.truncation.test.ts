import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../nightly.ts';
import { findingOf } from './looked-at.ts';
import { gpgOf, lz4Of, sqliteOf, zipOf, zstdOf } from './written-archives.ts';
import { paxTarOf, tarOf } from './written-tar.ts';

const content = fc.oneof(
  fc.uint8Array({ maxLength: 3000 }),
  // Zeros look like tar's end mark, like the end of pg_dump's data, and like filling.
  fc.nat(6000).map((length) => new Uint8Array(length)),
);
const contents = fc.array(content, { minLength: 1, maxLength: 20 });
const manyContents = fc.array(
  fc.nat(1500).map((length) => new Uint8Array(length)),
  { minLength: 65, maxLength: 90 },
);
const members = fc
  .oneof(contents, manyContents)
  .map((all) => all.map((one, i) => ({ name: `file-${i}`, content: one })));

/** How many files of each kind, and twice as many cuts. */
const RUNS = runs(30, 1000);

const WRITERS: readonly {
  readonly name: string;
  readonly files: fc.Arbitrary<Uint8Array>;
  /** Bytes at the end that can be cut off, and nothing is lost. */
  readonly fillingBytes?: number;
}[] = [
  { name: 'gz', files: content.map((one) => new Uint8Array(gzipSync(one))) },
  { name: 'tar', files: members.map(tarOf), fillingBytes: 1023 },
  { name: 'pax.tar', files: members.map(paxTarOf), fillingBytes: 1023 },
  {
    name: 'nested.tar',
    files: members.map((all) => tarOf([...all, { name: 'inner.tar', content: tarOf(all) }])),
    fillingBytes: 1023,
  },
  { name: 'tar.gz', files: members.map((all) => new Uint8Array(gzipSync(tarOf(all)))) },
  { name: 'zip', files: contents.map((all) => zipOf(all)) },
  { name: 'nested.zip', files: contents.map((all) => zipOf([...all, zipOf(all)])) },
  { name: 'zst', files: contents.map(zstdOf) },
  { name: 'lz4', files: contents.map(lz4Of) },
  { name: 'gpg', files: content.map(gpgOf) },
  {
    name: 'sqlite',
    files: fc
      .tuple(fc.integer({ min: 1, max: 200 }), fc.constantFrom(512, 1024))
      .map(([pages, size]) => sqliteOf(pages, size)),
  },
];

describe.each(WRITERS)('any valid file.$name', ({ name, files, fillingBytes = 0 }) => {
  it('is whole, or holds nothing', async () => {
    await fc.assert(
      fc.asyncProperty(files, async (file) => {
        expect(['whole', 'hollow']).toContain((await findingOf(`file.${name}`, file)).verdict);
      }),
      RUNS,
    );
  });

  it('is neither once its end is cut off', async () => {
    await fc.assert(
      fc.asyncProperty(files, fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), async (file, part) => {
        const cut = file.subarray(0, Math.floor((file.length - fillingBytes) * part));
        expect(['damaged', 'not-checkable']).toContain((await findingOf(`file.${name}`, cut)).verdict);
      }),
      { numRuns: 2 * RUNS.numRuns },
    );
  });

  it('is neither once its last byte is gone', async () => {
    await fc.assert(
      fc.asyncProperty(files, async (file) => {
        const { verdict } = await findingOf(`file.${name}`, file.subarray(0, -1 - fillingBytes));
        expect(['damaged', 'not-checkable']).toContain(verdict);
      }),
      RUNS,
    );
  });
});

const magics = fc.constantFrom(
  'PGDMP',
  'PAR1',
  'PK\x03\x04',
  '7z\xbc\xaf\x27\x1c',
  '\xfd7zXZ\0',
  '\x1f\x8b',
  'BZh9',
  '',
);

it('any bytes under any name get an answer', async () => {
  const name = fc.constantFrom(
    'a.gz',
    'a.zst',
    'a.bz2',
    'a.xz',
    'a.lz4',
    'a.zip',
    'a.7z',
    'a.tar',
    'a.age',
    'a.gpg',
    'a',
  );
  await fc.assert(
    fc.asyncProperty(name, magics, fc.uint8Array({ maxLength: 3000 }), async (file, magic, rest) => {
      const bytes = new Uint8Array(Buffer.concat([Buffer.from(magic, 'latin1'), rest]));
      const { verdict, words } = await findingOf(file, bytes);
      expect(verdict).not.toBe('whole');
      expect(words).not.toBe('');
    }),
    runs(200, 10_000),
  );
});
