import { expect, test } from 'vitest';
import { inTurns } from '../../../lib/app/views/in-turns.ts';

test('what waits has its turn after every few items, and the results keep their order', async () => {
  const seen: (number | string)[] = [];
  const numbers = [1, 2, 3, 4, 5];
  const working = inTurns(numbers, (number) => seen.push(number), 2);
  for (const name of ['a', 'b']) await new Promise((resolve) => setImmediate(() => resolve(seen.push(name))));
  await working;
  expect(seen).toEqual([1, 2, 'a', 3, 4, 'b', 5]);
  expect(await inTurns(numbers, (number) => number * 2, 2)).toEqual([2, 4, 6, 8, 10]);
  expect(await inTurns([], () => 1)).toEqual([]);
});
