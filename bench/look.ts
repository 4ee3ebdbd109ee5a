import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { decompress } from '../lib/app/evidence/decompress.ts';
import { checkArtifact, type Finding } from '../lib/core/artifact/check-artifact.ts';
import { LIMITS_ON_PATH } from '../lib/core/artifact/read-limits.ts';
import { type Measurement, report, whole } from './measurement.ts';

/**
 * What a look inside makes of files whose verdict is known. `LOOK_CORPUS` names a folder with a `manifest.json`:
 * `{ "files": [{ "file", "kind", "want": "refused" | "not-refused" }] }`; without it, the shapes of the tests.
 */
interface Known {
  readonly path: string;
  readonly kind: string;
  readonly isBad: boolean;
}

const FIXTURES = 'test/fixtures/artifacts';
const CUTS = 500;
const HEADS = 100_000;
/** One of each kind, and how many bytes at its end are filling. */
const CUT_FILES: Readonly<Record<string, number>> = {
  'orders.csv.gz': 0,
  'orders.csv.zst': 0,
  'orders.csv.bz2': 0,
  'orders.csv.xz': 0,
  'orders.csv.lz4': 0,
  'orders.zip': 0,
  'orders.7z': 0,
  'orders.tar': 1023,
  'orders-file.dump': 0,
  'orders.sql': 1,
  'orders-mariadb.sql': 0,
  'orders.sqlite': 0,
  'orders.parquet': 0,
  'orders-armored.csv.age': 0,
  'orders.csv.gpg': 0,
};

report([...(await verdicts()), await cuts(), await heads()]);

async function verdicts(): Promise<readonly Measurement[]> {
  const corpus = process.env.LOOK_CORPUS || null;
  const known = corpus === null ? await shapes() : await manifestOf(corpus);
  const rows: Measurement[] = [];
  for (const kind of [...new Set(known.map((file) => file.kind))].sort()) {
    const files = known.filter((file) => file.kind === kind);
    let refused = 0;
    let missed = 0;
    for (const { path, isBad } of files) {
      const { verdict } = await look(path, new Uint8Array(await readFile(path)));
      if (verdict === 'damaged' && !isBad) refused += 1;
      if (verdict !== 'damaged' && isBad) missed += 1;
    }
    const bad = files.filter((file) => file.isBad).length;
    rows.push({
      row: `Look inside, ${kind} (${corpus === null ? 'shapes of the tests' : "the tools' own test files"})`,
      measured: `**${refused}** of ${files.length - bad} good refused, **${missed}** of ${bad} damaged missed`,
      goal: '0 and 0',
      met: refused === 0 && missed === 0,
    });
  }
  return rows;
}

async function manifestOf(corpus: string): Promise<readonly Known[]> {
  const { files } = JSON.parse(await readFile(join(corpus, 'manifest.json'), 'utf8')) as {
    readonly files: readonly { readonly file: string; readonly kind: string; readonly want: string }[];
  };
  return files.map(({ file, kind, want }) => ({ path: join(corpus, file), kind, isBad: want === 'refused' }));
}

/** What holds nothing is not refused here, and neither is what cannot be checked. */
async function shapes(): Promise<readonly Known[]> {
  const known: Known[] = [];
  for (const verdict of ['whole', 'hollow', 'damaged', 'not-checkable']) {
    const folder = join(FIXTURES, 'shapes', verdict);
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const kind = entry.name.replace(/^[^.]*\./, '');
      if (entry.isFile()) known.push({ path: join(folder, entry.name), kind, isBad: verdict === 'damaged' });
    }
  }
  return known;
}

async function cuts(): Promise<Measurement> {
  let called = 0;
  for (const [file, fillingBytes] of Object.entries(CUT_FILES)) {
    const bytes = new Uint8Array(await readFile(join(FIXTURES, file)));
    const longest = bytes.length - fillingBytes - 1;
    for (let cut = 0; cut < CUTS; cut += 1) {
      const { verdict } = await look(file, bytes.subarray(0, Math.round((longest * cut) / (CUTS - 1))));
      if (verdict === 'whole') called += 1;
    }
  }
  const total = CUTS * Object.keys(CUT_FILES).length;
  const measured = `**${called}** of ${whole(total)}`;
  return { row: 'Look inside: cuts of 15 kinds that are called whole', measured, goal: '0', met: called === 0 };
}

async function heads(): Promise<Measurement> {
  let state = 0x9e3779b9;
  let called = 0;
  const names = Object.keys(CUT_FILES);
  for (let head = 0; head < HEADS; head += 1) {
    const words = new Uint32Array(150);
    for (let i = 0; i < words.length; i += 1) {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      words[i] = state;
    }
    const { verdict } = await look(names[head % names.length] ?? '', new Uint8Array(words.buffer));
    if (verdict === 'damaged') called += 1;
  }
  const measured = `**${called}** of ${whole(HEADS)}`;
  return { row: 'Look inside: random heads that are called damaged', measured, goal: '0', met: called === 0 };
}

function look(name: string, bytes: Uint8Array): Promise<Finding> {
  const read = async (from: number, length: number) => bytes.subarray(from, from + length);
  return checkArtifact({ name, sizeBytes: bytes.length, read }, { limits: LIMITS_ON_PATH, decompress });
}
