import type { JobRow, OutboxEntry } from '../../lib/core/model/job-row.ts';
import type { Transition } from '../../lib/core/model/transition.ts';
import type { AuditLog, AuditRow, StateStore } from '../../lib/ports/state-store.ts';

/** What happens to one write: it is done and its answer arrives, or its answer gets lost and the client tries again. */
export type Fate = 'answered' | 'answer lost';

/** Rows and audit rows in memory, one conditional write each, as bk-state and bk-audit keep them for checks and actions. */
export class MemoryStores {
  readonly rows = new Map<string, JobRow>();
  readonly audited = new Map<string, AuditRow>();
  /** What happens to the writes, in their order; what is not said is answered. */
  fates: Fate[] = [];

  get state(): Pick<StateStore, 'read' | 'write' | 'removeFromOutbox' | 'readLastPass'> {
    return {
      read: async (jobIds) => {
        const found = jobIds.flatMap((id): [string, JobRow][] => {
          const row = this.rows.get(id);
          return row ? [[id, row]] : [];
        });
        return { rows: new Map(found), unusable: [] };
      },
      write: async (before, after, entry) => {
        const isWritten = this.#write(before, after, entry);
        return isWritten && this.fates.shift() === 'answer lost' ? this.#write(before, after, entry) : isWritten;
      },
      readLastPass: async () => null,
      removeFromOutbox: async (jobId, key) => {
        const row = this.rows.get(jobId);
        if (row) this.rows.set(jobId, frozen({ ...row, outbox: row.outbox.filter((entry) => entry.key !== key) }));
      },
    };
  }

  get audit(): Pick<AuditLog, 'put' | 'history'> {
    return {
      put: async (rows) => {
        for (const row of rows) {
          const key = `${row.jobId} ${row.atId}`;
          if (!this.audited.has(key)) this.audited.set(key, frozen(row));
        }
      },
      history: async (jobId, limit) =>
        [...this.audited.values()]
          .filter((row) => row.jobId === jobId)
          .sort((a, b) => (a.atId < b.atId ? 1 : -1))
          .slice(0, limit),
    };
  }

  #write(before: JobRow, after: JobRow, entry: OutboxEntry | null): boolean {
    const stored = this.rows.get(before.jobId);
    if ((stored?.version ?? 0) !== before.version) return false;
    const outbox = [...(stored?.outbox ?? []), ...(entry ? [entry] : [])];
    const kept = { version: before.version + 1, outbox, handledSeq: stored?.handledSeq ?? null };
    this.rows.set(before.jobId, frozen({ ...after, ...kept }));
    return true;
  }
}

/** What is stored is changed by no one: a copy for each who reads it took a sixth of the time of some tests. */
function frozen<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const each of Object.values(value)) frozen(each);
  return Object.freeze(value);
}

/** The changes of a job that the audit rows tell of, in the order of their numbers. */
export function auditedChanges(stores: MemoryStores): Pick<Transition, 'seq' | 'from' | 'to' | 'reason' | 'eventId'>[] {
  return [...stores.audited.values()]
    .filter(({ content }) => content.kind === 'transition')
    .map(({ content: { seq, from, to, reason, event_id } }) => ({ seq, from, to, reason, eventId: event_id }) as never)
    .sort((a: { seq: number }, b: { seq: number }) => a.seq - b.seq);
}
