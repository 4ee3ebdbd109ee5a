import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import database, { type Level } from 'dynalite/db/index.js';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { tableNames } from '../../../lib/adapters/dynamodb/tables.ts';
import { EmbeddedEngine } from '../../../lib/adapters/embedded/engine.ts';
import { heldAfter } from '../../collected.ts';

let folder: string;
let engine: EmbeddedEngine;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sentinel-engine-'));
  engine = await EmbeddedEngine.open(join(folder, 'level'), tableNames('bk'), () => {});
});

afterEach(async () => {
  await engine.close();
  await rm(folder, { recursive: true });
});

it('holds no answer after it was given, however many there were', async () => {
  const table = { TableName: 'bk-state' };
  await engine.answer('PutItem', { ...table, Item: { job_id: { S: 'orders' }, note: { S: 'x'.repeat(1000) } } });
  const held = await heldAfter(300, () => engine.answer('GetItem', { ...table, Key: { job_id: { S: 'orders' } } }));
  expect(held).toBeLessThanOrEqual(1);
});

it.each(['Query', 'Scan'])(
  'leaves no iterator open after a %s, also where more rows match than are asked for',
  async (operation) => {
    const create = vi.spyOn(database, 'create');
    const other = await EmbeddedEngine.open(join(folder, 'other'), tableNames('bk'), () => {});
    const db = create.mock.results[0]?.value.db as Level & Record<'attachResource' | 'detachResource', () => void>;
    create.mockRestore();
    const [opened, closed] = [vi.spyOn(db, 'attachResource'), vi.spyOn(db, 'detachResource')];
    try {
      const table = { TableName: 'bk-audit' };
      for (const id of ['1', '2', '3']) {
        await other.answer('PutItem', { ...table, Item: { job_id: { S: 'orders' }, at_id: { S: id } } });
      }
      const asked =
        operation === 'Query'
          ? { KeyConditionExpression: 'job_id = :job', ExpressionAttributeValues: { ':job': { S: 'orders' } } }
          : {};
      const answer = await other.answer(operation, { ...table, ...asked, Limit: 1 });
      expect(answer).toMatchObject({ status: 200, output: { Count: 1 } });
      expect(opened.mock.calls.length).toBeGreaterThan(0);
      await vi.waitFor(() => expect(closed.mock.calls.length).toBe(opened.mock.calls.length));
    } finally {
      await other.close();
    }
  },
);
