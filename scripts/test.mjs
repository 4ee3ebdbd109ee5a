// `npm test`: the checks of the sources and the tests, side by side. The tests' output is shown as it comes, that of a
// check when it has ended; the last lines say what passed and how long each took. Arguments are vitest's.
import { spawn } from 'node:child_process';

const COMMANDS = [
  ['vitest', 'run', ...process.argv.slice(2)],
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
        `${status === 0 ? 'passed' : `FAILED (${signal ?? status})`} in ${seconds} s: ${[name, ...args].join(' ')}`,
      );
    });
  });
}

const endings = await Promise.all(COMMANDS.map((command, index) => run(command, index === 0)));
process.stdout.write(`\n${endings.join('\n')}\n`);
