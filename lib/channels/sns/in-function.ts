import { rendering } from '../../ports/channel.ts';
import type { OpenedChannel } from '../../ports/channel-setup.ts';
import { renderSns } from './render.ts';
import { SnsSender } from './send.ts';

export function openInFunction(): OpenedChannel {
  return rendering(renderSns, new SnsSender());
}
