import { describe, expect, test } from 'vitest';
import { ArchiveIndex, type Member } from '../../../lib/prove/recipes/archive-index.ts';

const member = (name: string, kind: Member['kind'] = 'file', target: string | null = null, sizeBytes = 5): Member => ({
  name,
  kind,
  target,
  sizeBytes,
});
const indexOf = (...members: readonly Member[]) => {
  const index = new ArchiveIndex();
  for (const one of members) index.add(one);
  return index;
};

describe('the index of an archive', () => {
  test.each([
    ['a path that leads out', member('a/../../b'), 'a/../../b (a path that leads out)'],
    ['an absolute path', member('/etc/cron.d/x'), '/etc/cron.d/x (an absolute path)'],
    ['a device', member('dev/sda', 'other'), 'dev/sda (a device or the like)'],
    ['a hard link that leads out', member('a', 'hardlink', '../b'), 'a (a hard link to ../b)'],
    ['an absolute hard link', member('a', 'hardlink', '/etc/passwd'), 'a (a hard link to /etc/passwd)'],
  ])('%s is refused', (_, one, says) => {
    const index = indexOf(member('good'), one);
    expect([index.unsafe, index.files, index.leftOut]).toEqual([says, 1, [one.name]]);
  });

  test.each([
    ['etc/localtime', '/usr/share/zoneinfo/UTC'],
    ['a/b', '../../c'],
    ['a', '..'],
    ['a/b/c', '../../../d'],
  ])('a symbolic link %s -> %s leads out: it is left out and counted', (name, target) => {
    const index = indexOf(member('good'), member(name, 'symlink', target));
    expect([index.unsafe, index.files, index.leftOut]).toEqual([null, 1, [name]]);
    expect(index.notes).toBe('; 1 symbolic link that leads out left out');
  });

  test.each([
    ['a/b', '../c'],
    ['a/b', 'c/../../d'],
    ['a', 'b'],
  ])('a symbolic link %s -> %s stays inside', (name, target) => {
    expect(indexOf(member(name, 'symlink', target)).leftOut).toEqual([]);
  });

  test('counts each name once, and the newest size of it', () => {
    const index = indexOf(member('a', 'file', null, 7), member('./a', 'file', null, 9), member('b', 'folder'));
    expect([index.files, index.bytes]).toEqual([1, 9]);
  });

  test('counts a hard link as a file of the size that it links to', () => {
    const index = indexOf(member('a', 'file', null, 7), member('b', 'hardlink', 'a'));
    expect([index.files, index.bytes]).toEqual([2, 14]);
  });

  test('names three of those that are refused', () => {
    const index = indexOf(...['/a', '/b', '/c', '/d', '/e'].map((name) => member(name)));
    expect(index.unsafe).toMatch(/^\/a .*, \/b .*, \/c .* and 2 more$/);
  });
});
