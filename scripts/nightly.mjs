// `npm run nightly`: the long runs in two lanes side by side, in less than an hour: each has a limit. How each ended, and
// how far it came, is written into bench/NIGHTLY.md as it ends. SENTINEL_SEED plays a night again; names of runs on the
// command line choose those.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RUNS } from './nightly-runs.mjs';

const PAGE = 'bench/NIGHTLY.md';
const [BEGIN, END] = ['<!-- nightly -->', '<!-- /nightly -->'];
const seed = process.env.SENTINEL_SEED ?? String(Date.now() % 2 ** 31);
const folder = mkdtempSync(join(tmpdir(), 'sentinel-nightly-'));
const chosen = process.argv.slice(2);
const runs = RUNS.filter(({ name }) => chosen.length === 0 || chosen.includes(name));
const rows = new Map();

/** Runs a program into a log of its own, with its own process group, which is ended with it. Resolves to its status. */
function run({ name, command, minutes, env }) {
  const log = openSync(join(folder, `${name}.log`), 'w');
  const child = spawn('timeout', ['--kill-after=20', `${minutes}m`, ...command], {
    stdio: ['ignore', log, log],
    env: {
      ...process.env,
      ...{ SENTINEL_SEED: seed, SENTINEL_MINUTES: String(minutes), SENTINEL_FIGURES: join(folder, `${name}.figures`) },
      // The lanes share the processors, and what is built.
      ...{ VITEST_MAX_WORKERS: '1', SENTINEL_BUILT: '1', CI: 'true', NO_COLOR: '1', ...env },
    },
  });
  return new Promise((resolve) => child.on('close', resolve));
}

function read(file) {
  try {
    return readFileSync(join(folder, file), 'utf8');
  } catch {
    return '';
  }
}

/** What the run noted of itself, the newest of each name; else what its log says. */
function figuresOf({ name, figure }) {
  const noted = read(`${name}.figures`).split('\n').filter(Boolean);
  const newest = new Map(noted.map((line) => line.split(': ', 2)));
  const said = [...newest].map(([what, value]) => `${what}: ${value}`);
  const inLog = figure && [...read(`${name}.log`).matchAll(figure)].at(-1)?.[1];
  return [...said, ...(inLog ? [inLog] : [])].join('; ').replaceAll('|', ',');
}

async function lane(all) {
  for (const each of all) {
    const begunAt = Date.now();
    process.stdout.write(`begun: ${each.what}\n`);
    const status = await run(each);
    const seconds = Math.round((Date.now() - begunAt) / 1000);
    const ended = status === 0 ? 'passed' : status === 124 ? `ended at its limit of ${each.minutes} minutes` : 'failed';
    const isWell = status === 0 || (status === 124 && each.isWhole === false);
    if (!isWell) process.exitCode = 1;
    if (!isWell) process.stdout.write(`== ${each.what}\n${read(`${each.name}.log`).slice(-20_000)}\n`);
    rows.set(each, `| ${each.what} | ${ended} | ${figuresOf(each)} | ${seconds} s |`);
    process.stdout.write(`${ended} in ${seconds} s: ${each.what}\n`);
    writePage();
  }
}

function writePage() {
  const text = readFileSync(PAGE, 'utf8');
  const before = text.slice(0, text.indexOf(BEGIN) + BEGIN.length);
  const ended = runs.flatMap((each) => rows.get(each) ?? []);
  const table = ['| Run | Ended | Figures | Took |', '|---|---|---|---|', ...ended].join('\n');
  const day = new Date().toISOString().slice(0, 10);
  const after = text.slice(text.indexOf(END));
  writeFileSync(PAGE, `${before}\nThe run of ${day}, by \`SENTINEL_SEED=${seed}\`:\n\n${table}\n${after}`);
}

const begunAt = Date.now();
process.stdout.write(`SENTINEL_SEED=${seed}, logs in ${folder}\n`);
const built = spawnSync(process.execPath, ['esbuild.config.mjs'], { stdio: 'inherit' });
if (built.status !== 0) process.exit(1);
await Promise.all([1, 2].map((number) => lane(runs.filter((each) => each.lane === number))));
// What measures times has the machine to itself.
await lane(runs.filter((each) => each.lane === null));
process.stdout.write(`the night took ${Math.round((Date.now() - begunAt) / 60_000)} minutes\n`);
