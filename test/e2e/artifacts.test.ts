import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decompress } from '../../lib/app/evidence/decompress.ts';
import { checkArtifact } from '../../lib/core/artifact/check-artifact.ts';
import type { Verdict } from '../../lib/core/artifact/finding.ts';
import type { ArtifactKind } from '../../lib/core/artifact/kinds.ts';
import { LIMITS_ON_PATH, LIMITS_ON_S3, type ReadLimits } from '../../lib/core/artifact/read-limits.ts';
import { type MariaDbServer, startMariaDb } from './mariadb-server.ts';
import { type PostgresCluster, startPostgres } from './postgres-cluster.ts';
import { shell } from './shell.ts';

let postgres: PostgresCluster;
let mariadb: MariaDbServer;
let folder: string;

beforeAll(async () => {
  [postgres, mariadb] = await Promise.all([startPostgres(), startMariaDb()]);
  folder = await mkdtemp(join(tmpdir(), 'artifacts-'));
  await make(`
    mkdir drive && head -c 1234567 /dev/urandom > drive/photo.jpg && seq 1 77777 > drive/orders.csv
    truncate -s 654321 drive/disk.img && touch drive/empty && ln drive/photo.jpg drive/same.jpg && ln -s photo.jpg drive/link
    mkdir drive/many && for i in $(seq 1 150); do head -c $((i * 13)) /dev/urandom > drive/many/$i; done
    long=drive/$(printf 'long%.0s' {1..50})/$(printf 'name%.0s' {1..50})
    mkdir "$(dirname "$long")" && seq 1 9 > "$long"
    cat drive/photo.jpg drive/orders.csv > all
    mkdir --mode 700 gnupg && gpg --batch --quiet --passphrase '' --quick-generate-key backup@example.com future-default default
    age-keygen --output age.key 2> age.log
  `);
  await make(`
    createdb shop && psql --quiet --dbname shop <<'SQL'
    create table orders as select id, md5(id::text) as paid_with from generate_series(1, 8000) as id;
    create table customers as select id, md5(id::text) as name from generate_series(1, 300) as id;
    create table nothing (id int);
    select lo_from_bytea(0, decode(repeat('00', 3000 + n), 'hex')) from generate_series(1, 20) as n;
SQL`);
  await make(`
    mariadb ${mariadb.options} --execute 'create database shop; create table shop.orders (id int, paid_with text)'
    mariadb ${mariadb.options} shop --execute 'insert into orders select seq, md5(seq) from seq_1_to_9999'
  `);
});
afterAll(() =>
  Promise.all([postgres?.stop(), mariadb?.stop(), folder && rm(folder, { recursive: true, force: true })]),
);

function make(commands: string): Promise<string> {
  return shell(commands, { cwd: folder, env: { ...postgres.env, GNUPGHOME: join(folder, 'gnupg') } });
}

interface Row {
  readonly name: string;
  readonly kind: ArtifactKind;
  readonly made: string;
  readonly whole?: Verdict;
}

const GPG = 'gpg --batch --quiet --trust-model always --recipient backup@example.com --encrypt';
const GPG_PASSWORD = 'gpg --batch --quiet --pinentry-mode loopback --passphrase secret --symmetric';

