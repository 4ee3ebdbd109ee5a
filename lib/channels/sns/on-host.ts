import type { OpenedChannel } from '../../ports/channel-setup.ts';
import { SnsChannel } from './send.ts';

export async function openOnHost(): Promise<OpenedChannel> {
  return new SnsChannel();
}
