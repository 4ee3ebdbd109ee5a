import type { FunctionSetup, OpenedChannel } from '../../ports/channel-setup.ts';
import { slackApiInFunction } from './function-api.ts';
import { SlackChannel } from './send.ts';

export function openInFunction(setup: FunctionSetup): OpenedChannel {
  const api = slackApiInFunction(setup);
  return 'missing' in api ? api : new SlackChannel('slack', api);
}
