import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatInstant, HOUR_MS } from '../lib/core/instant.ts';
import { SERIES } from './invented-keys.ts';
import { dailyRule, inventedRules } from './invented-rules.ts';
import { InventedS3 } from './invented-s3-process.ts';
import { type Measurement, report, whole } from './measurement.ts';

/** Peak memory of `sentinel check` over jobs in S3 with the embedded store, as a user would run it. */
const JOBS = 5_000;
/** Of one job with `{each}`: 1,000 members of 100 keys each. */
const KEYS = 100_000;
const GOAL_MB = 200;
const FIRST = Date.parse('2026-11-20T09:00:00Z');

const MEMBERS = `version: 1
settings: { admin: dana }
people: { dana: { email: dana@acme.example } }
jobs:
  databases:
    backup: s3://series-${KEYS}-86400/{each}_{yyyy}-{MM}-{dd}.dump
    rule: every 24 hours, allow 26
`;

const folder = await mkdtemp(join(tmpdir(), 'sentinel-bench-'));
const server = await InventedS3.start();
try {
  await server.writeUntil(FIRST);
  await writeFile(join(folder, 'rules.yaml'), inventedRules(JOBS, `folders-${JOBS}-30-86400`, dailyRule));
  const first = await peakOf(FIRST);
  const later = await peakOf(FIRST + HOUR_MS);
  await rm(join(folder, 'state'), { recursive: true });
  await writeFile(join(folder, 'rules.yaml'), MEMBERS);
  const found = await peakOf(FIRST, SERIES);
  const again = await peakOf(FIRST + HOUR_MS, SERIES);
  report([
    line('5,000 jobs: the first pass, which stores every row', first.peakMb),
    line('5,000 jobs: a later pass', later.peakMb),
    line('one job of 1,000 members and 100,000 keys: the first pass', found.peakMb),
    line('one job of 1,000 members and 100,000 keys: a later pass', again.peakMb),
    {
      row: 'LIST requests of a check of 1,000 members with 100,000 keys in one place',
      measured: whole(again.lists),
      goal: `${KEYS / 1_000}: one listing serves all`,
      met: again.lists === KEYS / 1_000 && found.lists === KEYS / 1_000,
    },
  ]);
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}

function line(what: string, peakMb: number): Measurement {
  return {
    row: `Peak memory of a check of ${what}`,
    measured: `${whole(peakMb)} MB`,
    goal: `at most ${GOAL_MB} MB`,
    met: peakMb <= GOAL_MB,
  };
}

/** The highest resident set of one `sentinel check`, in MB, which the process itself says when it ends; and its LISTs. */
async function peakOf(now: number, jobs = JOBS): Promise<{ readonly peakMb: number; readonly lists: number }> {
  const peakFile = join(folder, 'peak');
  const tellPeak = `import { writeFileSync } from 'node:fs';
    process.on('exit', () => writeFileSync(${JSON.stringify(peakFile)}, String(process.resourceUsage().maxRSS)));`;
  const args = [
    '--import',
    `data:text/javascript,${encodeURIComponent(tellPeak)}`,
    ...['dist/sentinel.js', 'check', '--rules', join(folder, 'rules.yaml'), '--state', join(folder, 'state')],
    ...['--now', formatInstant(now), '--json'],
  ];
  const out = await new Promise<string>((resolve, reject) => {
    const options = { env: { ...process.env, ...server.environment }, maxBuffer: 64 << 20, timeout: 120_000 };
    execFile(process.execPath, args, options, (error, stdout, stderr) =>
      error ? reject(new Error(`sentinel check failed: ${stderr.slice(0, 500)}`, { cause: error })) : resolve(stdout),
    );
  });
  const { counts, requests } = JSON.parse(out) as { counts: { green: number }; requests: { list: number } };
  if (counts.green !== jobs) throw new Error(`${counts.green} of ${jobs} jobs were found green`);
  // Kibibytes.
  return { peakMb: (Number(await readFile(peakFile, 'utf8')) * 1024) / 1e6, lists: requests.list };
}
