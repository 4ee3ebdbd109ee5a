import type { HostSetup, OpenedChannel } from '../../ports/channel-setup.ts';
import { missingOnHost, slackApiOnHost } from '../slack/host-api.ts';
import { SlackChannel } from '../slack/send.ts';

export async function openOnHost(setup: HostSetup): Promise<OpenedChannel> {
  return (await missingOnHost(setup)) ?? new SlackChannel('slack-channel', slackApiOnHost(setup));
}
