import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as Store from '../../lib/adapters/embedded/store.ts';
import type * as Deliver from '../../lib/app/dispatch/deliver-notification.ts';
import type * as Registry from '../../lib/channels/registry.ts';
import type * as Addresses from '../../lib/core/routing/addresses.ts';
import type { Delivery } from '../../lib/core/routing/delivery.ts';
import type * as Schema from '../../lib/rules-doc/json-schema.ts';
import type * as Reader from '../../lib/rules-doc/read-rules-document.ts';
import { HttpStandIn } from '../channels/http-stand-in.ts';
import { alert, notificationOf } from '../core/message/sample-notifications.ts';
import { ProjectCopy } from './project-copy.ts';
import type * as OnHost from './sample/lib/channels/pager/on-host.ts';

/*
 * What a newcomer does to add a way to reach people: a folder and a line, see CONTRIBUTING.md. Done to a copy of the
 * library, whose other files stay as they are.
 */

/** `ChannelKind` is of the list as it is without the newcomer's line. */
const ADDRESS = { channel: 'pager' as 'sns', to: '4711' };
const NOW = Date.parse('2026-11-21T08:00:00Z');

const document = (pager: string) => `version: 1
people:
  sam: { pager: "${pager}", via: pager }
jobs:
  orders: { backup: "s3://acme-backups/orders/", owner: sam, rule: every 24 hours }
`;

let copy: ProjectCopy;
beforeAll(async () => {
  copy = await ProjectCopy.make();
  await copy.add('lib/channels/pager');
  await copy.register('lib/channels/registry.ts', 'pager', './pager/channel.ts', 'last');
});
afterAll(() => copy.remove());

async function read(pager: string) {
  const { readRulesDocument } = await copy.load<typeof Reader>('lib/rules-doc/read-rules-document.ts');
  return readRulesDocument(new TextEncoder().encode(document(pager)), { name: 'rules.yaml', folder: null, now: NOW });
}

describe('a channel that was added by a folder and a line', () => {
  it('is a key of a person, whose address is checked', async () => {
    const { document: good, problems } = await read('4711');
    expect(problems.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(good?.people.get('sam')?.addresses).toEqual({ pager: '4711' });
    const bad = await read('47');
    expect(bad.problems).toContainEqual(
      expect.objectContaining({
        code: 'BAD_ADDRESS',
        line: 3,
        path: 'people.sam.pager',
        message: 'pager "47" is no pager; write its four digits',
      }),
    );
  });

  it('is where a person is notified', async () => {
    const { addressesOf } = await copy.load<typeof Addresses>('lib/core/routing/addresses.ts');
    const sam = (await read('4711')).document?.people.get('sam');
    expect(sam && addressesOf(sam)).toEqual([{ channel: 'pager', to: '4711' }]);
  });

  it('is in the schema that editors complete from', async () => {
    const { rulesJsonSchema } = await copy.load<typeof Schema>('lib/rules-doc/json-schema.ts');
    const text = JSON.stringify(rulesJsonSchema());
    expect(text).toContain('"pager":{"description":"Number of a pager, such as 4711"');
    expect(text).toContain('"sns","pager"');
  });

  it('renders a notification in its own form, and sends it', async () => {
    const gateway = await HttpStandIn.start(() => ({ status: 200 }));
    try {
      const { openOnHost } = await copy.load<typeof OnHost>('lib/channels/pager/on-host.ts');
      const { deliverNotification } = await copy.load<typeof Deliver>('lib/app/dispatch/deliver-notification.ts');
      const notification = { ...notificationOf(alert()), addresses: [ADDRESS] };
      const channels = { settings: async () => '', of: () => openOnHost({ env: { PAGER_GATEWAY: gateway.url } }) };
      expect(await deliverNotification(notification, channels, 1, {})).toMatchObject({
        outcome: 'accepted',
        address: ADDRESS,
      });
      expect(gateway.requests.map(({ path, body }) => [path, body])).toEqual([
        ['/4711', 'Alert: Orders database - Too small: 30 MB; at least 350 MB expected; 412 MB the '],
      ]);
    } finally {
      await gateway.stop();
    }
  });

  it('says what is missing where it is not set up', async () => {
    const { openOnHost } = await copy.load<typeof OnHost>('lib/channels/pager/on-host.ts');
    expect(await openOnHost({ env: {} })).toMatchObject({ missing: expect.stringContaining('PAGER_GATEWAY') });
  });

  it('is stored with a delivery, and read back', async () => {
    const { openEmbeddedStore } = await copy.load<typeof Store>('lib/adapters/embedded/store.ts');
    const stores = await openEmbeddedStore(join(copy.folder, 'state'));
    const delivery: Delivery = {
      personId: 'sam',
      insteadOf: null,
      breakSeq: 1,
      eventId: 'orders#1-2026-11-21T08:00:00Z',
      seq: 1,
      state: 'alert',
      claimedAt: NOW,
      attempts: 1,
      outcome: 'accepted',
      retryAt: null,
      address: ADDRESS,
      receipt: null,
      error: null,
      jobIds: ['orders'],
    };
    try {
      await stores.deliveries.claim('orders', delivery, null);
      expect(await stores.deliveries.read('orders')).toEqual([delivery]);
    } finally {
      await stores.close();
    }
  });

  it('is asked for by the test of the docs, which has one row for each', async () => {
    const { CHANNELS } = await copy.load<typeof Registry>('lib/channels/registry.ts');
    const added = CHANNELS.map((channel) => `| \`${channel.key}\` | ${channel.example} |`).at(-1);
    expect(added).toBe('| `pager` | number of a pager, such as `4711` |');
  });
});
