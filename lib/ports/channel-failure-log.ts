import type { ChannelFailure } from '../core/routing/channel-failure.ts';

/** The channels that do not work, one entry per person and channel. Every method throws StateStoreUnavailable. */
export interface ChannelFailureLog {
  read(): Promise<readonly ChannelFailure[]>;
  /** In place of what was known of this person's channel. */
  note(failure: ChannelFailure): Promise<void>;
  /** The channel works again. */
  clear(failure: ChannelFailure): Promise<void>;
}
