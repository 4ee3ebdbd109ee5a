import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
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
