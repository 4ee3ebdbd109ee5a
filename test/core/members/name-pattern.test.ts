import { expect, it } from 'vitest';
import { matchesName } from '../../../lib/core/members/name-pattern.ts';

const cases = [
  { pattern: 'FULL', name: 'FULL', want: true },
  { pattern: 'FULL', name: 'full', want: false },
  { pattern: 'FULL', name: 'FULLER', want: false },
  { pattern: 'scratch_*', name: 'scratch_', want: true },
  { pattern: 'scratch_*', name: 'my_scratch_1', want: false },
  { pattern: '*_test', name: 'shop_test', want: true },
  { pattern: '*', name: '', want: true },
  { pattern: 'a*a', name: 'a', want: false },
  { pattern: 'a*b*c', name: 'a-b-b-c', want: true },
  { pattern: 'a*bc*c', name: 'abc', want: false },
  { pattern: '*/FULL', name: 'srv/shop/FULL', want: true },
  { pattern: 'a.c', name: 'abc', want: false },
];
it.each(cases)('$pattern of $name: $want', ({ pattern, name, want }) => {
  expect(matchesName(pattern, name)).toBe(want);
});
