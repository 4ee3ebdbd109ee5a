import { describe, expect, it } from 'vitest';
import { readTime } from '../../../../lib/core/evidence/reports/report-time.ts';

describe('a time in a report', () => {
  const cases = [
    { value: 1_795_226_400, want: '2026-11-21T02:00:00.000Z' },
    { value: 1_795_226_400_087, want: '2026-11-21T02:00:00.087Z' },
    { value: '1795226400.087', want: '2026-11-21T02:00:00.087Z' },
    { value: '2026-11-21T02:00:00Z', want: '2026-11-21T02:00:00.000Z' },
    { value: '2026-11-21T02:00:00.123456789Z', want: '2026-11-21T02:00:00.123Z' },
    { value: '2026-11-21T10:00:00+08:00', want: '2026-11-21T02:00:00.000Z' },
    { value: '2026-11-20T20:30:00-0530', want: '2026-11-21T02:00:00.000Z' },
    { value: '2026-11-21 02:00:00+00', want: '2026-11-21T02:00:00.000Z' },
    { value: '2026-11-21T10:00', want: '2026-11-21T02:00:00.000Z' },
    { value: '2026-11-21 10:00:00.5', want: '2026-11-21T02:00:00.500Z' },
  ];
  it.each(cases)('$value', ({ value, want }) => {
    expect(new Date(readTime(value, 'Asia/Singapore') ?? 0).toISOString()).toBe(want);
  });

  it.each([
    '2026-02-31T00:00:00Z',
    '2026-11-21',
    'yesterday',
    '',
    -5,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    9e15,
    null,
    {},
    '2026-11-21T25:00:00Z',
  ])('%s is none', (value) => expect(readTime(value, 'UTC')).toBeNull());
});
