import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { report } from './measurement.ts';

/**
 * How much of the sources the tests run, by V8's own count. Those of the built program are not among them: they run it
 * in processes of its own.
 */
const SUMMARY = 'coverage/coverage-summary.json';
const GOAL_PERCENT = 90;
const SOURCES = ['lib/core/', 'lib/', 'lambdas/', 'bin/'] as const;

interface Share {
  readonly covered: number;
  readonly total: number;
}

// A test that fails is no matter here, so its status is none either; without a summary there is nothing to report.
spawnSync('npm', ['run', '--silent', 'coverage'], { stdio: ['ignore', 2, 2] });
const files = JSON.parse(readFileSync(SUMMARY, 'utf8')) as Record<string, { lines: Share; branches: Share }>;

report(
  SOURCES.map((folder) => {
    const percent = (kind: 'lines' | 'branches'): number => {
      const shares = Object.entries(files).flatMap(([path, counts]) => (isIn(path, folder) ? [counts[kind]] : []));
      return (100 * sum(shares.map(({ covered }) => covered))) / sum(shares.map(({ total }) => total));
    };
    const lines = percent('lines');
    const isGoverned = folder.startsWith('lib/');
    return {
      row: `Coverage of \`${folder}\` by the tests that do not start the built program`,
      measured: `${lines.toFixed(1)}% of lines, ${percent('branches').toFixed(1)}% of branches`,
      goal: isGoverned ? `at least ${GOAL_PERCENT}% of lines` : 'shown beside the others',
      met: isGoverned ? lines >= GOAL_PERCENT : null,
    };
  }),
);

function isIn(path: string, folder: string): boolean {
  return path.startsWith(`${process.cwd()}/${folder}`);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
