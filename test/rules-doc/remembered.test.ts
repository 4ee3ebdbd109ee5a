import { expect, test } from 'vitest';
import { Remembered } from '../../lib/rules-doc/remembered.ts';

/** Asks these questions, and says which of them had to be found. */
function foundOf(questions: readonly string[]): string[] {
  const remembered = new Remembered<string | null>();
  const found: string[] = [];
  for (const question of questions) {
    const answer = remembered.of(question, () => {
      found.push(question);
      return question === 'nothing' ? null : `${question}!`;
    });
    expect(answer).toBe(question === 'nothing' ? null : `${question}!`);
  }
  return found;
}

test('an answer is found once, be it that there is none', () => {
  expect(foundOf(['a', 'b', 'a', 'nothing', 'b', 'nothing'])).toEqual(['a', 'b', 'nothing']);
});

test('20,000 answers are remembered; with one more all the others are found again', () => {
  const many = Array.from({ length: 20_000 }, (_, index) => `${index}`);
  expect(foundOf([...many, '0', '19999'])).toHaveLength(20_000);
  expect(foundOf([...many, 'more', 'more', '0', '19999']).slice(20_000)).toEqual(['more', '0', '19999']);
});