const ROWS: readonly Row[] = [
  { name: 'gzip.gz', kind: 'gzip', made: 'gzip < all > gzip.gz' },
  { name: 'named.tgz', kind: 'gzip', made: 'tar -czf named.tgz drive' },
  { name: 'zstd.zst', kind: 'zstd', made: 'zstd -q all -o zstd.zst' },
  { name: 'pipe.zst', kind: 'zstd', made: 'zstd -q -T2 -19 --no-check < drive/orders.csv > pipe.zst' },
  { name: 'zeros.zst', kind: 'zstd', made: 'zstd -q drive/disk.img -o zeros.zst' },
  { name: 'frames.zst', kind: 'zstd', made: 'pzstd -q -p 2 all -o frames.zst' },
  { name: 'bzip2.bz2', kind: 'bzip2', made: 'bzip2 < all > bzip2.bz2' },
  { name: 'nothing.bz2', kind: 'bzip2', made: 'bzip2 < /dev/null > nothing.bz2', whole: 'hollow' },
  { name: 'xz.xz', kind: 'xz', made: 'xz < all > xz.xz' },
  { name: 'blocks.xz', kind: 'xz', made: 'xz -T2 --block-size=100KiB --check=sha256 < all > blocks.xz' },
  { name: 'streams.xz', kind: 'xz', made: '(xz < drive/orders.csv; xz < /dev/null; xz < all) > streams.xz' },
  { name: 'lz4.lz4', kind: 'lz4', made: 'lz4 -q -c all > lz4.lz4' },
  { name: 'blocks.lz4', kind: 'lz4', made: 'lz4 -q -B4 -BX -BD --content-size -c all > blocks.lz4' },
  { name: 'frames.lz4', kind: 'lz4', made: '(lz4 -q < all; lz4 -q < drive/orders.csv) > frames.lz4' },
  { name: 'zip.zip', kind: 'zip', made: 'zip -qr zip.zip drive && echo "a comment" | zip -qz zip.zip' },
  { name: 'pipe.zip', kind: 'zip', made: 'zip -q - - < all | cat > pipe.zip' },
  { name: '7z.zip', kind: 'zip', made: '7zz a -bso0 -bsp0 7z.zip drive' },
  { name: 'solid.7z', kind: '7z', made: '7zz a -bso0 -bsp0 solid.7z drive' },
  { name: 'secret.7z', kind: '7z', made: '7zz a -bso0 -bsp0 -psecret -mhe=on -mx=0 secret.7z drive' },
  { name: 'gnu.tar', kind: 'tar', made: 'tar --format gnu -cf gnu.tar drive' },
  { name: 'posix.tar', kind: 'tar', made: 'tar --format posix -cf posix.tar drive' },
  { name: 'few.tar', kind: 'tar', made: 'tar -b 1 -cf few.tar all drive/disk.img drive/empty' },
  { name: 'old-form.tar', kind: 'tar', made: 'tar --format v7 -cf old-form.tar drive/photo.jpg drive/many' },
  {
    name: 'sparse-gnu.tar',
    kind: 'tar',
    made: 'tar -S --format gnu -cf sparse-gnu.tar drive/disk.img drive/orders.csv',
  },
  { name: 'sparse-posix.tar', kind: 'tar', made: 'tar -S --format posix -cf sparse-posix.tar drive/disk.img all' },
  { name: 'python.tar', kind: 'tar', made: 'python3 -m tarfile -c python.tar drive' },
  {
    name: 'last-is-long.tar',
    kind: 'tar',
    made: 'tar -cf last-is-long.tar drive/many drive/disk.img drive/photo.jpg drive/disk.img',
  },
  { name: 'file.dump', kind: 'pg_dump custom', made: 'pg_dump -Fc --file file.dump shop' },
  { name: 'pipe.dump', kind: 'pg_dump custom', made: 'pg_dump -Fc shop | cat > pipe.dump' },
  { name: 'uncompressed.dump', kind: 'pg_dump custom', made: 'pg_dump -Fc -Z0 --file uncompressed.dump shop' },
  {
    name: 'uncompressed-pipe.dump',
    kind: 'pg_dump custom',
    made: 'pg_dump -Fc -Z0 shop | cat > uncompressed-pipe.dump',
  },
  { name: 'tables.dump', kind: 'pg_dump custom', made: 'pg_dump -Fc --no-blobs shop | cat > tables.dump' },
  { name: 'schema.dump', kind: 'pg_dump custom', made: 'pg_dump -Fc --schema-only shop > schema.dump' },
  {
    name: 'toc.dat',
    kind: 'pg_dump custom',
    made: 'pg_dump -Fd --file as-folder shop && cp as-folder/toc.dat .',
    whole: 'not-checkable',
  },
  { name: 'pg.tar', kind: 'tar', made: 'pg_dump -Ft --file pg.tar shop' },
  { name: 'plain.sql', kind: 'pg_dump plain', made: 'pg_dump shop > plain.sql' },
  { name: 'clean.sql', kind: 'pg_dump plain', made: 'pg_dump --clean --create --inserts shop > clean.sql' },
  { name: 'all.sql', kind: 'pg_dump plain', made: 'pg_dumpall > all.sql' },
  { name: 'mysqldump.sql', kind: 'mysqldump', made: 'mariadb-dump MARIADB shop > mysqldump.sql' },
  {
    name: 'undated.sql',
    kind: 'mysqldump',
    made: 'mariadb-dump MARIADB --skip-dump-date --all-databases > undated.sql',
  },
  {
    name: 'rows.sqlite',
    kind: 'SQLite',
    made: 'sqlite3 rows.sqlite "create table t(a); insert into t select value from generate_series(1, 9999)"',
  },
  {
    name: 'wal.sqlite3',
    kind: 'SQLite',
    made: 'sqlite3 wal.sqlite3 "pragma page_size=65536; pragma journal_mode=wal; create table t(a); insert into t values(zeroblob(999999))"',
    whole: 'not-checkable',
  },
  {
    name: 'vacuum.sqlite',
    kind: 'SQLite',
    made: 'sqlite3 vacuum-of.db "create table t(a); insert into t values(zeroblob(99999)); vacuum into \'vacuum.sqlite\'"',
  },
  {
    name: 'age.age',
    kind: 'age',
    made: 'age -r "$(grep -o "age1.*" age.key)" -o age.age all',
    whole: 'not-checkable',
  },
  { name: 'armored.age', kind: 'age', made: 'age -a -r "$(grep -o "age1.*" age.key)" -o armored.age drive/orders.csv' },
  { name: 'key.gpg', kind: 'gpg', made: `${GPG} --output key.gpg all` },
  { name: 'pipe.gpg', kind: 'gpg', made: `${GPG} --compress-algo none < all > pipe.gpg` },
  { name: 'stored.pgp', kind: 'gpg', made: `${GPG_PASSWORD} --compress-algo none --output stored.pgp all` },
  { name: 'armored.gpg', kind: 'gpg', made: `${GPG} --armor --output armored.gpg all` },
];

