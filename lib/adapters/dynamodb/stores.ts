import type { Instant } from '../../core/instant.ts';
import type { ApiTokens } from '../../ports/api-tokens.ts';
import type { ChannelFailureLog } from '../../ports/channel-failure-log.ts';
import type { DayLog } from '../../ports/day-log.ts';
import type { DeliveryLog } from '../../ports/delivery-log.ts';
import type { DrillLog } from '../../ports/drill-log.ts';
import type { MemberLog } from '../../ports/member-log.ts';
import type { MirrorLog } from '../../ports/mirror-log.ts';
import type { PingKeys } from '../../ports/ping-keys.ts';
import type { Proposals } from '../../ports/proposals.ts';
import type { Sessions } from '../../ports/sessions.ts';
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
import { DynamoMemberLog } from './member-log.ts';
import { DynamoMirrorLog } from './mirror-log.ts';
import { DynamoPingKeys } from './ping-keys.ts';
import { DynamoProposals } from './proposals.ts';
import { DynamoSessions } from './sessions.ts';
import { DynamoStateStore } from './state-store.ts';
import { DynamoSummaryClaims } from './summary-claims.ts';
import type { DynamoTables } from './tables.ts';
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
  readonly members: MemberLog;
  readonly pingKeys: PingKeys;
  readonly apiTokens: ApiTokens;
  readonly sessions: Sessions;
  readonly usedLinks: UsedLinks;
  close(): Promise<void>;
}

/** The stores in these tables; `now` decides which rows of the logs are too old. */
export function storesIn({ state, audit, evidence, close }: DynamoTables, now: () => Instant): DynamoStores {
  return {
    state: new DynamoStateStore(state, close),
    audit: new DynamoAuditLog(audit, now),
    days: new DynamoDayLog(audit, now),
    deliveries: new DynamoDeliveryLog(audit),
    channelFailures: new DynamoChannelFailures(audit),
    summaries: new DynamoSummaryClaims(audit),
    drills: new DynamoDrillLog(audit),
    heartbeats: new DynamoHeartbeatLog(evidence, now),
    mirrors: new DynamoMirrorLog(evidence, now),
    proposals: new DynamoProposals(evidence, now),
    members: new DynamoMemberLog(evidence),
    pingKeys: new DynamoPingKeys(evidence),
    apiTokens: new DynamoApiTokens(evidence),
    sessions: new DynamoSessions(evidence),
    usedLinks: new DynamoUsedLinks(evidence),
    close,
  };
}
