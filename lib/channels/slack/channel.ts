import type { ChannelDescription } from '../description.ts';
import { memberProblem } from './address.ts';

export const slack = {
  kind: 'slack',
  key: 'slack',
  address: 'a Slack member id',
  example: 'Slack member id, such as `U012AB3CD`',
  addressProblem: memberProblem,
  canUpdate: true,
  isPrivate: true,
  isSilent: false,
  answers: 'buttons',
} as const satisfies ChannelDescription;
