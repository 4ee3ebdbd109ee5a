// `npm test`: the checks of the sources and the tests, side by side. The tests' output is shown as it comes, that of a
// check when it has ended; the last lines say which test files took longest, what passed and how long each took.
// Arguments are vitest's.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join, relative } from 'node:path';

const folder = mkdtempSync(join(tmpdir(), 'sentinel-tests-'));
const chosen = process.argv.slice(2);
// The tests that start the built program wait for it most of the time, and for its build before: others run meanwhile.
const PARTS = chosen.length > 0 ? [chosen] : [['--project=unit'], ['--project=program', '--project=stacks']];
const reports = PARTS.map((_, index) => join(folder, `vitest-${index}.json`));
const REPORTERS = reports.map((report) => ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]);
const COMMANDS = [
  ...PARTS.map((part, index) => ['vitest', 'run', ...REPORTERS[index], ...part]),
  ['biome', 'check', '--error-on-warnings', '.'],
  // Two checkers at a time would type most of it twice.
  ['tsc', '-p', '.', '--singleThreaded'],
  ['tsc', '-p', 'lib/web/page/client'],
  ['knip'],
];

// tsc and esbuild have done before they need 2 GB each; to collect garbage until then is a third of their processor time.
const GO_ENV = { GOGC: 'off', GOMEMLIMIT: '2GiB' };

// Its tests wait less than those beside them, and go on when those have ended.
const SHOWN_ENV = { VITEST_MAX_WORKERS: String(availableParallelism() + 1) };

/** Runs one command; resolves to the line that says how it ended. */
function run([name, ...args], isShown) {
  const env = { ...GO_ENV, ...(isShown && SHOWN_ENV), ...process.env };
  return new Promise((resolve) => {
    const begunAt = Date.now();
    const child = spawn(name, args, {
      env,
      stdio: ['ignore', isShown ? 'inherit' : 'pipe', isShown ? 'inherit' : 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (output += chunk));
    child.on('error', (error) => (output += `${error.message}\n`));
    child.on('close', (status, signal) => {
      if (status !== 0) process.stdout.write(`\n== ${name} ${args.join(' ')}\n${output}`);
      if (status !== 0) process.exitCode = 1;
      const seconds = Math.round((Date.now() - begunAt) / 1000);
      resolve(
        `${status === 0 ? 'passed' : `FAILED (${signal ?? status})`} in ${seconds} s: ${[name, ...args].filter((arg) => !REPORTERS.flat().includes(arg)).join(' ')}`,
      );
    });
  });
}

/** Prints the ten test files that took longest, a place to look when the tests have become slow, and how many passed. */
function printTests() {
  const parts = reports.map((report) => JSON.parse(readFileSync(report, 'utf8')));
  const slowest = parts
    .flatMap(({ testResults }) => testResults)
    .map(({ name, startTime, endTime }) => ({ name, seconds: (endTime - startTime) / 1000 }))
    .sort((a, b) => b.seconds - a.seconds)
    .slice(0, 10)
    .map(({ name, seconds }) => `${seconds.toFixed(1).padStart(6)} s ${relative('.', name)}`);
  const sum = (field) => parts.reduce((total, part) => total + part[field], 0);
  const counts = [
    [sum('numFailedTests'), 'failed'],
    [sum('numPassedTests'), 'passed'],
    [sum('numPendingTests') + sum('numTodoTests'), 'skipped'],
  ];
  const named = counts.filter(([count]) => count > 0).map(([count, name]) => `${count} ${name}`);
  process.stdout.write(`\nthe slowest test files:\n${slowest.join('\n')}\n`);
  // As vitest closes, so that who counts the tests of any command reads the same line.
  process.stdout.write(`\n      Tests  ${named.join(' | ')} (${sum('numTotalTests')})\n`);
}

const endings = await Promise.all(COMMANDS.map((command, index) => run(command, index === 0)));
try {
  printTests();
} catch (error) {
  process.exitCode = 1;
  process.stdout.write(`\nnot every test ran: ${error.message}\n`);
}
rmSync(folder, { recursive: true, force: true });
process.stdout.write(`\n${endings.join('\n')}\n`);
