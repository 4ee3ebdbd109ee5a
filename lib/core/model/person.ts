import type { ChannelKind } from './channel-kind.ts';

/** How often a person gets the summary. */
export const SUMMARY_FREQUENCIES = ['daily', 'weekly', 'never'] as const;

/** A person of the rules doc, with everything they inherit already in it. */
export interface Person {
  readonly id: string;
  /** Where each channel reaches them, for those that they have. */
  readonly addresses: Readonly<Partial<Record<ChannelKind, string>>>;
  /** In the order they are tried; only channels with an address. */
  readonly via: readonly ChannelKind[];
  readonly timezone: string;
  /** Minutes after local midnight; may cross it. */
  readonly quiet: { readonly fromMinute: number; readonly toMinute: number } | null;
  /** ISO weekdays on which the person may be notified, 1 = Monday. */
  readonly weekdays: readonly number[];
  /** Country or country-region codes, or names of `calendars`. */
  readonly holidays: readonly string[];
  /** Both ends are local dates, `YYYY-MM-DD`, and belong to the absence. */
  readonly away: readonly { readonly from: string; readonly to: string }[];
  readonly cover: string | null;
  readonly manager: string | null;
  readonly summary: (typeof SUMMARY_FREQUENCIES)[number];
}
