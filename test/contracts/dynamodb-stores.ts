import type { OpenSetting } from '../adapters/dynamodb/setting.ts';
import { apiTokensContract } from './api-tokens.ts';
import { auditLogContract } from './audit-log.ts';
import { channelFailureLogContract } from './channel-failure-log.ts';
import { dayLogContract } from './day-log.ts';
import { deliveryLogContract } from './delivery-log.ts';
import { drillLogContract } from './drill-log.ts';
import { heartbeatLogContract } from './heartbeat-log.ts';
import { memberLogContract } from './member-log.ts';
import { mirrorLogContract } from './mirror-log.ts';
import { pingKeysContract } from './ping-keys.ts';
import { proposalsContract } from './proposals.ts';
import { recordContract } from './record.ts';
import { sessionsContract } from './sessions.ts';
import { stateStoreContract } from './state-store.ts';
import { unwatchedLogContract } from './unwatched-log.ts';
import { usedLinksContract } from './used-links.ts';

/** The contracts of the three stores that share the DynamoDB adapters, over whatever serves the tables. */
export function dynamoStoresContract(name: string, open: OpenSetting): void {
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

  recordContract(name, async () => {
    const { stores, tables, putItem, getItem, close } = await open();
    return {
      stores,
      putItem: (item) => putItem('audit', item),
      getItem: (jobId, atId) => getItem('audit', { job_id: jobId, at_id: atId }),
      removeItem: (jobId, atId) => tables.audit.deleteAll([{ job_id: jobId, at_id: atId }]),
      close,
    };
  });

  dayLogContract(name, async (now) => {
    const { stores, putItem, close } = await open(now);
    return { days: stores.days, audit: stores.audit, putItem: (item) => putItem('audit', item), close };
  });

  deliveryLogContract(name, async () => {
    const { stores, putItem, close } = await open();
    return { deliveries: stores.deliveries, putItem: (item) => putItem('audit', item), close };
  });

  channelFailureLogContract(name, async () => {
    const { stores, putItem, close } = await open();
    return { channelFailures: stores.channelFailures, putItem: (item) => putItem('audit', item), close };
  });

  drillLogContract(name, async () => {
    const { stores, putItem, close } = await open();
    return { drills: stores.drills, putItem: (item) => putItem('audit', item), close };
  });

  pingKeysContract(name, async () => {
    const { stores, close } = await open();
    return { pingKeys: stores.pingKeys, close };
  });

  apiTokensContract(name, async () => {
    const { stores, putItem, close } = await open();
    return { tokens: stores.apiTokens, putItem: (item) => putItem('evidence', item), close };
  });

  sessionsContract(name, async () => {
    const { stores, putItem, close } = await open();
    return { sessions: stores.sessions, putItem: (item) => putItem('evidence', item), close };
  });

  usedLinksContract(name, async (now) => {
    const { stores, close } = await open(now);
    return { links: stores.usedLinks, prune: (at) => stores.heartbeats.prune(at), close };
  });

  mirrorLogContract(name, async () => {
    const { stores, close } = await open();
    return { mirrors: stores.mirrors, close };
  });

  proposalsContract(name, async (now) => {
    const { stores, close } = await open(now);
    return { proposals: stores.proposals, close };
  });

  unwatchedLogContract(name, async () => {
    const { stores, close } = await open();
    return { unwatched: stores.unwatched, close };
  });

  memberLogContract(name, async () => {
    const { stores, close } = await open();
    return { members: stores.members, close };
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
