import type { ChannelDescription } from '../description.ts';
import { emailProblem } from './address.ts';

export const email = {
  kind: 'email',
  key: 'email',
  address: 'an email address',
  example: 'email address',
  addressProblem: emailProblem,
  canUpdate: false,
  isPrivate: true,
  isSilent: true,
  answers: 'links',
} as const satisfies ChannelDescription;
