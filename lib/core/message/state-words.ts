import type { State } from '../model/state.ts';

/** States as a message begins with them. */
export const STATE_WORDS: Readonly<Record<State, string>> = {
  green: 'Green',
  warn: 'Warning',
  alert: 'Alert',
  escalate: 'Escalated',
};
