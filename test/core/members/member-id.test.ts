import { expect, it } from 'vitest';
import { memberId, memberValue } from '../../../lib/core/members/member-id.ts';

const cases = [
  { name: 'a plain name is its own id', value: 'orders-db_1.x', want: 'orders-db_1.x' },
  { name: 'a number may begin it', value: '101', want: '101' },
  { name: 'capitals are escaped', value: 'FULL', want: '~46~55~4c~4c' },
  { name: 'the sign of escapes is escaped itself', value: '~46', want: '~7e46' },
  { name: 'a slash between two names is escaped', value: 'srv/a', want: 'srv~2fa' },
  { name: 'bytes of UTF-8 are escaped one by one', value: 'é', want: '~c3~a9' },
  { name: 'markup is escaped', value: '<b>#', want: '~3cb~3e~23' },
  { name: '512 bytes are an id', value: 'a'.repeat(512), want: 'a'.repeat(512) },
  { name: 'one byte more is none', value: 'a'.repeat(513), want: null },
  { name: 'what it becomes counts', value: 'A'.repeat(171), want: null },
];
it.each(cases)('$name', ({ value, want }) => {
  expect(memberId(value)).toBe(want);
});

it.each(cases.filter(({ want }) => want !== null))('$name, and comes back', ({ value, want }) => {
  expect(memberValue(want ?? '')).toBe(value);
});

it.each(['', '~', '~4', '~ff', 'FULL', '~61', 'a%20b', 'a/b'])('%j is the id of no member', (id) => {
  expect(memberValue(id)).toBeNull();
});
