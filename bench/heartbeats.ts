import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openEmbeddedStore } from '../lib/adapters/embedded/store.ts';
import { liveJobKeys, newKey } from '../lib/app/ping/ping-key.ts';
import { DAY_MS, HOUR_MS } from '../lib/core/instant.ts';
import { newRow } from '../lib/core/model/job-row.ts';
import { report, whole } from './measurement.ts';
import { percentile, steadyLoad } from './steady-load.ts';

/**
 * Heartbeats of 1,000 jobs, each with the runs of a month in its row, against `sentinel watch`, as built, in a process of its own; beside them the same load against
 * a server that does nothing but answer. Both on the loopback address of this machine.
 */
const JOBS = 1_000;
/** What the row of a daily job remembers. */
const RUNS = 30;
const PER_SECOND = 200;
const SECONDS = 30;
const IDLE_SECONDS = 10;
const GOAL_MS = 50;
const IDLE_SERVER = `require('node:http').createServer((_, answer) => answer.end('OK')).listen(PORT, '127.0.0.1')`;

const ids = Array.from({ length: JOBS }, (_, index) => `job-${index}`);
// Nothing is expected yet: the jobs have not begun yet.
const RULES = `version: 1
settings: { admin: sam, rule: every 24 hours }
people: { sam: { email: sam@acme.example } }
jobs:
${ids.map((id) => `  ${id}: { heartbeat: true, starts: 2099-01-01 }\n`).join('')}`;

const folder = await mkdtemp(join(tmpdir(), 'sentinel-bench-'));
const state = join(folder, 'state');
const masterKey = newKey();
await writeFile(join(folder, 'rules.yaml'), RULES);
await mkdir(join(state, 'secrets'), { recursive: true });
await writeFile(join(state, 'secrets/ping-master-key'), masterKey, { mode: 0o600 });
await storeRows();

try {
  const idlePort = await freePort();
  const idleServer = ['-e', IDLE_SERVER.replace('PORT', String(idlePort))];
  const idle = await measuring(idleServer, idlePort, (base) => steadyLoad([base], PER_SECOND, IDLE_SECONDS));

  const port = await freePort();
  const watch = ['dist/sentinel.js', 'watch', '--port', String(port), '--quiet'];
  const place = ['--rules', join(folder, 'rules.yaml'), '--state', state];
  const { load, stored } = await measuring([...watch, ...place], port, async (base) => {
    const urls = ids.map((id) => `${base}ping/${liveJobKeys(masterKey, id, null, Date.now())[0]?.key}`);
    // The first ones derive the keys of all jobs and compile what all use.
    await steadyLoad(urls, JOBS / 4, 2);
    const before = await storedHeartbeats();
    const load = await steadyLoad(urls, PER_SECOND, SECONDS);
    return { load, stored: (await storedHeartbeats()) - before };
  });
  const [p50, p99] = [percentile(load, 50), percentile(load, 99)];
  const lost = PER_SECOND * SECONDS - stored;
  report([
    {
      row: `Heartbeats: ${PER_SECOND} a second over ${JOBS} jobs for ${SECONDS} s, lost`,
      measured: `**${whole(lost)}** of ${whole(PER_SECOND * SECONDS)}; ${whole(load.answered)} answered, ${whole(stored)} stored`,
      goal: '0',
      met: lost === 0 && load.answered === PER_SECOND * SECONDS,
    },
    {
      row: 'Heartbeats: time to the answer, 99 of 100',
      measured: `${p99.toFixed(1)} ms, half of them ${p50.toFixed(1)} ms; a server that does nothing ${percentile(idle, 99).toFixed(1)} ms, half ${percentile(idle, 50).toFixed(1)} ms`,
      goal: `under ${GOAL_MS} ms`,
      met: p99 < GOAL_MS,
    },
  ]);
} finally {
  await rm(folder, { recursive: true, force: true });
}

/** Starts a server, measures once it answers, and ends it. */
async function measuring<T>(args: readonly string[], port: number, measure: (base: string) => Promise<T>): Promise<T> {
  const server: ChildProcess = spawn(process.execPath, args, { stdio: 'ignore' });
  const ended = once(server, 'exit');
  const base = `http://127.0.0.1:${port}/`;
  try {
    for (let tries = 0; ; tries += 1) {
      if (await fetch(base).catch(() => null)) break;
      if (tries === 200 || server.exitCode !== null) throw new Error(`the server did not start: ${args.join(' ')}`);
      await sleep(100);
    }
    return await measure(base);
  } finally {
    server.kill();
    await ended;
  }
}

/** A row for each job as a month of good runs leaves it. */
async function storeRows(): Promise<void> {
  const stores = await openEmbeddedStore(state);
  const newest = Date.now() - HOUR_MS;
  const runs = Array.from({ length: RUNS }, (_, index) => ({
    ts: newest - index * DAY_MS,
    sizeBytes: null,
    finding: 'good' as const,
  }));
  try {
    for (const id of ids) await stores.state.write(newRow(id), { ...newRow(id), runs }, null);
  } finally {
    await stores.close();
  }
}

/** How many there are in the store, as it is. */
async function storedHeartbeats(): Promise<number> {
  const stores = await openEmbeddedStore(state);
  try {
    let count = 0;
    for (const id of ids) count += (await stores.heartbeats.newest(id, 1000)).length;
    return count;
  } finally {
    await stores.close();
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}
