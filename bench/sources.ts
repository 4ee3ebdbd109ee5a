import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { report, whole } from './measurement.ts';

/** How long the files of the sources are: what is read in one sitting is understood. */
const FOLDERS = ['lib', 'bin', 'lambdas'];
const MAX_MEDIAN = 60;
const MAX_P95 = 180;

const lengths = FOLDERS.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => readFileSync(join(folder, path), 'utf8').split('\n').length - 1),
).sort((a, b) => a - b);
const at = (share: number): number => lengths[Math.floor(lengths.length * share)] ?? 0;
const lines = lengths.reduce((sum, each) => sum + each, 0);

report([
  {
    row: 'Source files in `lib/`, `bin/` and `lambdas/`: lines of a file',
    measured: `half have at most ${at(0.5)}, 95 of 100 at most ${at(0.95)}; ${whole(lines)} in ${whole(lengths.length)} files`,
    goal: `half at most ${MAX_MEDIAN}, 95 of 100 at most ${MAX_P95}`,
    met: at(0.5) <= MAX_MEDIAN && at(0.95) <= MAX_P95,
  },
]);
