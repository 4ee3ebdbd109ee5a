import { actOn } from '../../lib/app/act/act-on.ts';
import { type CheckPorts, check } from '../../lib/app/check/check.ts';
import type { LoadedRules } from '../../lib/app/rules/load-rules.ts';
import { compareBytes } from '../../lib/core/evidence/byte-order.ts';
import type { Heartbeat } from '../../lib/core/evidence/heartbeat.ts';
import type { ListedObject } from '../../lib/core/evidence/listed-object.ts';
import type { MirrorCounts } from '../../lib/core/evidence/mirror-count.ts';
import { expandJobs } from '../../lib/core/members/expand-jobs.ts';
import type { Action } from '../../lib/core/model/action.ts';
import { type JobRow, newRow } from '../../lib/core/model/job-row.ts';
import type { Verdict } from '../../lib/core/model/verdict.ts';
import { EvidenceGone, type EvidenceSource, EvidenceUnreadable } from '../../lib/ports/evidence-source.ts';
import type { HeartbeatKind, LastPass } from '../../lib/ports/state-store.ts';
import type { RulesDocument } from '../../lib/rules-doc/document.ts';
import { foldersOf, MemoryMembers } from '../app/members/members-setting.ts';
import { MemoryStores } from '../properties/memory-stores.ts';
import { documentOf } from '../web/ping-setting.ts';
import type { Played, Standing } from './played.ts';
import type { Clauses } from './reference/clauses.ts';
import { rulesOf } from './rules-of.ts';
import type { Story } from './story.ts';

/** What can be seen from outside. */
export type World = Pick<Story, 'objects' | 'heartbeats' | 'isDenied' | 'isSilent' | 'uploadAt'> &
  Partial<Pick<Story, 'shape' | 'folder'>>;

/** The product as a library: passes over one job of a document, with stores and a bucket in memory. */
export class Product implements Played {
  readonly stores = new MemoryStores();
  readonly published: string[] = [];
  /** All that lies outside goes through it: the stores, the audit log, the place, the bus. */
  around: <Ports extends object>(ports: Ports) => Ports = (ports) => ports;
  /** The jobs that the newest pass judged. */
  judged: readonly string[] = [];
  readonly #counts = new Map<string, MirrorCounts>();
  readonly #members = new MemoryMembers();
  readonly #story: World;
  readonly #proofs: () => readonly Heartbeat[];
  #document: RulesDocument;
  #lastPass: LastPass | null = null;

  /** `proofs`: the reports of proofs that were pushed, the newest first. */
  constructor(document: RulesDocument, story: World, proofs: () => readonly Heartbeat[] = () => []) {
    this.#proofs = proofs;
    this.#document = document;
    this.#story = story;
  }

  get row(): JobRow {
    return this.rowOf('orders');
  }

  rowOf(id: string): JobRow {
    return this.stores.rows.get(id) ?? newRow(id);
  }

  async standing(id = 'orders'): Promise<Standing> {
    const { state, wouldBe, seq, unreadable } = this.rowOf(id);
    return { state, wouldBe: wouldBe?.state ?? null, changes: seq, unread: unreadable?.count ?? 0 };
  }

  async amend(clauses: Clauses): Promise<void> {
    const { shape, folder } = this.#story;
    if (shape !== undefined && folder !== undefined) this.#document = documentOf(rulesOf(clauses, { shape, folder }));
  }

