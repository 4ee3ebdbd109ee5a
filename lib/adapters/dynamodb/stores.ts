import type { Instant } from '../../core/instant.ts';
import type { SentinelStores } from '../../ports/stores.ts';
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
import { DynamoRecordLog } from './record-log.ts';
import { DynamoSessions } from './sessions.ts';
import { DynamoStateStore } from './state-store.ts';
import { DynamoSummaryClaims } from './summary-claims.ts';
import type { DynamoTables } from './tables.ts';
import { DynamoUnwatchedLog } from './unwatched-log.ts';
import { DynamoUsedLinks } from './used-links.ts';

/** The stores in these tables; `now` decides which rows of the logs are too old. */
export function storesIn({ state, audit, evidence, close }: DynamoTables, now: () => Instant): SentinelStores {
  return {
    state: new DynamoStateStore(state, close),
    audit: new DynamoAuditLog(audit, now),
    record: new DynamoRecordLog(audit),
    days: new DynamoDayLog(audit, now),
    deliveries: new DynamoDeliveryLog(audit),
    channelFailures: new DynamoChannelFailures(audit),
    summaries: new DynamoSummaryClaims(audit),
    drills: new DynamoDrillLog(audit),
    heartbeats: new DynamoHeartbeatLog(evidence, now),
    mirrors: new DynamoMirrorLog(evidence, now),
    proposals: new DynamoProposals(evidence, now),
    unwatched: new DynamoUnwatchedLog(evidence),
    members: new DynamoMemberLog(evidence),
    pingKeys: new DynamoPingKeys(evidence),
    apiTokens: new DynamoApiTokens(evidence),
    sessions: new DynamoSessions(evidence),
    usedLinks: new DynamoUsedLinks(evidence),
    close,
  };
}
