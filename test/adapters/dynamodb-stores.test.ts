import { auditLogContract } from '../contracts/audit-log.ts';
import { heartbeatLogContract } from '../contracts/heartbeat-log.ts';
import { stateStoreContract } from '../contracts/state-store.ts';
import { SETTINGS } from './dynamodb-setting.ts';

for (const [name, open] of SETTINGS) {
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
}
