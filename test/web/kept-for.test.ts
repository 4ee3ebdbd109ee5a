import { beforeEach, expect, test } from 'vitest';
import { keptFor } from '../../lib/web/kept-for.ts';

let [elapsedMs, loads] = [0, 0];
beforeEach(() => {
  [elapsedMs, loads] = [0, 0];
});

test('what was loaded is used until its time is over, by all who ask meanwhile', async () => {
  const load = keptFor(
    async () => {
      loads += 1;
      return { loads };
    },
    1_000,
    () => elapsedMs,
  );
  const [first, second] = await Promise.all([load(), load()]);
  expect(second).toBe(first);
  elapsedMs = 999;
  expect(await load()).toBe(first);
  elapsedMs = 1_000;
  expect(await load()).toEqual({ loads: 2 });
});

test('a failure is told to those who asked, and the next one asks again', async () => {
  const load = keptFor(
    async () => {
      loads += 1;
      if (loads === 1) throw new Error('away');
      return loads;
    },
    1_000,
    () => elapsedMs,
  );
  await expect(load()).rejects.toThrow('away');
  expect(await load()).toBe(2);
});
