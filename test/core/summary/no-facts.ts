import type { SummaryFacts } from '../../../lib/core/summary/facts.ts';

/** The parts of a summary's facts that a calm day leaves empty. */
export const NO_FACTS = {
  broken: [],
  recovered: [],
  quieted: [],
  unowned: [],
  unknown: [],
  trends: [],
  loosened: [],
  proposals: null,
  unwatched: null,
  recordHead: null,
  rulesError: null,
} satisfies Partial<SummaryFacts>;
