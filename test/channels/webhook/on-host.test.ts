import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openInFunction } from '../../../lib/channels/webhook/in-function.ts';
import { openOnHost } from '../../../lib/channels/webhook/on-host.ts';
import type { OpenedChannel } from '../../../lib/ports/channel-setup.ts';
import { alert, notificationOf } from '../../core/message/sample-notifications.ts';
import { HttpStandIn } from '../http-stand-in.ts';

const SECRETS = { get: async () => 'a key that is long enough' };

function onHost(networks?: string): Promise<OpenedChannel> {
  return openOnHost({
    env: { SENTINEL_WEBHOOK_NETWORKS: networks },
    secrets: SECRETS,
    hasSecret: async () => true,
    secretPath: (name) => `/state/secrets/${name}`,
    refuse: (message) => {
      throw new Error(message);
    },
  });
}

describe('webhooks, as the operator sets them up,', () => {
  let receiver: HttpStandIn;
  beforeEach(async () => {
    receiver = await HttpStandIn.start(() => ({ status: 200 }));
  });
  afterEach(() => receiver.stop());

  async function send(opened: OpenedChannel, scheme = 'http') {
    if ('missing' in opened) throw new Error(opened.missing);
    const message = { kind: 'notification', notification: notificationOf(alert()), options: {} } as const;
    const to = `${scheme}://127.0.0.1:${receiver.port}/hook`;
    return opened.send({ deliveryId: 'd', to, message, earlier: null });
  }

  it('reach no private address, and nothing without encryption', async () => {
    const opened = [await onHost(), openInFunction({ setting: () => '/bk/webhook-key', secrets: SECRETS })];
    for (const channel of opened) {
      expect(await send(channel)).toMatchObject({ cause: 'address', message: expect.stringContaining('encrypted') });
      expect(await send(channel, 'https')).toMatchObject({ message: expect.stringContaining('no public address') });
    }
    expect(receiver.requests).toEqual([]);
  });

  it('reach the networks that are listed, and no other', async () => {
    expect(await send(await onHost('10.0.0.0/8, 127.0.0.0/8'))).toMatchObject({ outcome: 'accepted' });
    expect(await send(await onHost('10.0.0.0/8'))).toMatchObject({ cause: 'address' });
    expect(receiver.requests).toHaveLength(1);
  });

  it('refuse a list that is none', async () => {
    await expect(onHost('10.0.0.0/33')).rejects.toThrow('SENTINEL_WEBHOOK_NETWORKS: ');
  });
});
