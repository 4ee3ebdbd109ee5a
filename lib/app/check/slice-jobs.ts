/** More jobs than this are handed to the queue in slices of this many (docs/design/decision.md). */
export const SLICE_JOBS = 500;
