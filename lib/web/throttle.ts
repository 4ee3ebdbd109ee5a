import type { Context, MiddlewareHandler } from 'hono';
import { RateLimit } from '../core/ping/rate-limit.ts';

/** A page loads several files at once, and several people may share one address. */
const REQUESTS_A_MINUTE = 600;
const MAX_SOURCES = 10_000;

/**
 * Limits the requests of each address: beyond the limit, nothing is read. `sourceOf`: what the
 * server says, never what the client does.
 */
export function throttled(
  sourceOf: (context: Context) => string,
  elapsedMs: () => number,
  perMinute: number = REQUESTS_A_MINUTE,
): MiddlewareHandler {
  const limit = new RateLimit(perMinute, MAX_SOURCES);
  return async (context, next) => {
    if (limit.take(sourceOf(context), elapsedMs())) return next();
    return context.text('too many requests; wait a minute', 429, { 'retry-after': '60' });
  };
}
