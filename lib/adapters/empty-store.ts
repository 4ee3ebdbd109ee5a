import type { AuditLog, HeartbeatLog, StateStore } from '../ports/state-store.ts';

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

export const EMPTY_HEARTBEATS: HeartbeatLog = { record: refuse, newest: async () => [], prune: refuse };

async function refuse(): Promise<never> {
  throw new Error('a store that is not there was written to');
}
