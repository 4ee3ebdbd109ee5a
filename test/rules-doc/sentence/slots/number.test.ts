import { expect, test } from 'vitest';
import { RULE_SENTENCES } from '../../../../lib/rules-doc/sentence/rule-grammar.ts';

const messageOf = (size: string) => {
  const { problems } = RULE_SENTENCES.read(`every 24 hours; at least ${size}`);
  return problems.map(({ message }) => message).join('\n');
};

test.each([
  ['1e9 bytes', 'write 1 GB'],
  ['1,51e9 bytes', 'write 1510 MB'],
  ['1,510e3 bytes', 'write 1510 KB'],
  // No number can be written in its place.
  ['1.2.3e9 bytes', 'is not a clause of a rule'],
  ['1e999 bytes', 'larger than any backup'],
  ['1e15 GB', 'larger than any backup'],
])('at least %s is refused: %s', (size, want) => {
  expect(messageOf(size)).toContain(want);
  expect(messageOf(size)).not.toMatch(/NaN|Infinity|∞/);
});
