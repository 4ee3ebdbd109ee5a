import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Measurement, median, report, spread } from './measurement.ts';

/** The command line's processor time for next to nothing, as a ratio to Node doing nothing. One after the other. */
const TIMES = 21;

const folder = mkdtempSync(join(tmpdir(), 'sentinel-bench-'));
const used = join(folder, 'used');
/** The process says when it ends what it used. */
const counting = `data:text/javascript,${encodeURIComponent(`import { writeFileSync } from 'node:fs';
  process.on('exit', () => { const { user, system } = process.cpuUsage(); writeFileSync(${JSON.stringify(used)}, String((user + system) / 1e3)); });`)}`;
const backup = join(folder, 'backups', 'orders.dump');
mkdirSync(join(folder, 'backups'));
writeFileSync(backup, Buffer.alloc(8_192, 7));
const hourAgo = Date.now() / 1_000 - 3_600;
utimesSync(backup, hourAgo, hourAgo);
const rules = join(folder, 'rules.yaml');
writeFileSync(
  rules,
  `version: 1
settings: { admin: dana }
people: { dana: { email: dana@acme.example } }
jobs: { orders: { backup: ./backups/*.dump, rule: every 24 hours } }
`,
);

try {
  const check = ['dist/sentinel.js', 'check', '--rules', rules, '--state', join(folder, 'state'), '--quiet'];
  millisecondsOf(...check);
  report([
    ratioRow('`sentinel --version`', 2.5, ['dist/sentinel.js', '--version']),
    ratioRow('`sentinel check` of one local job', 3, check),
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function ratioRow(what: string, goal: number, args: readonly string[]): Measurement {
  const ours: number[] = [];
  const bare: number[] = [];
  for (let time = 0; time < TIMES; time += 1) {
    ours.push(millisecondsOf(...args));
    bare.push(millisecondsOf('-e', '0'));
  }
  const ratios = ours.map((ms, index) => ms / (bare[index] ?? ms));
  return {
    row: `Start-up: processor time of ${what} as a ratio to \`node -e 0\``,
    measured: `${median(ratios).toFixed(2)}, half of the rounds ${spread(ratios)} (${median(ours).toFixed(0)} ms to ${median(bare).toFixed(0)} ms)`,
    goal: `at most ${goal}`,
    met: median(ratios) <= goal,
  };
}

function millisecondsOf(...args: readonly string[]): number {
  const { status } = spawnSync(process.execPath, ['--import', counting, ...args], { stdio: 'ignore' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with status ${status}`);
  return Number(readFileSync(used, 'utf8'));
}
