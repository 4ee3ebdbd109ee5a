// `npm run nightly`: the long runs one after the other, in less than an hour: each has a limit. How each ended is written
// into bench/NIGHTLY.md. SENTINEL_SEED plays a night again; names of runs on the command line choose those.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';

const PAGE = 'bench/NIGHTLY.md';
const [BEGIN, END] = ['<!-- nightly -->', '<!-- /nightly -->'];
const seed = process.env.SENTINEL_SEED ?? String(Date.now() % 2 ** 31);
const NIGHT = { SENTINEL_NIGHTLY: '1' };
// One file a night, so that a month goes over all that decides.
const MUTATED = ['judging/age', 'judging/size', 'judging/recent', 'decision/settlement', 'decision/fair-chance'];
const [mutated] = MUTATED.slice(Number(seed) % MUTATED.length);

const unit = (...args) => ['npx', 'vitest', 'run', '--project', 'unit', ...args];
const e2e = (file) => ['npx', 'vitest', 'run', '--config', 'vitest.e2e.config.ts', file];
const RUNS = [
  {
    name: 'models',
    what: 'models: 10,000 histories beside the reference',
    minutes: 13,
    command: unit('test/models'),
    env: NIGHT,
  },
  {
    name: 'fuzz',
    what: 'fuzzing: 100,000 inputs, fewer of slow readers',
    minutes: 14,
    command: unit('test/fuzz'),
    env: NIGHT,
  },
  {
    ...{ name: 'properties', what: 'properties, 1,000 cases each', minutes: 7, command: unit('test/properties') },
    env: { ...NIGHT, SENTINEL_PROPERTY_RUNS: '1000' },
  },
  {
    ...{ name: 'stores', what: 'stores of earlier versions', minutes: 2 },
    command: ['npx', 'vitest', 'run', '--project', 'program', 'test/program/old-stores.test.ts'],
  },
  {
    ...{ name: 'failures', what: 'system calls that fail, one of each kind', minutes: 7 },
    command: e2e('test/e2e/system-call-failures.test.ts'),
  },
  { name: 'soak', what: 'soak, 4 days of 60 jobs', minutes: 4, command: e2e('test/e2e/soak.test.ts') },
  {
    name: 'scale',
    what: 'scale: a pass over 100 to 5,000 jobs',
    minutes: 4,
    command: ['npx', 'tsx', 'bench/run.ts', 'pass'],
  },
  {
    ...{ name: 'mutation', what: `mutation of lib/core/${mutated}.ts`, minutes: 7 },
    command: ['npm', 'run', '--silent', 'mutation', '--', `lib/core/${mutated}.ts`],
  },
];

const chosen = process.argv.slice(2);
process.stdout.write(`SENTINEL_SEED=${seed}\n`);
const rows = [];
for (const { name, what, minutes, command, env } of RUNS) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  process.stdout.write(`\n== ${what}\n`);
  const begunAt = Date.now();
  const { status } = spawnSync('timeout', ['--kill-after=20', `${minutes}m`, ...command], {
    stdio: 'inherit',
    env: { ...process.env, SENTINEL_SEED: seed, ...env },
  });
  const seconds = Math.round((Date.now() - begunAt) / 1000);
  const ended = status === 0 ? 'passed' : status === 124 ? `ended at its limit of ${minutes} minutes` : 'failed';
  if (status !== 0) process.exitCode = 1;
  rows.push(`| ${what} | ${ended} | ${seconds} s |`);
}

const text = readFileSync(PAGE, 'utf8');
const before = text.slice(0, text.indexOf(BEGIN) + BEGIN.length);
const table = ['| Run | Ended | Took |', '|---|---|---|', ...rows].join('\n');
const day = new Date().toISOString().slice(0, 10);
const after = text.slice(text.indexOf(END));
writeFileSync(PAGE, `${before}\nThe run of ${day}, by \`SENTINEL_SEED=${seed}\`:\n\n${table}\n${after}`);
process.stdout.write(`\n${table}\n`);
