import type { FunctionSetup, OpenedChannel } from '../../ports/channel-setup.ts';
import { slackApiInFunction } from '../slack/function-api.ts';
import { SlackChannel } from '../slack/send.ts';

export function openInFunction(setup: FunctionSetup): OpenedChannel {
  const api = slackApiInFunction(setup);
  return 'missing' in api ? api : new SlackChannel('slack-channel', api);
}
