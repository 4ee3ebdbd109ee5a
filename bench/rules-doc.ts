import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { dailyRule, inventedRules } from './invented-rules.ts';
import { median, report, whole } from './measurement.ts';

/** Reading a rules doc of 5,000 jobs, each time in a process of its own: nothing is compiled or remembered yet. */
const JOBS = 5_000;
const GOAL_MS = 1_000;
const TIMES = 5;

const folder = mkdtempSync(join(tmpdir(), 'sentinel-bench-'));
try {
  const path = join(folder, 'rules.yaml');
  writeFileSync(path, inventedRules(JOBS, 'acme-backups', dailyRule));
  const program = fileURLToPath(new URL('parse-once.js', import.meta.url));
  const times = Array.from({ length: TIMES }, () => {
    const [tookMs, jobs] = execFileSync(process.execPath, [program, path], { encoding: 'utf8' }).split(' ').map(Number);
    if (tookMs === undefined || jobs !== JOBS) throw new Error(`${jobs} of ${JOBS} jobs were read`);
    return tookMs;
  });
  const took = median(times);
  report([
    {
      row: 'Reading a rules doc of 5,000 jobs',
      measured: `${whole(took)} ms`,
      goal: `at most ${whole(GOAL_MS)} ms`,
      met: took <= GOAL_MS,
    },
  ]);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
