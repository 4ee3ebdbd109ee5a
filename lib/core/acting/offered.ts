import type { Action, OfferedAction } from '../model/action.ts';
import type { RunIdentity } from '../model/run.ts';
import { DEFAULT_SNOOZE_MS } from './act.ts';

/** What a button or a link offers: one action on one break of one job, and for *accept* on one run. */
export interface Offer {
  readonly jobId: string;
  readonly breakSeq: number | null;
  readonly action: OfferedAction;
  readonly run: RunIdentity | null;
}

/** The action that is offered; a snooze lasts for a day unless `snoozeMs` says otherwise. */
export function actionOf({ action, run }: Offer, snoozeMs: number = DEFAULT_SNOOZE_MS): Action {
  switch (action) {
    case 'fixed':
    case 'mute':
    case 'retire':
      return { verb: action };
    case 'snooze':
      return { verb: 'snooze', forMs: snoozeMs };
    case 'accept':
      return { verb: 'accept', run };
  }
}
