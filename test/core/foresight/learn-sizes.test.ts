import { describe, expect, test } from 'vitest';
import { learnSizes } from '../../../lib/core/foresight/learn-sizes.ts';

const MB = 1_000_000;

function learned(sizes: readonly number[]) {
  return learnSizes(sizes.map((sizeBytes, n) => ({ key: `${n}`, ts: n, sizeBytes, fileCount: null, content: null })));
}

const steady = Array.from({ length: 20 }, (_, n) => (412 + (n % 5)) * MB);

describe('what sizes show', () => {
  test('four fifths of the smallest, rounded down, and the default where it is quiet', () => {
    expect(learned(steady)).toMatchObject({
      floorBytes: 320 * MB,
      shrinkPercent: 50,
      warnShrinkPercent: null,
      finding: null,
    });
  });

  test('what really drops more is allowed to, with something to spare', () => {
    const { shrinkPercent, warnShrinkPercent } = learned(steady.map((bytes, n) => (n % 4 === 3 ? 0.6 * bytes : bytes)));
    expect([shrinkPercent, warnShrinkPercent]).toEqual([80, 65]);
  });

  test('an empty newest is no measure of the floor', () => {
    expect(learned([...steady, 0])).toMatchObject({ floorBytes: 320 * MB, finding: { kind: 'empty' } });
  });

  test('a compressed nothing', () => {
    expect(learned([...steady, 20])).toMatchObject({ floorBytes: 320 * MB, finding: { kind: 'hollow', bytes: 20 } });
  });

  test('a collapse of the newest three', () => {
    const finding = { kind: 'shrunk', bytes: 40 * MB, beforeBytes: 416 * MB, count: 3 };
    expect(learned([...steady, 41 * MB, 40 * MB, 40 * MB])).toMatchObject({
      floorBytes: 320 * MB,
      shrinkPercent: 50,
      finding,
    });
  });

  test('one that fell long ago is how it is now', () => {
    const { finding, floorBytes } = learned([...steady, ...steady.map((bytes) => bytes / 10)]);
    expect([finding, floorBytes]).toEqual([null, 32 * MB]);
  });
});
