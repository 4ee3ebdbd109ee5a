import type { OpenedChannel } from '../../ports/channel-setup.ts';
import { SnsChannel } from './send.ts';

export function openInFunction(): OpenedChannel {
  return new SnsChannel();
}
