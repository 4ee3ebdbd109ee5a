import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Instant } from '../../core/instant.ts';
import type { ApiTokens } from '../../ports/api-tokens.ts';
import { type AwsPlace, AwsPlaceUnusable, awsPlaceOf } from '../../ports/aws-place.ts';
import type { ChannelFailureLog } from '../../ports/channel-failure-log.ts';
import type { DayLog } from '../../ports/day-log.ts';
import type { DeliveryLog } from '../../ports/delivery-log.ts';
import type { DrillLog } from '../../ports/drill-log.ts';
import type { PingKeys } from '../../ports/ping-keys.ts';
import type { Proposals } from '../../ports/proposals.ts';
import type { AuditLog, HeartbeatLog, StateStore } from '../../ports/state-store.ts';
import type { SummaryClaims } from '../../ports/summary-claims.ts';
import type { UsedLinks } from '../../ports/used-links.ts';
import { DynamoApiTokens } from './api-tokens.ts';
import { DynamoAuditLog } from './audit-log.ts';
import { DynamoChannelFailures } from './channel-failures.ts';
import { DynamoDayLog } from './day-log.ts';
import { DynamoDeliveryLog } from './delivery-log.ts';
import { DynamoDrillLog } from './drill-log.ts';
import { DynamoHeartbeatLog } from './heartbeat-log.ts';
import { DynamoPingKeys } from './ping-keys.ts';
import { DynamoProposals } from './proposals.ts';
import { type DynamoRequests, sdkRequests } from './requests.ts';
import { DynamoStateStore } from './state-store.ts';
import { DynamoSummaryClaims } from './summary-claims.ts';
import { DynamoTable } from './table.ts';
import { tableNames } from './tables.ts';
import { DynamoUsedLinks } from './used-links.ts';

/** The stores of one sentinel, in three tables. `close` ends all of them. */
export interface DynamoStores {
  readonly state: StateStore;
  readonly audit: AuditLog;
  readonly days: DayLog;
  readonly deliveries: DeliveryLog;
  readonly channelFailures: ChannelFailureLog;
  readonly summaries: SummaryClaims;
  readonly drills: DrillLog;
  readonly heartbeats: HeartbeatLog;
  readonly proposals: Proposals;
  readonly pingKeys: PingKeys;
  readonly apiTokens: ApiTokens;
  readonly usedLinks: UsedLinks;
  close(): Promise<void>;
}

export interface DynamoStoreOptions {
  /** `bk` means the tables bk-state, bk-audit and bk-evidence. */
  readonly prefix: string;
  /** Another address than AWS's own: DynamoDB Local, an emulator. */
  readonly endpoint?: string;
  readonly region?: string;
  /** A client to use instead of a new one; the caller closes it. */
  readonly client?: DynamoDBClient;
  /** Which rows of the audit and heartbeat logs are too old; the system's clock unless given. */
  readonly now?: () => Instant;
}

const CONNECTION_TIMEOUT_MS = 2_000;
const REQUEST_TIMEOUT_MS = 5_000;
const MAX_ATTEMPTS = 4;

/** Opens the stores; nothing is sent yet, so a table that is missing shows at the first request. */
export function createDynamoStores(options: DynamoStoreOptions): DynamoStores {
  const place = placeOf(options);
  const client = options.client ?? newClient(place);
  const where = place.endpoint ?? place.region ?? "AWS's region";
  const close = async (): Promise<void> => {
    if (!options.client) client.destroy();
  };
  // The SDK prepares every answer for a log that nobody reads: a third of the time of a large read.
  client.middlewareStack.remove('loggerMiddleware');
  return storesOver(sdkRequests(client), { prefix: options.prefix, where, now: options.now ?? Date.now, close });
}

/** The stores over DynamoDB's operations; `where` is what messages call the place, and `close` is called to end all of them. */
export function storesOver(
  requests: DynamoRequests,
  options: { prefix: string; where: string; now: () => Instant; close: () => Promise<void> },
): DynamoStores {
  const { where, now, close } = options;
  const names = tableNames(options.prefix);
  const audit = new DynamoTable(requests, names.audit, where);
  const evidence = new DynamoTable(requests, names.evidence, where);
  return {
    state: new DynamoStateStore(new DynamoTable(requests, names.state, where), close),
    audit: new DynamoAuditLog(audit, now),
    days: new DynamoDayLog(audit, now),
    deliveries: new DynamoDeliveryLog(audit),
    channelFailures: new DynamoChannelFailures(audit),
    summaries: new DynamoSummaryClaims(audit),
    drills: new DynamoDrillLog(audit),
    heartbeats: new DynamoHeartbeatLog(evidence, now),
    proposals: new DynamoProposals(evidence, now),
    pingKeys: new DynamoPingKeys(evidence),
    apiTokens: new DynamoApiTokens(evidence),
    usedLinks: new DynamoUsedLinks(evidence),
    close,
  };
}

function newClient({ endpoint, region, fault }: AwsPlace): DynamoDBClient {
  // An emulator does not care for the region, but the SDK does not start without one.
  const regionOrAny = region ?? (endpoint === null ? null : 'us-east-1');
  const client = new DynamoDBClient({
    ...(endpoint !== null && { endpoint }),
    ...(regionOrAny !== null && { region: regionOrAny }),
    maxAttempts: MAX_ATTEMPTS,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT_MS,
      requestTimeout: REQUEST_TIMEOUT_MS,
      throwOnRequestTimeout: true,
    },
  });
  if (fault !== null) {
    const refuse = async () => Promise.reject(new AwsPlaceUnusable(fault));
    client.middlewareStack.add(() => refuse, { step: 'initialize', name: 'unusablePlace' });
  }
  return client;
}

/** What the caller names goes before the environment. */
function placeOf({ endpoint, region }: DynamoStoreOptions): AwsPlace {
  const named = { ...(endpoint && { AWS_ENDPOINT_URL_DYNAMODB: endpoint }), ...(region && { AWS_REGION: region }) };
  return awsPlaceOf('DYNAMODB', { ...process.env, ...named });
}
