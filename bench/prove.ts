import { type SpawnSyncOptions, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chownSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { SERVER_SETTINGS } from '../lib/prove/recipes/postgres.ts';
import { postgresPrograms } from '../test/e2e/tools.ts';
import { type Measurement, report } from './measurement.ts';

/** What a proof of a large dump measures as the time to restore, against pg_restore by itself; and its memory. */
const SCALE = 80;
const MAX_APART = 0.05;
const MAX_MEMORY_MB = 150;
const UNPRIVILEGED = 65_534;

const programs = postgresPrograms();
report(programs === null ? [] : await measured(programs));

async function measured(bin: string): Promise<readonly Measurement[]> {
  const folder = await mkdtemp('/var/tmp/bench-');
  const isRoot = process.getuid?.() === 0;
  const user = isRoot ? { uid: UNPRIVILEGED, gid: UNPRIVILEGED } : {};
  await chmod(folder, 0o755);
  await mkdir(join(folder, 'copies'));
  if (isRoot) chownSync(folder, UNPRIVILEGED, UNPRIVILEGED);
  const login = ['-h', folder, '-U', 'postgres'];
  run(join(bin, 'initdb'), ['-D', 'd', '-U', 'postgres', '-A', 'trust', '--locale=C.UTF-8', '--no-sync'], {
    cwd: folder,
    ...user,
  });
  const settings = [...SERVER_SETTINGS, `unix_socket_directories=${folder}`].flatMap((setting) => ['-c', setting]);
  const server = spawn(join(bin, 'postgres'), ['-D', 'd', ...settings], { cwd: folder, stdio: 'ignore', ...user });
  try {
    while (spawnSync(join(bin, 'pg_isready'), login).status !== 0) await setTimeout(100);
    const dump = join(folder, 'copies', 'large.dump');
    for (const name of ['source', 'target']) run(join(bin, 'createdb'), [...login, name]);
    run(join(bin, 'pgbench'), [...login, '-i', '-q', '-s', String(SCALE), 'source']);
    run(join(bin, 'pg_dump'), [...login, '-Fc', '-Z0', '-f', dump, 'source']);
    const begun = performance.now();
    run(join(bin, 'pg_restore'), [...login, '--no-owner', '--no-privileges', '--no-tablespaces', '-d', 'target', dump]);
    const bareSeconds = (performance.now() - begun) / 1000;
    const ended = once(server, 'exit');
    server.kill('SIGQUIT');
    await ended;
    // What it has still to write would slow the proof down.
    await rm(join(folder, 'd'), { recursive: true });
    return await proved(folder, dump, bareSeconds);
  } finally {
    server.kill('SIGKILL');
    await rm(folder, { recursive: true, force: true });
  }
}

async function proved(folder: string, dump: string, bareSeconds: number): Promise<readonly Measurement[]> {
  const words = ['--recipe', 'postgres', '--copy-from', dump, '--scratch-factor', '3', '--quiet'];
  const places = ['--state', join(folder, 'state'), '--report-to', join(folder, 'report.json')];
  const time = ['-f', '%M', '-o', join(folder, 'memory'), process.execPath, 'dist/sentinel.js', 'prove', 'large'];
  run('/usr/bin/time', [...time, ...words, ...places]);
  const { restore_seconds, fetch_seconds, started_at, finished_at } = JSON.parse(
    await readFile(join(folder, 'report.json'), 'utf8'),
  );
  const memoryMb = Number(await readFile(join(folder, 'memory'), 'utf8')) / 1000;
  const apart = Math.abs(restore_seconds - bareSeconds) / bareSeconds;
  const allSeconds = (Date.parse(finished_at) - Date.parse(started_at)) / 1000;
  const seconds = (value: number): string => `${value.toFixed(1)} s`;
  return [
    {
      row: 'A proof of a PostgreSQL dump of 822 MB: measured time to restore, beside pg_restore by itself',
      measured: `${(apart * 100).toFixed(1)}% apart (${seconds(restore_seconds)} to ${seconds(bareSeconds)}); fetched in ${seconds(fetch_seconds)}, ${seconds(allSeconds)} in all`,
      goal: 'at most 5% apart',
      met: apart <= MAX_APART,
    },
    {
      row: 'A proof of a PostgreSQL dump of 822 MB: peak memory',
      measured: `${memoryMb.toFixed(0)} MB`,
      goal: `at most ${MAX_MEMORY_MB} MB`,
      met: memoryMb <= MAX_MEMORY_MB,
    },
  ];
}

function run(program: string, args: readonly string[], options: SpawnSyncOptions = {}): void {
  const { status, stderr } = spawnSync(program, args, options);
  if (status !== 0) throw new Error(`${program} ended with ${status}: ${stderr}`);
}
