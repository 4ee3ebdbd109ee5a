import type { Instant } from '../../core/instant.ts';
import type { ApiTokens } from '../../ports/api-tokens.ts';
import type { ChannelFailureLog } from '../../ports/channel-failure-log.ts';
import type { DayLog } from '../../ports/day-log.ts';
import type { DeliveryLog } from '../../ports/delivery-log.ts';
import type { DrillLog } from '../../ports/drill-log.ts';
import type { MirrorLog } from '../../ports/mirror-log.ts';
import type { PingKeys } from '../../ports/ping-keys.ts';
import type { Proposals } from '../../ports/proposals.ts';
import type { AuditLog, HeartbeatLog, StateStore } from '../../ports/state-store.ts';
import type { SummaryClaims } from '../../ports/summary-claims.ts';
import type { OnUnreadable } from '../../ports/unreadable-item.ts';
import type { UsedLinks } from '../../ports/used-links.ts';
import { DynamoApiTokens } from './api-tokens.ts';
import { DynamoAuditLog } from './audit-log.ts';
import { DynamoChannelFailures } from './channel-failures.ts';
import { DynamoDayLog } from './day-log.ts';
import { DynamoDeliveryLog } from './delivery-log.ts';
import { DynamoDrillLog } from './drill-log.ts';
import { DynamoHeartbeatLog } from './heartbeat-log.ts';
import { DynamoMirrorLog } from './mirror-log.ts';
import { DynamoPingKeys } from './ping-keys.ts';
import { DynamoProposals } from './proposals.ts';
import type { DynamoRequests } from './requests.ts';
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
  readonly mirrors: MirrorLog;
  readonly proposals: Proposals;
  readonly pingKeys: PingKeys;
  readonly apiTokens: ApiTokens;
  readonly usedLinks: UsedLinks;
  close(): Promise<void>;
}

/** The stores over DynamoDB's operations; `where` is what messages call the place, and `close` is called to end all of them. */
export function storesOver(
  requests: DynamoRequests,
  options: {
    prefix: string;
    where: string;
    now: () => Instant;
    onUnreadable: OnUnreadable;
    close: () => Promise<void>;
  },
): DynamoStores {
  const { where, now, onUnreadable, close } = options;
  const names = tableNames(options.prefix);
  const audit = new DynamoTable(requests, names.audit, where, onUnreadable);
  const evidence = new DynamoTable(requests, names.evidence, where, onUnreadable);
  return {
    state: new DynamoStateStore(new DynamoTable(requests, names.state, where, onUnreadable), close),
    audit: new DynamoAuditLog(audit, now),
    days: new DynamoDayLog(audit, now),
    deliveries: new DynamoDeliveryLog(audit),
    channelFailures: new DynamoChannelFailures(audit),
    summaries: new DynamoSummaryClaims(audit),
    drills: new DynamoDrillLog(audit),
    heartbeats: new DynamoHeartbeatLog(evidence, now),
    mirrors: new DynamoMirrorLog(evidence, now),
    proposals: new DynamoProposals(evidence, now),
    pingKeys: new DynamoPingKeys(evidence),
    apiTokens: new DynamoApiTokens(evidence),
    usedLinks: new DynamoUsedLinks(evidence),
    close,
  };
}
