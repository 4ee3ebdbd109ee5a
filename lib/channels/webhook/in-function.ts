import { rendering } from '../../ports/channel.ts';
import type { FunctionSetup, OpenedChannel } from '../../ports/channel-setup.ts';
import { AddressGate } from './address-gate.ts';
import { renderWebhook } from './render.ts';
import { WebhookSender } from './send.ts';

export function openInFunction({ setting, secrets }: FunctionSetup): OpenedChannel {
  const gate = new AddressGate();
  const sender = new WebhookSender(secrets, setting('WEBHOOK_KEY_PARAMETER'), { gate, allowPlain: false });
  return rendering(renderWebhook, sender);
}
