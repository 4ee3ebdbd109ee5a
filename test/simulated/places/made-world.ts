import { type CheckPorts, check } from '../../../lib/app/check/check.ts';
import type { LoadedRules } from '../../../lib/app/rules/load-rules.ts';
import { compareBytes } from '../../../lib/core/evidence/byte-order.ts';
import type { ListedObject } from '../../../lib/core/evidence/listed-object.ts';
import { DAY_MS, HOUR_MS, type Instant } from '../../../lib/core/instant.ts';
import { failedTests } from '../../../lib/core/wording/failed-tests.ts';
import { renderVerdict } from '../../../lib/core/wording/rendered-verdict.ts';
import type { RulesDocument } from '../../../lib/rules-doc/document.ts';
import { MemoryMembers } from '../../app/members/members-setting.ts';
import { MemoryStores } from '../../properties/memory-stores.ts';

/** Noon of Sunday, 29 November 2026: when the places are looked at. */
export const NOW = Date.parse('2026-11-29T12:00:00Z');
export const CONTAINER = 's3://acme/';

/** Something that lands, or is gone. */
export interface MadeEvent {
  readonly at: Instant;
  readonly key: string;
  /** Null for what is removed. */
  readonly sizeBytes: number | null;
  /** What the store knows its content by; another each time where it is left out. */
  readonly mark?: string;
}

/** A bucket in which what is made lands, and a sentinel that checks it. */
export class MadeWorld {
  readonly objects = new Map<string, ListedObject>();
  readonly #stores = new MemoryStores();
  readonly #members = new MemoryMembers();
  readonly #counts = new Map<string, unknown>();
  #sorted: readonly ListedObject[] | null = null;
  #landed = 0;

  happen({ at, key, sizeBytes, mark }: MadeEvent): void {
    this.#sorted = null;
    this.#landed += 1;
    if (sizeBytes === null) this.objects.delete(key);
    else this.objects.set(key, { key, sizeBytes, lastModified: at, contentMark: mark ?? `${this.#landed}` });
  }

  get listed(): readonly ListedObject[] {
    this.#sorted ??= [...this.objects.values()].sort((a, b) => compareBytes(a.key, b.key));
    return this.#sorted;
  }

  /** What is reported by a check at that time: `orders alert stale`. */
  async check(document: RulesDocument, now: Instant): Promise<readonly string[]> {
    const mirrors = {
      read: async (id: string) => this.#counts.get(id) ?? null,
      write: async (id: string, count: unknown) => void this.#counts.set(id, count),
    };
    const ports = {
      ...{
        store: { ...this.#stores.state, writeLastPass: async () => true },
        audit: this.#stores.audit,
        members: this.#members,
      },
      ...{
        heartbeats: null,
        mirrors,
        sourceOf: async () => this.#source(),
        days: { put: async () => {}, newest: async () => [] },
      },
      sink: { publish: async (all: readonly { eventId: string }[]) => new Set(all.map(({ eventId }) => eventId)) },
      ...{ rules: null, holidays: null, pruning: null, elapsedMs: () => 0 },
    } as unknown as CheckPorts;
    const { checked } = await check(loadedOf(document), ports, { now, dryRun: false, only: null, isPass: true });
    for (const [id, row] of this.#stores.rows) this.#stores.rows.set(id, { ...row, handledSeq: row.seq });
    return checked.flatMap(({ job, entry, decision }) => {
      if (!entry?.transition || entry.transition.to === 'green') return [];
      const [first] = decision?.verdict ? failedTests(renderVerdict(decision.verdict)) : [];
      return [`${job.id} ${entry.transition.to}${first ? ` ${first.test.kind}` : ''}`];
    });
  }

  #source() {
    const self = this;
    return {
      async *list(_place: unknown, prefix: string, startAfter = '') {
        const { listed } = self;
        const from = firstFrom(listed, prefix);
        let to = from;
        while (to < listed.length && listed[to]?.key.startsWith(prefix)) to += 1;
        const page = listed.slice(from, to);
        yield startAfter === '' ? page : page.filter(({ key }) => compareBytes(key, startAfter) > 0);
      },
      unfinishedUploads: async () => [],
      requests: { list: 0, get: 0 },
    };
  }
}

/** The index of the first key that is not before a text. */
function firstFrom(listed: readonly ListedObject[], text: string): number {
  let [low, high] = [0, listed.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareBytes(listed[middle]?.key ?? '', text) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}

function loadedOf(document: RulesDocument): LoadedRules {
  return {
    ...{ source: 'rules.yaml', folder: null, fileName: 'rules.yaml', version: '1', used: 'current', document },
    ...{ text: null, understood: null, maxJobs: null, problems: [], unavailable: null },
    ...{ lastGood: null, lastGoodError: null, isLastGoodDamaged: false },
  } as LoadedRules;
}

/** Numbers from 0 to 1 that are the same for the same seed. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** The midnight of a day, counted from the one that NOW is in. */
export function midnightOf(n: number): Instant {
  return NOW - 12 * HOUR_MS + n * DAY_MS;
}

export function dateOf(n: number): string {
  return new Date(midnightOf(n)).toISOString().slice(0, 10);
}

/** 1 for Monday to 7 for Sunday. */
export function weekdayOf(n: number): number {
  return ((new Date(midnightOf(n)).getUTCDay() + 6) % 7) + 1;
}
