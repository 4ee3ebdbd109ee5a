import type { Instant } from '../instant.ts';
import type { Address } from '../routing/delivery.ts';
import type { Earlier } from '../routing/routed.ts';
import type { Notice, SharedFacts } from './notice.ts';

/** Said first when five or more failing jobs have it in common. */
export interface SharedCause {
  readonly fact: keyof SharedFacts;
  readonly value: string;
  readonly jobIds: readonly string[];
}

/** Everything that one message says to one person. */
export interface Notification {
  readonly personId: string;
  /** The reader's own. */
  readonly timezone: string;
  readonly at: Instant;
  /** The shared causes, the one with the most jobs first. */
  readonly sharedCauses: readonly SharedCause[];
  /** Worst first; recoveries last, one by one. */
  readonly notices: readonly Notice[];
  /** The claims that this message settles. */
  readonly claimIds: readonly string[];
  readonly addresses: readonly Address[];
  readonly byAll: boolean;
  /** Not null: this message is changed. Its notices must then be those of all of `earlier.jobIds`. */
  readonly earlier: Earlier | null;
}

/** A notice that is ready to go, with its plan's way of going. */
export interface ReadyNotice {
  readonly personId: string;
  readonly claimId: string;
  readonly addresses: readonly Address[];
  readonly byAll: boolean;
  readonly earlier: Earlier | null;
  readonly notice: Notice;
}
