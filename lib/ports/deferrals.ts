import type { Instant } from '../core/instant.ts';
import type { Transition } from '../core/model/transition.ts';

/** Something to look at again later. */
export interface Deferral {
  /** Names the delivery that waits: the same one, until the same instant, is deferred once. */
  readonly key: string;
  readonly until: Instant;
  /** Routed again then, by how things are then. */
  readonly transition: Transition;
}

/** Triggers dispatch at a later instant. */
export interface Deferrals {
  /** Resolves when it is certain that the deferral will trigger it, also when it was deferred before. Throws DeferralFailed. */
  defer(deferral: Deferral): Promise<void>;
}

/** The deferral could not be made; what waits must be tried again. `message` says why and what to do. */
export class DeferralFailed extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'DeferralFailed';
  }
}
