import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { measureGroups } from './measure-groups.ts';
import type { Measurement } from './measurement.ts';

/**
 * `npm run bench`: measures, and prints one table. Each group of rows is a program of its own, made by the same
 * bundler as the command line and run by Node without help, so that what is measured is what is used. Names of
 * programs on the command line run only those, and leave the kept table alone.
 */
const PROGRAMS = [
  'decisions',
  'pass',
  'requests',
  'shared-looks',
  'folder',
  'planned-day',
  'slices',
  'memory',
  'rules-doc',
  'replay',
  'suggest',
  'start-up',
  'runner',
  'prove',
  'look',
  'heartbeats',
  'reloads',
  'status-page',
  'record',
  'bundle',
  'cost',
  'coverage',
  'sources',
  'tests',
];
const MAX_MS = 900_000;

const HEADING = `# What is measured

Made by \`npm run bench\`; [README.md](README.md) says how. Ratios hold on other machines, counts hold everywhere, and
rates and times depend on the machine.

`;

const root = fileURLToPath(new URL('..', import.meta.url));
// Below node_modules, so that what is not bundled is found.
const folder = `${root}node_modules/.cache/bench-${process.pid}`;
/** Where the programs keep what they need for a while, so that one that was ended leaves nothing behind. */
const scratch = await mkdtemp(join(tmpdir(), 'sentinel-bench-'));
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());
const wanted = process.argv.slice(2);
const programs = wanted.length > 0 ? PROGRAMS.filter((name) => wanted.includes(name)) : PROGRAMS;

try {
  await mkdir(folder, { recursive: true });
  await bundle();
  const measurements = await measureGroups(programs, {
    programOf: (name) => `${folder}/${name}.js`,
    cwd: root,
    env: { ...process.env, TMPDIR: scratch },
    limitMs: MAX_MS,
    signal: interrupted.signal,
    say: (line) => process.stderr.write(`${line}\n`),
  });
  const table = tableOf(measurements);
  process.stdout.write(table);
  if (wanted.length === 0) await writeFile(`${root}bench/RESULTS.md`, `${HEADING}${table}`);
  process.exitCode = measurements.some(({ met }) => met === false) ? 1 : 0;
} finally {
  for (const made of [folder, scratch]) await rm(made, { recursive: true, force: true });
}

async function bundle(): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: [...PROGRAMS, 'parse-once', 'invented-s3', 'slice-function', 'ping-client'].map(
      (name) => `bench/${name}.ts`,
    ),
    outdir: folder,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node20.19',
    mainFields: ['module', 'main'],
    external: ['dynalite', 'esbuild', 'playwright-core', 'axe-core'],
    banner: {
      js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);",
    },
    logLevel: 'warning',
  });
  await writeFile(`${folder}/package.json`, '{ "type": "module" }\n');
}

function tableOf(measurements: readonly Measurement[]): string {
  const lines = measurements.map(
    ({ row, measured, goal, met }) => `| ${row} | ${measured} | ${goal} | ${met === null ? '' : met ? 'yes' : 'no'} |`,
  );
  return ['| Row | Measured | Goal | Met? |', '|---|---|---|---|', ...lines, ''].join('\n');
}
