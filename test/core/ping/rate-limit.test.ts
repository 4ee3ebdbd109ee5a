import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RateLimit } from '../../../lib/core/ping/rate-limit.ts';

describe('a rate limit', () => {
  it('is a bucket of tokens for each key: as many as a minute fills, filled evenly', () => {
    const steps = fc.array(fc.record({ key: fc.constantFrom('a', 'b'), afterMs: fc.integer({ min: 0, max: 90_000 }) }));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), steps, (perMinute, taken) => {
        const limit = new RateLimit(perMinute, 10);
        const buckets = new Map<string, { tokens: number; at: number }>();
        let now = 1_000;
        for (const { key, afterMs } of taken) {
          now += afterMs;
          const bucket = buckets.get(key) ?? { tokens: perMinute, at: now };
          const tokens = Math.min(perMinute, bucket.tokens + ((now - bucket.at) * perMinute) / 60_000);
          const has = tokens >= 1 - 1e-6;
          expect(limit.take(key, now)).toBe(has);
          buckets.set(key, { tokens: has ? tokens - 1 : tokens, at: now });
        }
      }),
    );
  });

  it('forgets whoever has not come for longest, when there are too many', () => {
    const limit = new RateLimit(1, 2);
    expect(['a', 'b', 'c', 'c', 'b', 'a'].map((key) => limit.take(key, 0))).toEqual([
      true,
      true,
      true,
      false,
      false,
      true,
    ]);
  });
});
