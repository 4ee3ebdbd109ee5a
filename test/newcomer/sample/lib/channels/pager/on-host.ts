import { rendering } from '../../ports/channel.ts';
import type { HostSetup, OpenedChannel } from '../../ports/channel-setup.ts';
import { renderPager } from './render.ts';
import { PagerSender } from './send.ts';

export async function openOnHost({ env }: Pick<HostSetup, 'env'>): Promise<OpenedChannel> {
  const { PAGER_GATEWAY: gateway } = env;
  if (!gateway) return { missing: 'pagers are not set up; write PAGER_GATEWAY=https://pagers.acme.example' };
  return rendering(renderPager, new PagerSender(gateway));
}
