import { execFile } from 'node:child_process';
import { linkSync, mkdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import { formatInstant, HOUR_MS } from '../lib/core/instant.ts';
import { type Measurement, median, report, whole } from './measurement.ts';

/**
 * `sentinel check` of one job over a folder of many files, as built, in a process of its own: processor time and peak
 * memory, which the process itself says when it ends. The files are links to a few, so that they take no space.
 */
const FILES = Number(process.env.BENCH_FILES ?? 1_000_000);
/** ext4 allows 65,000 links of a file. */
const LINKS = 50_000;
const NOW = Date.parse('2026-11-20T09:00:00Z');
const LATER_CHECKS = 3;
const GOAL_S = 5;

const RULES = `version: 1
settings: { admin: dana }
people: { dana: { email: dana@acme.example } }
jobs:
  files: { backup: ./backups/*.dump, rule: "every 24 hours, allow 26" }
`;

const folder = await mkdtemp(join(tmpdir(), 'sentinel-bench-'));
try {
  await makeFiles(join(folder, 'backups'));
  await writeFile(join(folder, 'rules.yaml'), RULES);
  const first = await check(NOW);
  const later: Used[] = [];
  for (let hour = 1; hour <= LATER_CHECKS; hour += 1) later.push(await check(NOW + hour * HOUR_MS));
  const seconds = later.map(({ seconds }) => seconds);
  const peaks = later.map(({ peakMb }) => peakMb);
  report([
    row(
      'processor time of a later check',
      `**${median(seconds).toFixed(1)} s** (${Math.min(...seconds).toFixed(1)} to ${Math.max(...seconds).toFixed(1)}); the first check, which asks for each file, ${first.seconds.toFixed(1)} s`,
      `at most ${GOAL_S} s`,
      median(seconds) <= GOAL_S,
    ),
    row(
      'peak memory of a later check',
      `${whole(median(peaks))} MB; of the first ${whole(first.peakMb)} MB`,
      'at most 150 MB',
      median(peaks) <= 150 && first.peakMb <= 150,
    ),
  ]);
} finally {
  await rm(folder, { recursive: true, force: true });
}

interface Used {
  readonly seconds: number;
  readonly peakMb: number;
}

function row(what: string, measured: string, goal: string, met: boolean): Measurement {
  return { row: `A folder of ${whole(FILES)} files: ${what}`, measured, goal, met };
}

async function makeFiles(inside: string): Promise<void> {
  mkdirSync(inside);
  let original = '';
  for (let index = 0; index < FILES; index += 1) {
    const path = join(inside, `db-${String(index).padStart(8, '0')}.dump`);
    // What the links leave behind in this process goes with a turn of the event loop.
    if (index % 10_000 === 0) await setImmediate();
    if (index % LINKS > 0) {
      linkSync(original, path);
      continue;
    }
    original = path;
    writeFileSync(path, Buffer.alloc(8_192, 7));
    const seconds = (NOW - HOUR_MS * (FILES / LINKS - index / LINKS)) / 1_000;
    utimesSync(path, seconds, seconds);
  }
}

async function check(now: number): Promise<Used> {
  const used = join(folder, 'used');
  const script = `import { writeFileSync } from 'node:fs';
    process.on('exit', () => { const { user, system } = process.cpuUsage();
      writeFileSync(${JSON.stringify(used)}, JSON.stringify([(user + system) / 1e6, process.resourceUsage().maxRSS * 1024 / 1e6])); });`;
  const args = ['--import', `data:text/javascript,${encodeURIComponent(script)}`, 'dist/sentinel.js', 'check'];
  const where = ['--rules', join(folder, 'rules.yaml'), '--state', join(folder, 'state'), '--now', formatInstant(now)];
  await promisify(execFile)(process.execPath, [...args, ...where]);
  const [seconds = 0, peakMb = 0] = JSON.parse(readFileSync(used, 'utf8')) as number[];
  return { seconds, peakMb };
}
