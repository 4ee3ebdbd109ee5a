import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const MOST_LINES = 1_500;

test('the decision with its judging can be read in one sitting', () => {
  const files = ['lib/core/decision', 'lib/core/judging'].flatMap((folder) =>
    readdirSync(folder).map((name) => ({
      name,
      lines: readFileSync(`${folder}/${name}`, 'utf8').split('\n').length - 1,
    })),
  );
  expect(files.map(({ name }) => name)).toEqual(expect.arrayContaining(['decide.ts', 'judge.ts']));
  expect(files.reduce((sum, { lines }) => sum + lines, 0)).toBeLessThanOrEqual(MOST_LINES);
});
