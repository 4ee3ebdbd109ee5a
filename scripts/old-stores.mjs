// Writes what an earlier version keeps into test/fixtures/stores/NAME: `node scripts/old-stores.mjs COMMIT NAME`. The
// version is built from that commit with the modules of today, and checks two jobs over some days: a break, a snooze, a
// claim that it is fixed, an escalation.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const [commit, name] = process.argv.slice(2);
if (name === undefined) {
  process.stderr.write('node scripts/old-stores.mjs COMMIT NAME\n');
  process.exit(2);
}

const RULES = `version: 1
settings: { admin: dana, timezone: UTC }
people:
  dana: { email: dana@acme.example }
  sam: { email: sam@acme.example }
jobs:
  orders: { owner: sam, backup: ./backups/orders/, rule: "every 24 hours, allow 26; at least 350 KB" }
  shop: { owner: sam, backup: ./backups/shop/, rule: "every 24 hours, allow 26" }
  pinger: { owner: sam, heartbeat: true, rule: every 24 hours }
`;

const folder = mkdtempSync(join(tmpdir(), 'sentinel-old-'));
const program = join(folder, 'program');
const home = join(folder, 'home');
for (const path of [program, join(home, 'backups/orders'), join(home, 'backups/shop')]) {
  mkdirSync(path, { recursive: true });
}
execFileSync('tar', ['x', '-C', program], { input: execFileSync('git', ['archive', commit], { maxBuffer: 1 << 28 }) });
symlinkSync(resolve('node_modules'), join(program, 'node_modules'));
execFileSync('node', ['esbuild.config.mjs'], { cwd: program, stdio: 'ignore' });
writeFileSync(join(home, 'rules.yaml'), RULES);

function sentinel(...args) {
  const common = ['--rules', 'rules.yaml', '--state', 'state'];
  try {
    execFileSync('node', [join(program, 'dist/sentinel.js'), ...args, ...common], { cwd: home, stdio: 'pipe' });
  } catch (error) {
    // 1 and 2 say how the jobs stand.
    if (error.status !== 1 && error.status !== 2) throw error;
  }
}

function backup(job, time, bytes) {
  const path = join(home, 'backups', job, `${time.slice(0, 10)}.dump`);
  writeFileSync(path, Buffer.alloc(bytes));
  utimesSync(path, new Date(time), new Date(time));
}

for (const day of [10, 11, 12]) {
  backup('orders', `2026-11-${day}T02:00:00Z`, 400_000);
  backup('shop', `2026-11-${day}T02:30:00Z`, 90_000);
  sentinel('check', '--now', `2026-11-${day}T08:00:00Z`);
}
backup('orders', '2026-11-13T02:00:00Z', 1000);
sentinel('check', '--now', '2026-11-13T08:00:00Z');
sentinel('snooze', 'shop', '--for', '2d', '--by', 'sam', '--reason', 'moving house', '--now', '2026-11-13T08:10:00Z');
sentinel('fixed', 'orders', '--by', 'sam', '--now', '2026-11-13T08:20:00Z');
for (const time of ['13T09:00', '14T09:00', '14T10:00']) sentinel('check', '--now', `2026-11-${time}:00Z`);

const kept = join('test/fixtures/stores', name);
rmSync(kept, { recursive: true, force: true });
mkdirSync(kept, { recursive: true });
writeFileSync(join(kept, 'rules.yaml'), RULES);
cpSync(join(home, 'state'), join(kept, 'state'), { recursive: true });
const level = join(kept, 'state/store/level');
for (const file of readdirSync(level)) if (/^LO(G|CK)/.test(file)) rmSync(join(level, file));
rmSync(folder, { recursive: true });
