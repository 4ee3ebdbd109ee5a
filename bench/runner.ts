import { spawnSync } from 'node:child_process';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeSettings } from '../lib/runner/settings/make-settings.ts';
import { lookInto } from '../lib/runner/verify/look-into.ts';
import { tarHeader } from '../test/core/artifact/written-tar.ts';
import { CountingEvidence } from './counting-evidence.ts';
import { type Measurement, median, report, whole } from './measurement.ts';

/** What the runner adds to a command that does nothing, and what it reads of a backup of 10 GB. */
const TIMES = 21;
const MAX_RATIO = 2.5;
const TEN_GB = 10_000_000_000;
const MAX_READ_BYTES = 1_000_000;
const BLOCK = 512;

const folder = await mkdtemp(join(tmpdir(), 'sentinel-runner-'));
try {
  report([overhead(), ...(await bytesRead())]);
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** The runner as a host has it, built as it is built for hosts, against Node doing nothing. One after the other. */
function overhead(): Measurement {
  millisecondsOf('esbuild.runner.mjs', '--out', folder);
  const runner = [join(folder, 'sentinel-run.mjs'), 'run', 'nothing', '--state', join(folder, 'state'), '--quiet'];
  const ours: number[] = [];
  const bare: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    ours.push(millisecondsOf(...runner, '--', 'true'));
    bare.push(millisecondsOf('-e', '0'));
  }
  const ratio = median(ours.map((ms, index) => ms / (bare[index] ?? ms)));
  return {
    row: 'The runner on a command that does nothing, as a ratio to `node -e 0`',
    measured: `${ratio.toFixed(2)} (${median(ours).toFixed(0)} ms to ${median(bare).toFixed(0)} ms)`,
    goal: `at most ${MAX_RATIO}`,
    met: ratio <= MAX_RATIO,
  };
}

/** Sparse files whose ends and lengths are those of whole ones. */
async function bytesRead(): Promise<readonly Measurement[]> {
  const content = TEN_GB - (TEN_GB % BLOCK);
  const tar = { name: 'disk.tar', sizeBytes: content + 3 * BLOCK, head: tarHeader('disk.img', content) };
  const sqlite = { name: 'orders.sqlite', sizeBytes: content, head: sqliteHeader(content) };
  const rows: Measurement[] = [];
  for (const { name, sizeBytes, head } of [tar, sqlite]) {
    const file = await open(join(folder, name), 'w');
    await file.write(head, 0, head.length, 0);
    await file.truncate(sizeBytes);
    await file.close();
    rows.push(await verified(name, sizeBytes));
  }
  return rows;
}

async function verified(name: string, sizeBytes: number): Promise<Measurement> {
  const key = join(folder, name);
  const given = new Map([['verify', { value: key, folder, where: '--verify' }]] as const);
  const { verify } = makeSettings('bench', ['true'], given, {});
  if (verify === null) throw new Error('nothing is to be verified');
  const source = new CountingEvidence();
  const looked = await lookInto([{ key, sizeBytes, lastModified: Date.now() }], verify, source);
  if (looked.damage !== null || looked.kinds[0]?.kind == null) {
    throw new Error(`${name} is not found whole: ${looked.damage ?? looked.checkedBy}`);
  }
  return {
    row: `Verifying a ${looked.kinds[0].kind} of 10 GB (sparse): bytes read`,
    measured: `${whole(source.bytes)} B in ${whole(source.reads)} reads`,
    goal: `below ${whole(MAX_READ_BYTES)} B`,
    met: source.bytes < MAX_READ_BYTES,
  };
}

/** The first 100 bytes of a database with pages of 512 bytes (SQLite: *Database File Format*, 1.3). */
function sqliteHeader(sizeBytes: number): Uint8Array {
  const header = Buffer.alloc(100);
  header.write('SQLite format 3\0', 'latin1');
  header.writeUInt16BE(BLOCK, 16);
  header.set([1, 1, 0, 64, 32, 32], 18);
  header.writeUInt32BE(7, 24);
  header.writeUInt32BE(sizeBytes / BLOCK, 28);
  header.writeUInt32BE(4, 44);
  header.writeUInt32BE(1, 56);
  header.writeUInt32BE(7, 92);
  header.writeUInt32BE(3_040_001, 96);
  return header;
}

function millisecondsOf(...args: readonly string[]): number {
  const begun = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with status ${status}: ${stderr}`);
  return performance.now() - begun;
}
