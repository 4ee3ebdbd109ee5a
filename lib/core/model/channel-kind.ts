import type { ChannelDescription } from '../../channels/description.ts';
import { CHANNELS } from '../../channels/registry.ts';

/** A way to reach a person, as `via:` in the rules doc names it. */
export type ChannelKind = (typeof CHANNELS)[number]['kind'];

/** The preferred ones first. */
export const CHANNEL_KINDS: readonly ChannelKind[] = CHANNELS.map(({ kind }) => kind);

/** What is known of a channel. */
export function channelOf(kind: ChannelKind): ChannelDescription {
  const found = CHANNELS.find((channel) => channel.kind === kind);
  if (!found) throw new TypeError(`no channel is called ${kind}`);
  return found;
}
