import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const FOLDER = 'docs/decisions';

test('docs/decisions/README.md lists each record once, in order, with its title, in the block of its number', () => {
  const records = readdirSync(FOLDER)
    .filter((name) => /^\d{4}-[a-z0-9-]+\.md$/.test(name))
    .sort();
  const listed: { readonly name: string; readonly line: string; readonly isInBlock: boolean }[] = [];
  let block: readonly [number, number] = [0, 0];
  for (const line of readFileSync(`${FOLDER}/README.md`, 'utf8').split('\n')) {
    const [, from, to] = /^## (\d+) to (\d+): \S/.exec(line) ?? [];
    if (from !== undefined && to !== undefined) block = [Number(from), Number(to)];
    const [, number = '', name = ''] = /^- \[(\d{4})\]\((.+)\): /.exec(line) ?? [];
    if (name !== '') listed.push({ name, line, isInBlock: block[0] <= Number(number) && Number(number) <= block[1] });
  }
  expect(listed).toEqual(records.map((name) => ({ name, line: lineOf(name), isInBlock: true })));
});

test('every file in docs/decisions is a record or the list', () => {
  expect(readdirSync(FOLDER).filter((name) => !/^(\d{4}-[a-z0-9-]+|README)\.md$/.test(name))).toEqual([]);
});

/** The line of a record, made of its number and its heading. */
function lineOf(name: string): string {
  const number = name.slice(0, 4);
  const [, title] = /^# (?:\d+\. )?(.+)/.exec(readFileSync(`${FOLDER}/${name}`, 'utf8')) ?? [];
  return `- [${number}](${name}): ${title}`;
}
