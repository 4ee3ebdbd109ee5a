import type { Instant } from '../instant.ts';
import type { Backup } from './backup.ts';
import { compareBytes } from './byte-order.ts';
import {
  type BackupCollector,
  type CollectedBackups,
  type CollectingScope,
  type FutureDated,
  furthest,
} from './collecting.ts';
import { ContentSum } from './content-sum.ts';
import type { ListedObject } from './listed-object.ts';
import { ListingOrder } from './listing-order.ts';
import { NewestBackups } from './newest-backups.ts';

const MAX_RUNS = 1000;
/** Beyond this many open run folders, those that a sorted listing has left behind are closed. */
const MAX_OPEN = 2000;

interface RunFolder {
  oldest: Instant;
  newest: Instant;
  sizeBytes: number;
  fileCount: number;
  readonly content: ContentSum;
  markedAt: Instant | null;
  /** The end of the latest period that its paths name. */
  periodEnd: Instant;
}

/** Collects a place where each `{run}` folder is a backup. */
export class FolderCollector implements BackupCollector {
  readonly #scope: CollectingScope;
  readonly #backups = new NewestBackups(MAX_RUNS);
  readonly #order = new ListingOrder();
  #open = new Map<string, RunFolder>();
  #lastKey: string | null = null;
  #sorted = true;
  #futureDated: FutureDated | null = null;

  constructor(scope: CollectingScope) {
    this.#scope = scope;
  }

  add(page: readonly ListedObject[]): void {
    for (const object of page) this.#see(object);
    if (this.#sorted && this.#open.size > MAX_OPEN) this.#closeAllButLast();
  }

  #see(object: ListedObject): void {
    if (this.#lastKey !== null && compareBytes(this.#lastKey, object.key) > 0) this.#sorted = false;
    this.#lastKey = object.key;
    const marked = this.#scope.marked(object);
    if (marked !== null) {
      this.#folder(marked).markedAt = object.lastModified;
      return;
    }
    const match = this.#scope.match(object);
    if (match === null || match.runFolder === null) return;
    const folder = this.#folder(match.runFolder);
    folder.oldest = Math.min(folder.oldest, object.lastModified);
    folder.newest = Math.max(folder.newest, object.lastModified);
    folder.sizeBytes += object.sizeBytes;
    folder.fileCount += 1;
    folder.content.add(object.sizeBytes, object.contentMark ?? null);
    folder.periodEnd = Math.max(folder.periodEnd, this.#scope.periodEnd(match.date));
  }

  #folder(key: string): RunFolder {
    let folder = this.#open.get(key);
    if (folder === undefined) {
      folder = {
        oldest: Number.POSITIVE_INFINITY,
        newest: Number.NEGATIVE_INFINITY,
        sizeBytes: 0,
        fileCount: 0,
        content: new ContentSum(),
        markedAt: null,
        periodEnd: Number.NEGATIVE_INFINITY,
      };
      this.#open.set(key, folder);
    }
    return folder;
  }

  /** In a sorted listing all of a folder's keys follow each other, so what came before the last one is complete. */
  #closeAllButLast(): void {
    const last = [...this.#open].at(-1);
    if (last === undefined) return;
    for (const [key, folder] of this.#open) {
      if (key !== last[0]) this.#close(key, folder);
    }
    this.#open = new Map([last]);
  }

  #close(key: string, folder: RunFolder): void {
    const scope = this.#scope;
    const location = scope.location(key);
    const isMarked = folder.markedAt !== null && folder.markedAt >= folder.newest;
    const endedAt = isMarked && folder.markedAt !== null ? folder.markedAt : folder.newest;
    const isEmpty = folder.newest === Number.NEGATIVE_INFINITY;
    const ts = isEmpty ? endedAt : scope.endOf(endedAt, folder.periodEnd);
    if (scope.isFuture(ts)) {
      this.#futureDated = furthest(this.#futureDated, { ts, location });
      return;
    }
    this.#order.see(key, ts);
    const changedAt = Math.max(folder.newest, folder.markedAt ?? folder.newest);
    const backup: Backup = {
      key,
      location,
      source: 'folder',
      ts,
      startedAt: isEmpty ? null : Math.min(folder.oldest, ts),
      modifiedAt: isEmpty ? endedAt : folder.newest,
      sizeBytes: folder.sizeBytes,
      fileCount: folder.fileCount,
      content: folder.content.text,
      beingWritten: scope.isBeingWritten(changedAt),
      ended: scope.finished.kind === 'landed' || isMarked,
    };
    this.#backups.add(backup);
  }

  collected(): CollectedBackups {
    const inKeyOrder = [...this.#open].sort(([a], [b]) => compareBytes(a, b));
    for (const [key, folder] of inKeyOrder) this.#close(key, folder);
    this.#open = new Map();
    const ordered = this.#sorted && this.#order.ordered;
    return {
      backups: this.#backups.get(),
      futureDated: this.#futureDated,
      ordered,
      orderedInFolder: this.#sorted && this.#order.orderedInFolder,
      newestKey: this.#order.newestKey,
      markedAt: null,
    };
  }
}
