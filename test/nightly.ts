import { appendFileSync } from 'node:fs';

/** `npm run nightly` and `npm run proofs`: whole sweeps, of which `npm test` takes a sample that has one of each kind. */
export const IS_NIGHTLY = process.env.SENTINEL_NIGHTLY === '1';

/** At night other cases each time, printed so that they can be played again; by day the same. */
export const SEED = Number(process.env.SENTINEL_SEED ?? (IS_NIGHTLY ? Date.now() % 2 ** 31 : 21));

/** How often fast-check tries a property: a sample, another each time, or at night so many that it is a proof. */
export function runs(sample: number, atNight: number): { readonly numRuns: number } {
  return { numRuns: Number(process.env.SENTINEL_PROPERTY_RUNS ?? (IS_NIGHTLY ? atNight : sample)) };
}

/** What is left of this run's minutes when it begins; for fast-check, which then ends with the cases that it has tried. */
export function untilLimit(): { readonly interruptAfterTimeLimit?: number } {
  const minutes = Number(process.env.SENTINEL_MINUTES ?? Number.NaN);
  return Number.isNaN(minutes) ? {} : { interruptAfterTimeLimit: (minutes - 1) * 60_000 };
}

/** Notes how far a run of the night has come, for its table: the newest of each name counts. */
export function figure(name: string, value: number | string): void {
  const file = process.env.SENTINEL_FIGURES;
  if (file !== undefined) appendFileSync(file, `${name}: ${value}\n`);
}
