import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { formatInstant, HOUR_MS } from '../lib/core/instant.ts';
import { dailyRule, inventedRules } from './invented-rules.ts';
import { InventedS3 } from './invented-s3-process.ts';
import { type Measurement, report, whole } from './measurement.ts';

/** Peak memory of `sentinel check` over 5,000 jobs in S3 with the embedded store, as a user would run it. */
const JOBS = 5_000;
const GOAL_MB = 200;
const FIRST = Date.parse('2026-11-20T09:00:00Z');

const folder = await mkdtemp(join(tmpdir(), 'sentinel-bench-'));
const server = await InventedS3.start();
try {
  await server.writeUntil(FIRST);
  await writeFile(join(folder, 'rules.yaml'), inventedRules(JOBS, 'sorted-30-86400', dailyRule));
  const first = await peakOf(FIRST);
  const later = await peakOf(FIRST + HOUR_MS);
  report([line('the first pass, which stores every row', first), line('a later pass', later)]);
} finally {
  await server.stop();
  await rm(folder, { recursive: true, force: true });
}

function line(what: string, peakMb: number): Measurement {
  return {
    row: `Peak memory of a check of 5,000 jobs: ${what}`,
    measured: `${whole(peakMb)} MB`,
    goal: `at most ${GOAL_MB} MB`,
    met: peakMb <= GOAL_MB,
  };
}

/** The highest resident set of one `sentinel check`, in MB, which the process itself says when it ends. */
async function peakOf(now: number): Promise<number> {
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
  const { counts } = JSON.parse(out) as { counts: { green: number } };
  if (counts.green !== JOBS) throw new Error(`${counts.green} of ${JOBS} jobs were found green`);
  // Kibibytes.
  return (Number(await readFile(peakFile, 'utf8')) * 1024) / 1e6;
}
