import type { HostSetup, OpenedChannel } from '../../ports/channel-setup.ts';
import { missingOnHost, slackApiOnHost } from './host-api.ts';
import { SlackChannel } from './send.ts';

export async function openOnHost(setup: HostSetup): Promise<OpenedChannel> {
  return (await missingOnHost(setup)) ?? new SlackChannel('slack', slackApiOnHost(setup));
}
