import { type CheckPorts, check, type Pass } from '../../../lib/app/check/check.ts';
import type { LoadedRules } from '../../../lib/app/rules/load-rules.ts';
import type { ListedObject } from '../../../lib/core/evidence/listed-object.ts';
import { DAY_MS, HOUR_MS, type Instant } from '../../../lib/core/instant.ts';
import { type KnownMember, type MemberList, newMemberList } from '../../../lib/core/members/member-list.ts';
import type { Announcement } from '../../../lib/ports/announcements.ts';
import { type EvidenceSource, EvidenceUnreadable } from '../../../lib/ports/evidence-source.ts';
import type { MemberLog } from '../../../lib/ports/member-log.ts';
import type { RulesDocument } from '../../../lib/rules-doc/document.ts';
import { MemoryStores } from '../../properties/memory-stores.ts';
import { documentOf } from '../../web/ping-setting.ts';

export const FIRST_NIGHT = Date.parse('2026-10-01T02:00:00Z');

/** The bucket's listings have pages of so many keys. */
const PAGE_KEYS = 1_000;

/** The members of jobs in memory. */
export class MemoryMembers implements MemberLog {
  readonly #jobs = new Map<string, Omit<MemberList, 'members'>>();
  readonly #members = new Map<string, Map<string, KnownMember>>();

  async read(): Promise<readonly MemberList[]> {
    const ids = new Set([...this.#jobs.keys(), ...this.#members.keys()]);
    return [...ids].map((jobId) => ({
      ...(this.#jobs.get(jobId) ?? newMemberList(jobId)),
      members: [...(this.#members.get(jobId)?.values() ?? [])],
    }));
  }

  async putJob({ members: _, ...list }: Omit<MemberList, 'members'> & Partial<MemberList>): Promise<void> {
    this.#jobs.set(list.jobId, list);
  }

  async put(jobId: string, members: readonly KnownMember[]): Promise<void> {
    const kept = this.#members.get(jobId) ?? new Map<string, KnownMember>();
    this.#members.set(jobId, kept);
    for (const member of members) kept.set(member.value, member);
  }

  async remove(jobId: string, values: readonly string[]): Promise<void> {
    const kept = this.#members.get(jobId);
    for (const value of values) kept?.delete(value);
    if (kept?.size === 0) this.#members.delete(jobId);
  }

  async removeJob(jobId: string): Promise<void> {
    this.#jobs.delete(jobId);
  }
}

/** A bucket that is watched by a document of one job, over nights that are gone through one by one. */
export class WatchedBucket {
  readonly stores = new MemoryStores();
  readonly members = new MemoryMembers();
  readonly objects = new Map<string, ListedObject>();
  /** What the reports say, by their keys. */
  readonly #texts = new Map<string, string>();
  /** The keys of what was read since it was made. */
  readonly read: string[] = [];
  /** Requests to list since it was made. */
  lists = 0;
  /** What a listing fails with; null for none. */
  failure: EvidenceUnreadable | null = null;
  /** The ids of what was announced. */
  readonly announced: string[] = [];
  document: RulesDocument;

  constructor(jobYaml: string) {
    this.document = documentOfJob(jobYaml);
  }

  /** Another version of the document. */
  edit(jobYaml: string): void {
    this.document = documentOfJob(jobYaml);
  }

  land(key: string, at: Instant, sizeBytes = 1_000_000): void {
    this.objects.set(key, { key, sizeBytes, lastModified: at });
  }

  /** A report of a run that took a minute and ended at `at`. */
  report(key: string, at: Instant, status: string): void {
    const text = JSON.stringify({ status, started_at: new Date(at - 60_000), finished_at: new Date(at) });
    this.#texts.set(key, text);
    this.land(key, at, text.length);
  }

  /** Deletes what is older than `days`. */
  rotate(now: Instant, days: number): void {
    for (const [key, { lastModified }] of this.objects)
      if (now - lastModified > days * DAY_MS) this.objects.delete(key);
  }

  async check(now: Instant, only: readonly string[] | null = null): Promise<Pass> {
    const sourceOf = async () => this.#source();
    const ports = {
      ...{
        store: { ...this.stores.state, writeLastPass: async () => true },
        audit: this.stores.audit,
        members: this.members,
        heartbeats: null,
        sourceOf,
      },
      ...{
        sink: { publish: async (all: readonly { eventId: string }[]) => new Set(all.map(({ eventId }) => eventId)) },
      },
      ...{ rules: null, holidays: null, pruning: null, elapsedMs: () => 0 },
      announcements: { announce: async ({ eventId }: Announcement) => this.announced.push(eventId) > 0 },
      days: { put: async () => {}, newest: async () => [] },
    } as unknown as CheckPorts;
    return check(loadedOf(this.document), ports, { now, dryRun: false, only, isPass: only === null });
  }

  /** Notes that dispatch has dealt with everything so far. */
  deliverAll(): void {
    for (const [id, row] of this.stores.rows) this.stores.rows.set(id, { ...row, handledSeq: row.seq });
  }

  #source(): Pick<EvidenceSource, 'list' | 'folders' | 'read' | 'unfinishedUploads' | 'requests'> {
    const self = this;
    return {
      async *list(_place, prefix, startAfter) {
        const keys = [...self.objects.keys()]
          .filter((key) => key.startsWith(prefix) && key > (startAfter ?? ''))
          .sort();
        for (let from = 0; from === 0 || from < keys.length; from += PAGE_KEYS) {
          self.lists += 1;
          if (self.failure !== null) throw self.failure;
          yield keys.slice(from, from + PAGE_KEYS).map((key) => self.objects.get(key) as ListedObject);
        }
      },
      folders: async (_place, prefix) => {
        self.lists += 1;
        if (self.failure !== null) throw self.failure;
        return foldersOf(self.objects.keys(), prefix);
      },
      read: async (_place, key) => {
        self.read.push(key);
        return new TextEncoder().encode(self.#texts.get(key));
      },
      unfinishedUploads: async () => [],
      requests: { list: 0, get: 0 },
    };
  }
}

/** The beginnings of the keys up to the first slash behind the prefix. */
export function foldersOf(keys: Iterable<string>, prefix: string): readonly string[] {
  const inside = [...keys].filter((key) => key.startsWith(prefix) && key.includes('/', prefix.length));
  return [...new Set(inside.map((key) => key.slice(0, key.indexOf('/', prefix.length) + 1)))];
}

export function refused(): EvidenceUnreadable {
  return new EvidenceUnreadable('refused', 'list', 's3://acme-backups/daily/', 'access denied');
}

/** `2026-10-01` of the night that is so many after the first. */
export function dateOf(night: number): string {
  return new Date(FIRST_NIGHT + night * DAY_MS).toISOString().slice(0, 10);
}

/** When the night's backups land, and when they are checked. */
export function landedAt(night: number): Instant {
  return FIRST_NIGHT + night * DAY_MS;
}

export function checkedAt(night: number): Instant {
  return landedAt(night) + 6 * HOUR_MS;
}

function documentOfJob(jobYaml: string): RulesDocument {
  return documentOf(
    `version: 1\nsettings: { admin: dana }\npeople: { dana: { email: dana@acme.example } }\njobs:\n${jobYaml}`,
  );
}

function loadedOf(document: RulesDocument): LoadedRules {
  return {
    ...{ source: 'rules.yaml', folder: null, fileName: 'rules.yaml', version: '1', used: 'current', document },
    ...{ text: null, understood: null, maxJobs: null, problems: [], unavailable: null },
    ...{ lastGood: null, lastGoodError: null, isLastGoodDamaged: false },
  };
}
