/** `npm run nightly`: whole sweeps, of which `npm test` takes a sample that has one of each kind. */
export const IS_NIGHTLY = process.env.SENTINEL_NIGHTLY === '1';
