import type { Context } from 'hono';
import { RateLimit } from '../core/ping/rate-limit.ts';
import { clientNetwork } from './ip-address.ts';

/** A page loads several files at once, and several people may share one address. */
const REQUESTS_A_MINUTE = 600;
const MAX_BUCKETS = 10_000;

/**
 * Limits requests, in buckets: of each client's network for what anyone can send, and others for what proves where it
 * comes from. So a client that floods, or shares an address with one that does, keeps no one else out.
 */
export class Throttle {
  readonly #limit = new RateLimit(REQUESTS_A_MINUTE, MAX_BUCKETS);
  readonly #sourceOf: (context: Context) => string;
  readonly #elapsedMs: () => number;

  /** `sourceOf`: what the server says, never what the client does. */
  constructor(sourceOf: (context: Context) => string, elapsedMs: () => number) {
    this.#sourceOf = sourceOf;
    this.#elapsedMs = elapsedMs;
  }

  /** Counts a request; false when its bucket has no more for now. `bucket`: null for that of the client's network. */
  take(context: Context, bucket: string | null): boolean {
    const key = bucket ?? `source ${clientNetwork(this.#sourceOf(context))}`;
    return this.#limit.take(key, this.#elapsedMs());
  }
}

/** The answer to a request for which its bucket had no more. */
export function tooManyRequests(context: Context): Response {
  return context.text('too many requests; wait a minute', 429, { 'retry-after': '60' });
}
