import type { OpenedChannel } from '../../ports/channel-setup.ts';

export function openInFunction(): OpenedChannel {
  return { missing: 'pagers are notified from a single host only' };
}
