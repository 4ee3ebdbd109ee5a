import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { HOUR_MS } from '../lib/core/instant.ts';
import { report, whole } from './measurement.ts';

/**
 * `sentinel suggest` over a folder of hourly dumps of 40 databases, as built, in a process of its own: the time until its
 * document is there, and its peak memory, which the process itself says when it ends.
 */
const DATABASES = 40;
const FILES = Number(process.env.BENCH_FILES ?? 200_000);
const GOAL_S = 20;
const GOAL_MB = 300;

const folder = await mkdtemp(join(tmpdir(), 'sentinel-bench-'));
try {
  makeFiles(join(folder, 'dumps'));
  const used = join(folder, 'used');
  const script = `import { writeFileSync } from 'node:fs';
    process.on('exit', () => { const { user, system } = process.cpuUsage();
      writeFileSync(${JSON.stringify(used)}, JSON.stringify([(user + system) / 1e6, process.resourceUsage().maxRSS * 1024 / 1e6])); });`;
  const args = ['--import', `data:text/javascript,${encodeURIComponent(script)}`, 'dist/sentinel.js', 'suggest'];
  const began = performance.now();
  const { stdout } = await promisify(execFile)(process.execPath, [...args, join(folder, 'dumps')]);
  const tookS = (performance.now() - began) / 1000;
  if (!stdout.includes('/dumps/{each}/')) throw new Error(`no place for all: ${stdout.slice(0, 500)}`);
  const [processorS = 0, peakMb = 0] = JSON.parse(readFileSync(used, 'utf8')) as number[];
  report([
    {
      row: `Suggesting rules for ${whole(FILES)} files of ${DATABASES} databases`,
      measured: `${tookS.toFixed(1)} s, ${processorS.toFixed(1)} s of processor time; ${whole(peakMb)} MB at its peak`,
      goal: `at most ${GOAL_S} s and ${GOAL_MB} MB`,
      met: tookS <= GOAL_S && peakMb <= GOAL_MB,
    },
  ]);
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** The newest is half an hour old. */
function makeFiles(inside: string): void {
  const newest = Date.now() - HOUR_MS / 2;
  for (let database = 0; database < DATABASES; database += 1) {
    const name = `db${String(database).padStart(2, '0')}`;
    mkdirSync(join(inside, name), { recursive: true });
    for (let run = 0; run < FILES / DATABASES; run += 1) {
      const at = newest - run * HOUR_MS;
      const stamp = new Date(at).toISOString().slice(0, 16).replaceAll(':', '');
      const path = join(inside, name, `${name}-${stamp}.dump`);
      writeFileSync(path, `${name} ${run}\n`.repeat(10));
      utimesSync(path, at / 1_000, at / 1_000);
    }
  }
}
