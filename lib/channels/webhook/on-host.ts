import { rendering } from '../../ports/channel.ts';
import type { HostSetup, OpenedChannel } from '../../ports/channel-setup.ts';

const WEBHOOK_KEY = 'webhook-key';

export async function openOnHost({ env, secrets, hasSecret, secretPath, refuse }: HostSetup): Promise<OpenedChannel> {
  if (!(await hasSecret(WEBHOOK_KEY))) {
    return { missing: `webhooks are not set up; put a long random key into ${secretPath(WEBHOOK_KEY)} (chmod 600)` };
  }
  const { AddressGate } = await import('./address-gate.ts');
  const { renderWebhook } = await import('./render.ts');
  const { WebhookSender } = await import('./send.ts');
  const allowed = (env.SENTINEL_WEBHOOK_NETWORKS ?? '').split(/[\s,]+/).filter((network) => network !== '');
  try {
    const settings = { gate: new AddressGate(allowed), allowPlain: allowed.length > 0 };
    return rendering(renderWebhook, new WebhookSender(secrets, WEBHOOK_KEY, settings));
  } catch (error) {
    return refuse(`SENTINEL_WEBHOOK_NETWORKS: ${(error as Error).message}`);
  }
}
