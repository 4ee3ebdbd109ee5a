import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { compactAge, formatAge, formatBytes, formatDuration, formatExactBytes } from '../../lib/core/quantity.ts';

test.each([
  [0, '0 minutes'],
  [1, '1 second'],
  [59, '59 seconds'],
  [60, '1 minute'],
  [2700, '45 minutes'],
  [3600, '1 hour'],
  [93_600, '26 hours'],
  [93_601, '26 hours'],
  [117_000, '32 hours 30 minutes'],
  [172_799, '47 hours 59 minutes'],
  [172_800, '2 days'],
  [180_000, '2 days 2 hours'],
  [691_200, '8 days'],
  [-3600, '-1 hour'],
])('%d seconds are %s', (seconds, want) => {
  expect(formatDuration(seconds)).toBe(want);
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1 KB'],
  [350_000_000, '350 MB'],
  [262_500_000, '262.5 MB'],
  [999_999, '1 MB'],
  [1_500_000_000_000, '1.5 TB'],
])('%d bytes are %s', (bytes, want) => {
  expect(formatBytes(bytes)).toBe(want);
});

test.each([
  [349_999_999, 350_000_000, '349,999,999 B'],
  [349_990_000, 350_000_000, '349.99 MB'],
  [350_000_000, 349_999_999, '350,000,000 B'],
  [350_000_000, 350_000_000, '350 MB'],
  [30_000_000, 350_000_000, '30 MB'],
])('%d bytes beside %d are %s', (bytes, other, want) => {
  expect(formatBytes(bytes, other)).toBe(want);
});

test('a duration beside another shows its seconds only when they tell them apart', () => {
  expect(formatDuration(93_601, 93_600)).toBe('26 hours 1 second');
  expect(formatDuration(93_600, 93_601)).toBe('26 hours');
  expect(formatDuration(97_200, 93_600)).toBe('27 hours');
});

test('limits are exact', () => {
  expect(formatExactBytes(3_750_000_000)).toBe('3.75 GB');
  expect(formatExactBytes(12_884_901_888)).toBe('12,884,901,888 B');
});

test('two sizes or durations that differ never look the same beside each other', () => {
  const near = fc
    .tuple(fc.nat({ max: 1e13 }), fc.integer({ min: -2000, max: 2000 }))
    .map(([a, d]) => [a, Math.max(0, a + d)] as const);
  fc.assert(
    fc.property(near, ([a, b]) => {
      if (a === b) return;
      expect(formatBytes(a, b)).not.toBe(formatBytes(b, a));
      expect(formatDuration(a, b)).not.toBe(formatDuration(b, a));
    }),
  );
});

describe('a measured duration', () => {
  it.each([
    { seconds: 0, want: '0 minutes' },
    { seconds: 59, want: '59 seconds' },
    { seconds: 89, want: '1 minute' },
    { seconds: 7230, want: '2 hours 1 minute' },
    { seconds: 10_799, want: '3 hours' },
    { seconds: 111_900, want: '31 hours' },
    { seconds: 215_940, want: '2 days 12 hours' },
    { seconds: 215_900, limit: 216_000, want: '2 days 11 hours 58 minutes' },
    { seconds: 93_601, limit: 93_600, want: '26 hours 1 second' },
    { seconds: 94_200, limit: 93_600, want: '26 hours 10 minutes' },
    { seconds: 93_600, limit: 93_600, want: '26 hours' },
    { seconds: 97_000, limit: 93_600, want: '27 hours' },
  ])('$seconds s beside $limit s is $want', ({ seconds, limit, want }) => {
    expect(formatAge(seconds, limit)).toBe(want);
  });
});

describe('an age in a table', () => {
  it.each([
    [0, '0m'],
    [59 * 60, '59m'],
    [(2 * 60 + 10) * 60, '2h 10m'],
    [(27 * 60 + 30) * 60, '28h'],
    [(53 * 60 + 59) * 60, '2d 6h'],
    [54 * 3600, '2d 6h'],
    [4 * 86_400, '4d'],
  ])('of %i s reads as the sentences do: %s', (seconds, want) => {
    expect(compactAge(seconds * 1000)).toBe(want);
  });
});