  /** One pass. `lags`: how many turns each of its calls of a store waits, for passes that run side by side. */
  async check(now: number, lags: readonly number[] = []): Promise<Verdict | null> {
    const options = { now, dryRun: false, only: null, isPass: true };
    const { checked, failures } = await check(loadedOf(this.#document), this.#ports(lags), options);
    if (failures.length > 0) throw new Error(failures.join('; '));
    this.judged = checked.map(({ job }) => job.id);
    return checked[0]?.decision?.verdict ?? null;
  }

  async act(now: number, action: Action, id = 'orders'): Promise<boolean> {
    const { store, audit, sink, members } = this.#ports([]);
    if (sink === null) throw new Error('no sink');
    const ports = { store, audit, sink, members };
    const job = expandJobs(this.#document.jobs, await this.#members.read()).find((each) => each.id === id);
    if (job === undefined) return false;
    return (await actOn(job, action, { by: 'sam', at: now, reason: null }, ports)).done;
  }

  #pinged(kind?: HeartbeatKind): readonly Heartbeat[] {
    if (kind === 'proof') return this.#proofs().slice(0, 20);
    return kind === undefined ? this.#story.heartbeats().slice(0, 100) : [];
  }

  #ports(lags: readonly number[]): CheckPorts {
    const { state, audit } = this.stores;
    const store = {
      ...state,
      readLastPass: async () => this.#lastPass,
      writeLastPass: async (pass: LastPass) => {
        this.#lastPass = pass;
        return true;
      },
    };
    const sink = {
      publish: async (all: readonly { readonly eventId: string }[]) => {
        this.published.push(...all.map(({ eventId }) => eventId));
        return new Set(all.map(({ eventId }) => eventId));
      },
    };
    const ports = {
      ...{ store: delayed(store, lags), audit, members: this.#members, sink },
      heartbeats: {
        record: async () => {},
        newest: async (_id: string, _limit: number, kind?: HeartbeatKind) => this.#pinged(kind),
      },
      mirrors: {
        read: async (id: string) => this.#counts.get(id) ?? null,
        write: async (id: string, counts: MirrorCounts) => void this.#counts.set(id, counts),
      },
      sourceOf: async () => sourceOf(this.#story),
      days: { put: async () => {}, newest: async () => [] },
      ...{ rules: null, holidays: null, pruning: null, elapsedMs: () => 0 },
    } as unknown as CheckPorts;
    return this.around(ports);
  }
}

type Calls = Readonly<Record<string, (...args: never[]) => Promise<unknown>>>;

function delayed(store: Calls, lags: readonly number[]): Calls {
  const left = [...lags];
  return Object.fromEntries(
    Object.entries(store).map(([name, call]) => [
      name,
      async (...args: never[]) => {
        for (let turns = left.shift() ?? 0; turns > 0; turns -= 1) await Promise.resolve();
        return call(...args);
      },
    ]),
  );
}

function sourceOf(story: World): EvidenceSource {
  const failing = (operation: string) => {
    if (story.isDenied) throw new EvidenceUnreadable('refused', operation, 's3://acme/', 'AccessDenied');
    if (story.isSilent) throw new EvidenceUnreadable('transient', operation, 's3://acme/', 'SlowDown');
  };
  return {
    async *list(_place: unknown, prefix: string, startAfter = '') {
      failing('list');
      const isAsked = ({ key }: ListedObject) =>
        key.startsWith(prefix) && (startAfter === '' || compareBytes(key, startAfter) > 0);
      yield story
        .objects()
        .filter(isAsked)
        .sort((a, b) => compareBytes(a.key, b.key));
    },
    folders: async (_place: unknown, prefix: string) => {
      failing('list');
      return foldersOf(
        story.objects().map(({ key }) => key),
        prefix,
      );
    },
    unfinishedUploads: async () => {
      failing('list unfinished uploads');
      return story.uploadAt === null
        ? []
        : [{ key: `${story.folder ?? 'orders'}/upload`, initiatedAt: story.uploadAt }];
    },
    read: async (_place: unknown, key: string, maxBytes: number, from = 0) => {
      failing('read');
      const object = story.objects().find((each) => each.key === key);
      if (object?.read === undefined) throw new EvidenceGone(key, 'NoSuchKey');
      return object.read(from, maxBytes);
    },
    requests: { list: 0, get: 0 },
  } as unknown as EvidenceSource;
}

function loadedOf(document: RulesDocument): LoadedRules {
  return {
    ...{ source: 'rules.yaml', folder: null, fileName: 'rules.yaml', version: '1', used: 'current', document },
    ...{ text: null, understood: null, maxJobs: null, problems: [], unavailable: null },
    ...{ lastGood: null, lastGoodError: null, isLastGoodDamaged: false },
  };
}
