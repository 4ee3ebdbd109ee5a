import { spawnSync } from 'node:child_process';
import { median, report } from './measurement.ts';

/** How long the command line takes to say its version, as a ratio to Node doing nothing. One after the other. */
const TIMES = 21;
const GOAL = 2.5;

const ours: number[] = [];
const bare: number[] = [];
for (let time = 0; time < TIMES; time += 1) {
  ours.push(millisecondsOf('dist/sentinel.js', '--version'));
  bare.push(millisecondsOf('-e', '0'));
}
const ratio = median(ours.map((ms, index) => ms / (bare[index] ?? ms)));
report([
  {
    row: 'Start-up: `sentinel --version` as a ratio to `node -e 0`',
    measured: `${ratio.toFixed(2)} (${median(ours).toFixed(0)} ms to ${median(bare).toFixed(0)} ms)`,
    goal: `at most ${GOAL}`,
    met: ratio <= GOAL,
  },
]);

function millisecondsOf(...args: readonly string[]): number {
  const begun = performance.now();
  const { status } = spawnSync(process.execPath, args, { stdio: 'ignore' });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with status ${status}`);
  return performance.now() - begun;
}
