import type { ChannelDescription } from '../description.ts';

export const pager = {
  kind: 'pager',
  key: 'pager',
  address: 'a pager number',
  example: 'number of a pager, such as `4711`',
  addressProblem: (text) => (/^[0-9]{4}$/.test(text) ? null : 'is no pager; write its four digits'),
  canUpdate: false,
  isPrivate: true,
  isSilent: false,
  answers: null,
} as const satisfies ChannelDescription;
