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

/** What a state folder that does not exist reads as, where none may be made: nothing is there, nothing can be kept. */
export const EMPTY_STATE: StateStore = {
  read: async () => ({ rows: new Map(), unusable: [] }),
  readAll: async () => ({ rows: new Map(), unusable: [] }),
  write: refuse,
  removeFromOutbox: refuse,
  noteHandled: refuse,
  readLastPass: async () => null,
  writeLastPass: refuse,
  finishPass: refuse,
  readSlicedPass: async () => null,
  beginSlicedPass: refuse,
  endSlice: refuse,
  close: async () => {},
};

export const EMPTY_AUDIT: AuditLog = {
  put: refuse,
  transitions: async () => [],
  history: async () => [],
  prune: refuse,
};

export const EMPTY_DAYS: DayLog = { put: refuse, newest: async () => [] };

export const EMPTY_DELIVERIES: DeliveryLog = { read: async () => [], claim: refuse, settle: refuse, takeTurn: refuse };

export const EMPTY_CHANNEL_FAILURES: ChannelFailureLog = { read: async () => [], note: refuse, clear: refuse };

export const EMPTY_SUMMARIES: SummaryClaims = { take: refuse, noteDelivered: refuse };

export const EMPTY_DRILLS: DrillLog = {
  ask: refuse,
  pending: async () => [],
  settle: refuse,
  result: async () => null,
  noteSeen: refuse,
  sighting: async () => null,
};

export const EMPTY_HEARTBEATS: HeartbeatLog = { record: refuse, newest: async () => [], prune: refuse };

export const EMPTY_MIRRORS: MirrorLog = { read: async () => null, write: refuse };

export const EMPTY_PROPOSALS: Proposals = { read: async () => [], add: refuse, remove: refuse };

export const EMPTY_MEMBERS: MemberLog = {
  read: async () => [],
  putJob: refuse,
  put: refuse,
  remove: refuse,
  removeJob: refuse,
};

export const EMPTY_PING_KEYS: PingKeys = {
  read: async () => ({ allJobs: [], generations: new Map() }),
  addAllJobsKey: refuse,
  endAllJobsKey: refuse,
  setGeneration: refuse,
};

export const EMPTY_API_TOKENS: ApiTokens = { find: async () => null, read: async () => [], add: refuse, end: refuse };

export const EMPTY_SESSIONS: Sessions = { generationOf: async () => 0, end: refuse };

export const EMPTY_USED_LINKS: UsedLinks = { use: refuse };

async function refuse(): Promise<never> {
  throw new Error('a store that is not there was written to');
}
