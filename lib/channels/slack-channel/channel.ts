import type { ChannelDescription } from '../description.ts';
import { channelProblem } from './address.ts';

export const slackChannel = {
  kind: 'slack-channel',
  key: 'slack_channel',
  address: 'a Slack channel',
  example: 'Slack channel id, such as `C012AB3CD`, or `"#name"`',
  addressProblem: channelProblem,
  canUpdate: true,
  isPrivate: false,
  isSilent: false,
  answers: 'buttons',
} as const satisfies ChannelDescription;
