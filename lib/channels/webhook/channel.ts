import type { ChannelDescription } from '../description.ts';
import { webhookProblem } from './address.ts';

export const webhook = {
  kind: 'webhook',
  key: 'webhook',
  address: 'an https address',
  example: 'address that gets signed JSON',
  addressProblem: webhookProblem,
  canUpdate: false,
  isPrivate: false,
  isSilent: false,
  answers: null,
} as const satisfies ChannelDescription;
