import { rendering } from '../../ports/channel.ts';
import type { FunctionSetup, OpenedChannel } from '../../ports/channel-setup.ts';
import { slackApiInFunction } from './function-api.ts';
import { renderSlack } from './render.ts';
import { SlackSender } from './send.ts';

export function openInFunction(setup: FunctionSetup): OpenedChannel {
  const api = slackApiInFunction(setup);
  return 'missing' in api ? api : rendering(renderSlack, new SlackSender('slack', api));
}
