import { SECOND_MS } from '../../lib/core/instant.ts';

/** Milliseconds since this process began, on a clock that only goes forward; `performance` would load what it measures with. */
export function elapsedMs(): number {
  return process.uptime() * SECOND_MS;
}
