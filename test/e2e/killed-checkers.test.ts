import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { CreateEventBusCommand, EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createDynamoStores } from '../../lib/adapters/dynamodb/create-stores.ts';
import { tableNames } from '../../lib/adapters/dynamodb/tables.ts';
import { createTables } from '../adapters/dynamodb/create-tables.ts';
import { playKilledCheckers } from '../faults/killed-checkers.ts';
import { type AwsServer, KEYS, startDynamoDbLocal, startMiniStack } from './aws-servers.ts';

const ROUNDS = 15;
const PREFIX = 'killed';
const BUS = 'backup-sentinel';
const credentials = { accessKeyId: KEYS.AWS_ACCESS_KEY_ID, secretAccessKey: KEYS.AWS_SECRET_ACCESS_KEY };

describe('checkers that share tables', () => {
  let tables: AwsServer;
  let bus: AwsServer;
  let client: DynamoDBClient;

  beforeAll(async () => {
    [tables, bus] = await Promise.all([startDynamoDbLocal(), startMiniStack()]);
    client = new DynamoDBClient({ endpoint: tables.endpoint, region: KEYS.AWS_REGION, credentials });
    await createTables(client, tableNames(PREFIX));
    const events = new EventBridgeClient({ endpoint: bus.endpoint, region: KEYS.AWS_REGION, credentials });
    await events.send(new CreateEventBusCommand({ Name: BUS }));
    events.destroy();
  });
  afterAll(async () => {
    client.destroy();
    await Promise.all([tables.stop(), bus.stop()]);
  });

  test(`and are killed in ${ROUNDS} rounds lose nothing and double nothing`, async () => {
    const played = await playKilledCheckers({
      state: `dynamodb://${PREFIX}?endpoint=${tables.endpoint}`,
      rounds: ROUNDS,
      seed: 20261122,
      env: { ...KEYS, AWS_ENDPOINT_URL_EVENTBRIDGE: bus.endpoint },
      bus: BUS,
      open: async () => createDynamoStores({ prefix: PREFIX, endpoint: tables.endpoint, client }),
    });
    expect(played.killed).toBeGreaterThan(ROUNDS / 3);
    expect(played.transitions).toBeGreaterThan(ROUNDS);
  }, 300_000);
});
