import type { Instant } from '../instant.ts';

/** The time between each run and the next. */
export function gapsOf(runs: readonly Instant[]): readonly number[] {
  return runs.slice(1).map((ts, index) => ts - (runs[index] as Instant));
}

/** The value below which a share of them lies; 0 for none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? 0;
}
