import type { ChannelDescription } from '../description.ts';
import { topicProblem } from './address.ts';

export const sns = {
  kind: 'sns',
  key: 'sns',
  address: 'the ARN of an SNS topic',
  example: 'ARN of an SNS topic',
  addressProblem: topicProblem,
  canUpdate: false,
  isPrivate: false,
  isSilent: false,
  answers: null,
} as const satisfies ChannelDescription;
