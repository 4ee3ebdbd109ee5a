import type { FunctionSetup, OpenedChannel } from '../../ports/channel-setup.ts';
import { AddressGate } from './address-gate.ts';
import { WebhookChannel } from './send.ts';

export function openInFunction({ setting, secrets }: FunctionSetup): OpenedChannel {
  const gate = new AddressGate();
  return new WebhookChannel(secrets, setting('WEBHOOK_KEY_PARAMETER'), { gate, allowPlain: false });
}
