// `npm test`: the checks of the sources and the tests, side by side. The tests' output is shown as it comes, that of a
// check when it has ended; the last lines say which test files took longest, what passed and how long each took.
// Arguments are vitest's.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'sentinel-tests-'));
const report = join(folder, 'vitest.json');
const REPORTERS = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
const COMMANDS = [
  ['vitest', 'run', ...REPORTERS, ...process.argv.slice(2)],
  ['biome', 'check', '--error-on-warnings', '.'],
  ['tsc', '-p', '.'],
  ['tsc', '-p', 'lib/web/page/client'],
  ['knip'],
];

/** Runs one command; resolves to the line that says how it ended. */
function run([name, ...args], isShown) {
  return new Promise((resolve) => {
    const begunAt = Date.now();
    const child = spawn(name, args, { stdio: ['ignore', isShown ? 'inherit' : 'pipe', isShown ? 'inherit' : 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => (output += `${error.message}\n`));
    child.on('close', (status, signal) => {
      if (status !== 0) process.stdout.write(`\n== ${name} ${args.join(' ')}\n${output}`);
      if (status !== 0) process.exitCode = 1;
      const seconds = Math.round((Date.now() - begunAt) / 1000);
      resolve(
        `${status === 0 ? 'passed' : `FAILED (${signal ?? status})`} in ${seconds} s: ${[name, ...args].filter((arg) => !REPORTERS.includes(arg)).join(' ')}`,
      );
    });
  });
}

/** The ten test files that took longest, with their seconds: a place to look when the tests have become slow. */
function slowestFiles() {
  return JSON.parse(readFileSync(report, 'utf8'))
    .testResults.map(({ name, startTime, endTime }) => ({ name, seconds: (endTime - startTime) / 1000 }))
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, 10)
    .map(({ name, seconds }) => `${seconds.toFixed(1).padStart(6)} s ${relative('.', name)}`);
}

const endings = await Promise.all(COMMANDS.map((command, index) => run(command, index === 0)));
try {
  process.stdout.write(`\nthe slowest test files:\n${slowestFiles().join('\n')}\n`);
} catch (error) {
  process.stdout.write(`\nno times of the test files: ${error.message}\n`);
}
rmSync(folder, { recursive: true, force: true });
process.stdout.write(`\n${endings.join('\n')}\n`);
