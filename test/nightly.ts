/** `npm run nightly` and `npm run proofs`: whole sweeps, of which `npm test` takes a sample that has one of each kind. */
export const IS_NIGHTLY = process.env.SENTINEL_NIGHTLY === '1';

/** How often fast-check tries a property: a sample, another each time, or at night so many that it is a proof. */
export function runs(sample: number, atNight: number): { readonly numRuns: number } {
  return { numRuns: Number(process.env.SENTINEL_PROPERTY_RUNS ?? (IS_NIGHTLY ? atNight : sample)) };
}
