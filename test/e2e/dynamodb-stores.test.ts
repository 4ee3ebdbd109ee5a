import { afterAll, beforeAll, describe } from 'vitest';
import { type OpenSetting, openEndpoint } from '../adapters/dynamodb-setting.ts';
import { auditLogContract } from '../contracts/audit-log.ts';
import { heartbeatLogContract } from '../contracts/heartbeat-log.ts';
import { stateStoreContract } from '../contracts/state-store.ts';
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

  stateStoreContract(name, async () => {
    const { stores, putItem, getItem, close } = await open();
    return {
      store: stores.state,
      putItem: (item) => putItem('state', item),
      getItem: (jobId) => getItem('state', { job_id: jobId }),
      close,
    };
  });

  auditLogContract(name, async (now) => {
    const { stores, close } = await open(now);
    return { audit: stores.audit, close };
  });

  heartbeatLogContract(name, async (now) => {
    const { stores, putItem, getItem, close } = await open(now);
    return {
      heartbeats: stores.heartbeats,
      putItem: (item) => putItem('evidence', item),
      getItem: (jobId, runId) => getItem('evidence', { job_id: jobId, run_id: runId }),
      close,
    };
  });
});
