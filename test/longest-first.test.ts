import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { TestSpecification, Vitest } from 'vitest/node';
import { LONGEST, LongestFirst } from './longest-first.ts';

test('each of the longest files is there', () => {
  expect(LONGEST.filter((file) => !existsSync(file))).toEqual([]);
});

test('the longest begin first, in each project', async () => {
  const project = (name: string) => ({ name, config: { sequence: { groupOrder: 0 } } });
  const [program, unit] = [project('program'), project('unit')];
  const [first, second] = LONGEST as readonly [string, string];
  const specs = [
    { project: unit, moduleId: '/here/test/short.test.ts' },
    { project: unit, moduleId: `/here/${second}` },
    { project: unit, moduleId: `/here/${first}` },
    { project: program, moduleId: '/here/test/program/short.test.ts' },
  ] as unknown as TestSpecification[];
  const cache = { getFileTestResults: () => undefined, getFileStats: () => undefined };
  const sequencer = new LongestFirst({ config: { root: '/here' }, cache } as unknown as Vitest);
  expect((await sequencer.sort(specs)).map(({ moduleId }) => moduleId)).toEqual([
    '/here/test/program/short.test.ts',
    `/here/${first}`,
    `/here/${second}`,
    '/here/test/short.test.ts',
  ]);
});
