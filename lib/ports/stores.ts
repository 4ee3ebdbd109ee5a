import type { ApiTokens } from './api-tokens.ts';
import type { ChannelFailureLog } from './channel-failure-log.ts';
import type { DayLog, LandedDays } from './day-log.ts';
import type { DeliveryLog } from './delivery-log.ts';
import type { DrillLog } from './drill-log.ts';
import type { MemberLog } from './member-log.ts';
import type { MirrorLog } from './mirror-log.ts';
import type { PingKeys } from './ping-keys.ts';
import type { Proposals } from './proposals.ts';
import type { RecordLog } from './record-log.ts';
import type { Sessions } from './sessions.ts';
import type { AuditLog, HeartbeatLog, StateStore } from './state-store.ts';
import type { SummaryClaims } from './summary-claims.ts';
import type { UnwatchedLog } from './unwatched-log.ts';
import type { UsedLinks } from './used-links.ts';

/** All that is kept of one sentinel. `close` ends all of them. */
export interface SentinelStores {
  readonly state: StateStore;
  readonly audit: AuditLog;
  readonly record: RecordLog;
  readonly days: DayLog & LandedDays;
  readonly deliveries: DeliveryLog;
  readonly channelFailures: ChannelFailureLog;
  readonly summaries: SummaryClaims;
  readonly drills: DrillLog;
  readonly heartbeats: HeartbeatLog;
  readonly mirrors: MirrorLog;
  readonly proposals: Proposals;
  readonly unwatched: UnwatchedLog;
  readonly members: MemberLog;
  readonly pingKeys: PingKeys;
  readonly apiTokens: ApiTokens;
  readonly sessions: Sessions;
  readonly usedLinks: UsedLinks;
  close(): Promise<void>;
}
