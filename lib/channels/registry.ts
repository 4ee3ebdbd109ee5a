import type { ChannelDescription } from './description.ts';
import { email } from './email/channel.ts';
import { slack } from './slack/channel.ts';
import { slackChannel } from './slack-channel/channel.ts';
import { sns } from './sns/channel.ts';
import { webhook } from './webhook/channel.ts';

/**
 * Every way to reach a person, the preferred ones first. A channel is its folder and its line here; the rules doc's
 * keys, storage, routing and docs follow from it. See docs/design/registries.md#channels.
 */
export const CHANNELS = [slack, slackChannel, email, webhook, sns] as const satisfies readonly ChannelDescription[];
