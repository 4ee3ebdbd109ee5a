import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TableNames } from '../../../lib/adapters/dynamodb/tables.ts';
import { formatInstant } from '../../../lib/core/instant.ts';
import { type DynamoSetting, openEmbedded } from './setting.ts';

const NOW = Date.parse('2026-11-21T08:00:00Z');
const AT = formatInstant(NOW);

let setting: DynamoSetting;
beforeAll(async () => {
  setting = await openEmbedded(() => NOW);
});
afterAll(() => setting.close());

const delivery = {
  person_id: 'sam',
  event_id: 'e-1',
  seq: 1,
  state: 'alert',
  claimed_at: AT,
  attempts: 1,
  outcome: 'accepted',
};

interface Case {
  readonly name: string;
  readonly table: keyof TableNames;
  readonly item: Readonly<Record<string, unknown>>;
  readonly read: () => Promise<unknown>;
  readonly key: string;
  readonly says: string;
}

describe('an item that cannot be read is reported, and the store goes on without it:', () => {
  const cases: readonly Case[] = [
    {
      name: 'a delivery by a channel that is not known',
      table: 'audit',
      item: { job_id: 'a', at_id: 'claim#a#1', ...delivery, address: { channel: 'pigeon', to: 'loft' } },
      read: () => setting.stores.deliveries.read('a'),
      key: 'a claim#a#1',
      says: 'address.channel: Invalid option',
    },
    {
      name: 'a delivery with a state that is not known',
      table: 'audit',
      item: { job_id: 'b', at_id: 'claim#b#1', ...delivery, state: 'purple' },
      read: () => setting.stores.deliveries.read('b'),
      key: 'b claim#b#1',
      says: 'state: Invalid option',
    },
    {
      name: 'a transition of a kind that is not known',
      table: 'audit',
      item: { job_id: 'c', at_id: 't#1', at: AT, content: { kind: 'transition', to: 'purple' } },
      read: () => setting.stores.audit.transitions('c', 0),
      key: 'c t#1',
      says: 'content: is no transition that this version knows',
    },
    {
      name: 'a row of the history without an instant',
      table: 'audit',
      item: { job_id: 'd', at_id: 'a#1', at: 'yesterday', content: {} },
      read: () => setting.stores.audit.history('d', 10),
      key: 'd a#1',
      says: 'at: "yesterday" is not an instant',
    },
    {
      name: 'a day with a state that is not known',
      table: 'audit',
      item: { job_id: 'e', at_id: 'day#2026-11-20', state: 'purple' },
      read: () => setting.stores.days.newest('e', 10),
      key: 'e day#2026-11-20',
      says: 'state: Invalid option',
    },
    {
      name: 'a heartbeat of a kind that is not known',
      table: 'evidence',
      item: { job_id: 'f', run_id: '2026-11-21T07:00:00.000Z#1', kind: 'hum' },
      read: () => setting.stores.heartbeats.newest('f', 10),
      key: 'f 2026-11-21T07:00:00.000Z#1',
      says: 'Invalid',
    },
    {
      name: 'a proposal that is damaged',
      table: 'evidence',
      item: { job_id: '#proposal', run_id: 'x' },
      read: () => setting.stores.proposals.read(),
      key: '#proposal x',
      says: 'Invalid input',
    },
    {
      name: 'an API token that is damaged',
      table: 'evidence',
      item: { job_id: '#token', run_id: 'x' },
      read: () => setting.stores.apiTokens.read(),
      key: '#token x',
      says: 'Invalid input',
    },
  ];

  it.each(cases)('$name', async ({ table, item, read, key, says }) => {
    await setting.putItem(table, { schema: 1, ...item });
    const before = setting.unreadable.length;
    expect(await read()).toEqual([]);
    expect(await read()).toEqual([]);
    const reported = setting.unreadable.slice(before);
    expect(reported).toEqual([{ table: `bk-${table}`, key, message: expect.stringContaining(says) }]);
  });

  it('an item of a newer version', async () => {
    await setting.putItem('audit', { job_id: 'g', at_id: 'claim#g#1', schema: 2 });
    expect(await setting.stores.deliveries.read('g')).toEqual([]);
    expect(setting.unreadable.at(-1)?.message).toBe(
      'written by a newer version of the sentinel (schema 2); upgrade this one',
    );
  });
});
