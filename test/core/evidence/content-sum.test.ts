import { describe, expect, test } from 'vitest';
import { ContentSum, contentOfFile } from '../../../lib/core/evidence/content-sum.ts';

const sumOf = (...files: readonly (readonly [number, string | null])[]) => {
  const sum = new ContentSum();
  for (const [sizeBytes, mark] of files) sum.add(sizeBytes, mark);
  return sum.text;
};

describe('what stands for content', () => {
  test('is the same for the same bytes, whatever the order of the files', () => {
    expect(sumOf([5, 'a'], [7, 'b'])).toBe(sumOf([7, 'b'], [5, 'a']));
  });

  test.each([
    ['another size', [[6, 'a'] as const]],
    ['another mark', [[5, 'b'] as const]],
    ['one file more', [[5, 'a'] as const, [5, 'a'] as const]],
  ])('differs with %s', (_, files) => {
    expect(sumOf(...files)).not.toBe(sumOf([5, 'a']));
  });

  test('is not known where that of one file is not, nor of no file', () => {
    expect(sumOf([5, 'a'], [7, null])).toBeNull();
    expect(sumOf()).toBeNull();
    expect(contentOfFile(5, null)).toBeNull();
  });

  test('is short, and 100,000 ETags give 100,000 of them', () => {
    const sums = Array.from({ length: 100_000 }, (_, n) =>
      contentOfFile(412, `${n.toString(16).padStart(32, '0')}-12`),
    );
    expect(new Set(sums).size).toBe(100_000);
    expect(Math.max(...sums.map((text) => text?.length ?? 0))).toBeLessThanOrEqual(11);
  });
});
