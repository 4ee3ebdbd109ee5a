import { expect, it } from 'vitest';
import { HolderGone } from '../../../lib/adapters/embedded/failure.ts';
import { GroupWrites, type Write } from '../../../lib/adapters/embedded/group-writes.ts';

const put = (key: string): Write => ({ type: 'put', key, value: key });

/** Groups as they come, and how each is ended. */
function writing() {
  const groups: { readonly keys: readonly string[]; readonly end: (error?: Error) => void }[] = [];
  const writes = new GroupWrites(
    (group) =>
      new Promise((resolve, reject) => {
        const end = (error?: Error) => (error ? reject(error) : resolve());
        groups.push({ keys: group.map(({ key }) => key), end });
      }),
  );
  return { groups, writes };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('writes what comes at once together, and what comes meanwhile together after it', async () => {
  const { groups, writes } = writing();
  const first = [writes.write(put('a')), writes.write(put('b'))];
  await turn();
  const second = [writes.write(put('c')), writes.write({ type: 'del', key: 'd' })];
  await turn();
  expect(groups.map(({ keys }) => keys)).toEqual([['a', 'b']]);
  groups[0]?.end();
  await Promise.all(first);
  await turn();
  expect(groups.map(({ keys }) => keys)).toEqual([
    ['a', 'b'],
    ['c', 'd'],
  ]);
  groups[1]?.end();
  await Promise.all(second);
});

it('writes nothing after a group that failed: the rest is to be asked again elsewhere', async () => {
  const { groups, writes } = writing();
  const full = new Error('no space left on device');
  const first = writes.write(put('a'));
  await turn();
  const second = writes.write(put('b'));
  groups[0]?.end(full);
  await expect(first).rejects.toBe(full);
  await expect(second).rejects.toBeInstanceOf(HolderGone);
  await expect(writes.write(put('c'))).rejects.toBeInstanceOf(HolderGone);
  expect(groups).toHaveLength(1);
});
