import { DAY_MS, HOUR_MS, MINUTE_MS } from './instant.ts';

/** An age in the two units that matter: `45m`, `5h 56m`, `3d 2h`. */
export function compactAge(ms: number): string {
  const age = Math.max(0, ms);
  if (age < HOUR_MS) return `${Math.floor(age / MINUTE_MS)}m`;
  if (age < 2 * DAY_MS) return `${Math.floor(age / HOUR_MS)}h ${Math.floor((age % HOUR_MS) / MINUTE_MS)}m`;
  return `${Math.floor(age / DAY_MS)}d ${Math.floor((age % DAY_MS) / HOUR_MS)}h`;
}
