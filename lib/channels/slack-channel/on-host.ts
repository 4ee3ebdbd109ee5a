import { rendering } from '../../ports/channel.ts';
import type { HostSetup, OpenedChannel } from '../../ports/channel-setup.ts';
import { missingOnHost, slackApiOnHost } from '../slack/host-api.ts';
import { renderSlack } from '../slack/render.ts';
import { SlackSender } from '../slack/send.ts';

export async function openOnHost(setup: HostSetup): Promise<OpenedChannel> {
  return (
    (await missingOnHost(setup)) ?? rendering(renderSlack, new SlackSender('slack-channel', slackApiOnHost(setup)))
  );
}
