import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

test('private members are written with #, which holds at run time too; only a constructor is marked private', () => {
  const files = ['lib', 'bin', 'lambdas'].flatMap((folder) =>
    readdirSync(folder, { encoding: 'utf8', recursive: true })
      .map((name) => `${folder}/${name}`)
      .filter((name) => /\.tsx?$/.test(name)),
  );
  expect(files.length).toBeGreaterThan(400);
  expect(files.filter((file) => /^\s+private (?!constructor\b)/m.test(readFileSync(file, 'utf8')))).toEqual([]);
});
