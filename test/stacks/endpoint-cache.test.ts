import { expect, test, vi } from 'vitest';
import { EndpointCache } from '../../lib/stacks/endpoint-cache.ts';

test('an endpoint is known for as long as the service said', () => {
  vi.useFakeTimers();
  try {
    const cache = new EndpointCache();
    expect([cache.has('dynamodb'), cache.getEndpoint('dynamodb')]).toEqual([false, undefined]);
    cache.set('dynamodb', [{ Address: 'a.example', CachePeriodInMinutes: 10 }]);
    vi.advanceTimersByTime(10 * 60_000 - 1);
    expect([cache.has('dynamodb'), cache.getEndpoint('dynamodb')]).toEqual([true, 'a.example']);
    vi.advanceTimersByTime(1);
    expect(cache.getEndpoint('dynamodb')).toBeUndefined();
    cache.delete('dynamodb');
    expect(cache.has('dynamodb')).toBe(false);
  } finally {
    vi.useRealTimers();
  }
});
