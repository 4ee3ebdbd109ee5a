import type { SentinelStores } from '../../ports/stores.ts';

/** What a state folder that does not exist reads as, where none may be made: nothing is there, nothing can be kept. */
export const EMPTY_STORES: SentinelStores = {
  state: {
    read: async () => ({ rows: new Map(), unusable: [] }),
    readAll: async () => ({ rows: new Map(), unusable: [] }),
    openIds: async () => [],
    markOpen: refuse,
    readLooks: async () => new Map(),
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
  },
  audit: {
    put: refuse,
    transitions: async () => [],
    history: async () => [],
    prune: refuse,
  },
  record: {
    read: async () => ({ rows: [], days: [], deliveries: [] }),
    deliveryIds: async () => new Set(),
    heads: async () => [],
    newestHead: async () => null,
    addHead: refuse,
    notePublished: refuse,
    rulesNotes: async () => [],
    addRulesNote: refuse,
  },
  days: { put: refuse, newest: async () => [], landed: async () => [] },
  deliveries: { read: async () => [], claim: refuse, settle: refuse, takeTurn: refuse },
  channelFailures: { read: async () => [], note: refuse, clear: refuse },
  summaries: { take: refuse, noteDelivered: refuse },
  drills: {
    ask: refuse,
    pending: async () => [],
    settle: refuse,
    result: async () => null,
    noteSeen: refuse,
    sighting: async () => null,
  },
  heartbeats: { record: refuse, newest: async () => [], prune: refuse },
  mirrors: { read: async () => null, write: refuse },
  proposals: { read: async () => [], add: refuse, remove: refuse },
  unwatched: { newest: async () => null, keep: refuse },
  members: {
    read: async () => [],
    putJob: refuse,
    put: refuse,
    remove: refuse,
    removeJob: refuse,
  },
  pingKeys: {
    read: async () => ({ allJobs: [], generations: new Map() }),
    addAllJobsKey: refuse,
    endAllJobsKey: refuse,
    setGeneration: refuse,
  },
  apiTokens: { find: async () => null, read: async () => [], add: refuse, end: refuse },
  sessions: { generationOf: async () => 0, end: refuse },
  usedLinks: { use: refuse },
  close: async () => {},
};

async function refuse(): Promise<never> {
  throw new Error('a store that is not there was written to');
}