describe.each(ROWS)('$name', ({ name, kind, made, whole = 'whole' }) => {
  let file: FileHandle;
  let sizeBytes: number;
  beforeAll(async () => {
    await make(made.replace('MARIADB', mariadb.options));
    file = await open(join(folder, name));
    sizeBytes = (await file.stat()).size;
  });
  afterAll(() => file?.close());

  async function readRange(from: number, length: number): Promise<Buffer> {
    return (await file.read(Buffer.alloc(length), 0, length, from)).buffer;
  }

  function findingOf(length: number, limits: ReadLimits = LIMITS_ON_PATH, damagedFrom = length, damagedTo = length) {
    const read = async (from: number, count: number): Promise<Uint8Array> =>
      (await readRange(from, count)).map((byte, i) =>
        from + i >= damagedFrom && from + i < damagedTo ? byte ^ 0xff : byte,
      );
    return checkArtifact({ name, sizeBytes: length, read }, { limits, decompress });
  }

  test(`is ${whole}`, async () => {
    expect(await findingOf(sizeBytes)).toMatchObject({ verdict: whole, kind });
    expect(await findingOf(sizeBytes, LIMITS_ON_S3)).toMatchObject({ verdict: whole, kind });
  });

  test('is never whole when it is cut', async () => {
    const end = await endOfContent();
    const percents = Array.from({ length: 100 }, (_, percent) => Math.floor((sizeBytes * percent) / 100));
    const last = Array.from({ length: 40 }, (_, bytes) => end - 1 - bytes);
    const lastBlocks = Array.from({ length: 20 }, (_, blocks) => (Math.ceil(end / 512) - 1 - blocks) * 512);
    const wrong: string[] = [];
    for (const length of [...percents, ...last, ...lastBlocks].filter((at) => at >= 0 && at < end)) {
      for (const limits of [LIMITS_ON_PATH, LIMITS_ON_S3]) {
        const finding = await findingOf(length, limits);
        if (finding.verdict === 'whole') wrong.push(`${length} of ${sizeBytes}: ${finding.words}`);
      }
    }
    expect(wrong).toEqual([]);
  });

  test(`is ${whole === 'not-checkable' ? whole : 'damaged'} when half of it is missing`, async () => {
    const { verdict } = await findingOf(Math.floor(sizeBytes / 2) - 1);
    expect(['damaged', whole]).toContain(verdict);
    expect(verdict).not.toBe('whole');
  });

  /** The end mark of tar and what fills it up can be cut off, and the empty line after a dump, and nothing is lost. */
  async function endOfContent(): Promise<number> {
    if (kind === 'pg_dump plain') return sizeBytes - 1;
    if (kind !== 'tar') return sizeBytes;
    const blocks = /block (\d+): \*\* Block of NULs/.exec(await make(`tar --list --block-number --file ${name}`))?.[1];
    return Number(blocks) * 512;
  }

  test('is not whole when its head is damaged', async () => {
    expect((await findingOf(sizeBytes, LIMITS_ON_PATH, 0, 64)).verdict).not.toBe('whole');
  });
});
