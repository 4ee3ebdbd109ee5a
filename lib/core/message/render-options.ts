import type { OfferedAction } from '../model/action.ts';
import type { Notice } from './notice.ts';

/** What depends on what the sentinel has set up around it. */
export interface RenderOptions {
  /** Buttons in the message, in the channels that have them; only where an endpoint answers them. */
  readonly actions?: boolean;
  /** The page that asks to confirm an action, for the reader of a notification; without it there are no such links. */
  readonly linkFor?: (notice: Notice, action: OfferedAction, personId: string) => string;
  /** As `linkFor`, of a drill: the page on which its reader says that they saw it. */
  readonly seenLinkFor?: (drillId: string, personId: string) => string;
  /**
   * A link that signs its reader in, once: to a job's page, or to the list of all. Only for channels that reach one
   * person; a caller that sends to others leaves it out.
   */
  readonly signInLinkFor?: (personId: string, jobId: string | null) => string;
  /** The console that shows the places on AWS; null where they are not on AWS. The usual partition's unless given. */
  readonly console?: string | null;
}

export const ACTION_LABELS: Readonly<Record<OfferedAction, string>> = {
  fixed: 'Mark fixed',
  snooze: 'Snooze 1 day',
  mute: 'Mute',
  accept: 'Accept new size',
  retire: 'Gone on purpose',
};

/** Of a drill: what its reader presses. */
export const SEEN_LABEL = 'I saw it';
