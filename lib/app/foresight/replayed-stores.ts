import { isOpen } from '../../core/decision/is-open.ts';
import type { MirrorCounts } from '../../core/evidence/mirror-count.ts';
import type { Instant } from '../../core/instant.ts';
import type { KnownMember, MemberList } from '../../core/members/member-list.ts';
import type { JobRow, OutboxEntry } from '../../core/model/job-row.ts';
import type { Transition } from '../../core/model/transition.ts';
import type { DayLog } from '../../ports/day-log.ts';
import type { MemberLog } from '../../ports/member-log.ts';
import type { MirrorLog } from '../../ports/mirror-log.ts';
import { type RulesSource, RulesUnavailable } from '../../ports/rules-source.ts';
import type { AuditLog, LastPass, ListedRow, RowsRead, StateStore } from '../../ports/state-store.ts';

/** Rows in memory, and the transitions in the order in which they were stored. */
export class ReplayedRows implements StateStore {
  readonly transitions: Transition[] = [];
  lastPass: LastPass | null = null;
  readonly #rows = new Map<string, JobRow>();

  async read(jobIds: readonly string[]): Promise<RowsRead> {
    const known = jobIds.flatMap((id): [string, JobRow][] => {
      const row = this.#rows.get(id);
      return row === undefined ? [] : [[id, row]];
    });
    return { rows: new Map(known), unusable: [] };
  }

  async readAll(): Promise<RowsRead> {
    return { rows: new Map(this.#rows), unusable: [] };
  }

  async readLooks(until: Instant | null): Promise<ReadonlyMap<string, ListedRow>> {
    const looks = new Map<string, ListedRow>();
    for (const [id, row] of this.#rows) {
      const { nextLook, version, changedAt } = row;
      if (nextLook === null || (until !== null && nextLook.at > until)) continue;
      const isQuieted = row.snoozed !== null || row.muted !== null || row.resumed;
      looks.set(id, { ...nextLook, version, changedAt, isOpen: isOpen(row), isQuieted });
    }
    return looks;
  }

  /** Nothing waits in an outbox: a transition is listed at once. */
  async write(before: JobRow, after: JobRow, entry: OutboxEntry | null): Promise<boolean> {
    const { seq } = after;
    this.#rows.set(after.jobId, { ...after, version: before.version + 1, outbox: [], handledSeq: seq });
    if (entry?.transition) this.transitions.push(entry.transition);
    return true;
  }

  /** Everything is handed on at once, and what cannot be read is looked at when it is due. */
  async openIds(): Promise<readonly string[]> {
    return [];
  }

  async markOpen(): Promise<void> {}

  async removeFromOutbox(): Promise<void> {}

  async noteHandled(): Promise<void> {}

  async readLastPass(): Promise<LastPass | null> {
    return this.lastPass;
  }

  async writeLastPass(pass: LastPass): Promise<boolean> {
    this.lastPass = pass;
    return true;
  }

  finishPass(pass: LastPass): Promise<boolean> {
    return this.writeLastPass(pass);
  }

  /** A replay makes its passes in one run. */
  async readSlicedPass(): Promise<null> {
    return null;
  }

  async beginSlicedPass(): Promise<boolean> {
    return false;
  }

  async endSlice(): Promise<boolean> {
    return false;
  }

  async close(): Promise<void> {}
}

/** Members in memory. */
export class ReplayedMembers implements MemberLog {
  readonly #lists = new Map<string, MemberList>();

  async read(): Promise<readonly MemberList[]> {
    return [...this.#lists.values()];
  }

  async putJob(list: Omit<MemberList, 'members'>): Promise<void> {
    this.#lists.set(list.jobId, { ...list, members: this.#lists.get(list.jobId)?.members ?? [] });
  }

  async put(jobId: string, members: readonly KnownMember[]): Promise<void> {
    const values = new Set(members.map(({ value }) => value));
    this.#change(jobId, (known) => [...known.filter(({ value }) => !values.has(value)), ...members]);
  }

  async remove(jobId: string, values: readonly string[]): Promise<void> {
    this.#change(jobId, (known) => known.filter(({ value }) => !values.includes(value)));
  }

  async removeJob(jobId: string): Promise<void> {
    this.#lists.delete(jobId);
  }

  #change(jobId: string, change: (members: readonly KnownMember[]) => readonly KnownMember[]): void {
    const list = this.#lists.get(jobId);
    if (list !== undefined) this.#lists.set(jobId, { ...list, members: change(list.members) });
  }
}

/** Counts of mirrors in memory. */
export class ReplayedMirrors implements MirrorLog {
  readonly #counts = new Map<string, MirrorCounts>();

  async read(jobId: string): Promise<MirrorCounts | null> {
    return this.#counts.get(jobId) ?? null;
  }

  async write(jobId: string, counts: MirrorCounts): Promise<void> {
    this.#counts.set(jobId, counts);
  }
}

/** What a pass keeps beside rows, members and mirrors: of a replay, nothing. */
export const UNKEPT = {
  audit: {
    put: async () => {},
    transitions: async () => [],
    history: async () => [],
    prune: async () => 0,
  } satisfies AuditLog,
  days: { put: async () => {}, newest: async () => [] } satisfies DayLog,
  heartbeats: { record: async () => {}, prune: async () => 0 },
  rules: {
    name: 'the replayed rules doc',
    folder: null,
    read: () => Promise.reject(new RulesUnavailable('a replay reads its rules doc once')),
    readLastGood: async () => null,
    writeLastGood: async () => false,
  } satisfies RulesSource,
  /** A listing that is in memory is cheapest by itself. */
  listableOf: () => [],
  sink: null,
  holidays: null,
  pruning: null,
};
