import { type Instant, MINUTE_MS } from '../../core/instant.ts';

/** How often `watch` looks whether a job is due. */
export const TICK_MS = MINUTE_MS;

/** When the next tick begins: whole minutes, so that the jobs' periods begin on one. */
export function nextTick(now: Instant): Instant {
  return (Math.floor(now / TICK_MS) + 1) * TICK_MS;
}
