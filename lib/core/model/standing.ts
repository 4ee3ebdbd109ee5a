import type { State } from './state.ts';

/** How a job stands, in one word: its state, unless nothing can be said of it or someone has quieted it. */
export type Standing = State | 'unknown' | 'snoozed' | 'muted';

/** Worst first; what could not be judged comes before what is a little late. */
export const STANDING_ORDER: readonly Standing[] = [
  'escalate',
  'alert',
  'unknown',
  'warn',
  'snoozed',
  'muted',
  'green',
];
