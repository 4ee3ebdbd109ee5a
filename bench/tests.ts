import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { report } from './measurement.ts';

/** How long `npm test` takes, with all of its checks; on a machine that does nothing else. */
const GOAL_S = 180;

const begunMs = performance.now();
const { status } = spawnSync('npm', ['test'], { stdio: ['ignore', 2, 2] });
const seconds = (performance.now() - begunMs) / 1000;

report([
  {
    row: `\`npm test\`, on ${availableParallelism()} processors`,
    measured: `${Math.round(seconds)} s${status === 0 ? '' : ', and it failed'}`,
    goal: `under ${GOAL_S} s on 2 processors`,
    met: status === 0 && seconds < GOAL_S,
  },
]);
