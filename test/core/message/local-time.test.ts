import { describe, expect, test } from 'vitest';
import { localTime } from '../../../lib/core/message/local-time.ts';
import { at } from '../decision/given.ts';

const ts = at('2026-11-21T08:00:00Z');

describe('an instant on the reader’s clock', () => {
  const cases = [
    { name: 'a weekday within six days', instant: '2026-11-17T08:00:00Z', want: 'Tue 08:00' },
    { name: 'a date further off', instant: '2026-11-15T07:59:00Z', want: 'Sun 15 Nov 07:59' },
    { name: 'a year where it is another', instant: '2025-12-31T23:00:00Z', want: 'Wed 31 Dec 2025 23:00' },
  ];
  for (const { name, instant, want } of cases) {
    test(name, () => expect(localTime(at(instant), { timezone: 'UTC', at: ts })).toBe(want));
  }
  test('in a zone of 45 minutes', () => {
    expect(localTime(ts, { timezone: 'Asia/Kathmandu', at: ts })).toBe('Sat 13:45');
  });
});
