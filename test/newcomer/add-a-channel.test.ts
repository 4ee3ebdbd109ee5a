import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type * as Store from '../../lib/adapters/embedded/store.ts';
import type * as Registry from '../../lib/channels/registry.ts';
import type * as Addresses from '../../lib/core/routing/addresses.ts';
import type { Delivery } from '../../lib/core/routing/delivery.ts';
import type * as Schema from '../../lib/rules-doc/json-schema.ts';
import type * as Reader from '../../lib/rules-doc/read-rules-document.ts';
import { ProjectCopy } from './project-copy.ts';

/*
 * What a newcomer does to add a way to reach people: a folder and a line, see CONTRIBUTING.md. Done to a copy of the
 * library, whose other files stay as they are.
 */

const CHANNEL = `import type { ChannelDescription } from '../description.ts';

export const pager = {
  kind: 'pager',
  key: 'pager',
  address: 'a pager number',
  example: 'number of a pager, such as \`4711\`',
  addressProblem: (text) => (/^[0-9]{4}$/.test(text) ? null : 'is no pager; write its four digits'),
  canUpdate: false,
  isPrivate: true,
  answers: null,
} as const satisfies ChannelDescription;
`;

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
  await copy.add('lib/channels/pager/channel.ts', CHANNEL);
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
      address: { channel: 'pager' as 'sns', to: '4711' },
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
