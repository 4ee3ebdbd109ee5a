import { afterAll, beforeAll, describe } from 'vitest';
import { type OpenSetting, openEndpoint } from '../adapters/dynamodb/setting.ts';
import { dynamoStoresContract } from '../contracts/dynamodb-stores.ts';
import { type AwsServer, startDynamoDbLocal, startMiniStack } from './aws-servers.ts';

const servers = [
  { name: "Amazon's DynamoDB Local", start: startDynamoDbLocal },
  { name: "MiniStack's DynamoDB", start: startMiniStack },
];

describe.each(servers)('$name', ({ name, start }) => {
  let server: AwsServer;
  beforeAll(async () => {
    server = await start();
  });
  afterAll(() => server.stop());
  const open: OpenSetting = (now) => openEndpoint(server.endpoint)(now);

  dynamoStoresContract(name, open);
});
