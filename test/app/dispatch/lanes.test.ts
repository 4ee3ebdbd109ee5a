import { expect, test } from 'vitest';
import { Lanes } from '../../../lib/app/dispatch/lanes.ts';

/** Work that goes on until it is let go. */
function held() {
  let letGo: () => void = () => {};
  const done = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  return { done, letGo: () => letGo() };
}

test('a lane takes no more than its width, and the next in order as soon as one ends', async () => {
  const lanes = new Lanes(2);
  const begun: number[] = [];
  const works = [held(), held(), held(), held()];
  const runs = works.map(({ done }, index) =>
    lanes.run('a', () => {
      begun.push(index);
      return done;
    }),
  );
  await Promise.resolve();
  expect(begun).toEqual([0, 1]);
  works[1]?.letGo();
  await runs[1];
  await Promise.resolve();
  expect(begun).toEqual([0, 1, 2]);
  for (const { letGo } of works) letGo();
  await Promise.all(runs);
  expect(begun).toEqual([0, 1, 2, 3]);
});

test('what fails gives its place to the next, and other lanes do not wait', async () => {
  const lanes = new Lanes(1);
  const first = held();
  const hanging = lanes.run('a', () => first.done);
  await expect(lanes.run('b', () => Promise.reject(new Error('refused')))).rejects.toThrow('refused');
  expect(await lanes.run('b', async () => 'served')).toBe('served');
  first.letGo();
  await hanging;
});
