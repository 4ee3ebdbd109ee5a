import { describe, expect, it } from 'vitest';
import { commonPrefix, planSweeps, type WantedLook } from '../../../lib/core/planning/plan-sweeps.ts';

const look = (prefix: string, keys: number | null = 30, container = 's3://b/'): WantedLook => ({
  id: container + prefix,
  container,
  prefixes: [prefix],
  keys,
});
const planned = (looks: readonly WantedLook[], listable: readonly string[] | null = null) =>
  planSweeps(looks, () => listable).map(({ prefix, looks }) => [prefix, looks.length]);

const cases = [
  { name: 'looks below one folder', looks: [look('db/b/'), look('db/a/')], want: [['db/', 2]] },
  { name: 'no look by itself', looks: [look('db/a/')], want: [] },
  { name: 'each bucket by itself', looks: [look('a/'), look('b/'), look('a/', 1, 's3://c/')], want: [['', 2]] },
  {
    name: 'what may be listed, and nothing beyond',
    looks: [look('x/a/'), look('x/b/'), look('y/a/'), look('y/b/'), look('z/')],
    listable: ['x/', 'y/'],
    want: [
      ['x/', 2],
      ['y/', 2],
    ],
  },
  { name: 'no place of more than a page', looks: [look('a/'), look('b/', 1_001), look('c/')], want: [['', 2]] },
  { name: 'large places that hold each other', looks: [look('a/', 9_000), look('a/b', 5_000)], want: [['a/', 2]] },
  { name: 'a new place as one of 30 keys', looks: [look('a/', null), look('b/', null)], want: [['', 2]] },
  {
    name: 'at most about 32 pages at a time',
    looks: Array.from({ length: 100 }, (_, index) => look(`job-${String(index).padStart(2, '0')}/`, 1_000)),
    want: [
      ['job-', 32],
      ['job-', 32],
      ['job-', 32],
      ['job-9', 4],
    ],
  },
];

describe('planned together are', () => {
  it.each(cases)('$name', ({ looks, listable, want }) => {
    expect(planned(looks, listable)).toEqual(want);
  });
});

it('cuts no character in two', () => {
  expect(commonPrefix(['a\u{1f4be}x', 'a\u{1f4bf}x'])).toBe('a');
});
