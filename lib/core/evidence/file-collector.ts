import type { Instant } from '../instant.ts';
import { sourceOf } from '../model/scheme.ts';
import type { Backup } from './backup.ts';
import {
  type BackupCollector,
  type CollectedBackups,
  type CollectingScope,
  type FutureDated,
  furthest,
} from './collecting.ts';
import { Companions } from './companions.ts';
import type { ListedObject } from './listed-object.ts';
import { type KeyOrder, ListingOrder } from './listing-order.ts';
import { NewestBackups } from './newest-backups.ts';
import { NewestMarkers } from './newest-markers.ts';
import { folderOf } from './place-template.ts';
import { TailOrder } from './tail-order.ts';

/** The core judges the newest 30 finished runs; a few more make up for those that failed. */
export const MAX_LANDED = 40;
/** Where a signal is needed, many files may be waiting for theirs. */
const MAX_WITH_SIGNAL = 1000;

/** Collects a place where each object is a backup. */
export class FileCollector implements BackupCollector {
  readonly #scope: CollectingScope;
  readonly #ended: NewestBackups;
  /** Apart from the others, which they must not crowd out: a file being written has no date yet. */
  readonly #beingWritten = new NewestBackups(MAX_LANDED);
  readonly #markers = new NewestMarkers();
  readonly #order: KeyOrder;
  /** Of the backups alone: a later look begins with the newest of them, and sees what lies beside it. */
  readonly #kept = new ListingOrder();
  readonly #companions: Companions;
  #futureDated: FutureDated | null = null;
  #markedAt: Instant | null = null;

  constructor(scope: CollectingScope) {
    this.#scope = scope;
    this.#order = sourceOf(scope.place.scheme).listsInOrder ? new ListingOrder() : new TailOrder();
    const most = scope.finished.kind === 'landed' ? MAX_LANDED : MAX_WITH_SIGNAL;
    this.#companions = new Companions(scope.matcher.tokens, most);
    this.#ended = new NewestBackups(most);
  }

  add(page: readonly ListedObject[]): void {
    for (const object of page) this.#see(object);
  }

  #see(object: ListedObject): void {
    const scope = this.#scope;
    const marked = scope.marked(object);
    if (marked !== null) {
      this.#markers.add(marked, object.lastModified);
      if (scope.markers?.kind === 'same-folder' && !scope.isFuture(object.lastModified)) {
        this.#markedAt = Math.max(this.#markedAt ?? object.lastModified, object.lastModified);
      }
      return;
    }
    const match = scope.match(object);
    if (match === null) return;
    const location = scope.location(object.key);
    const ts = scope.endOf(object.lastModified, scope.periodEnd(match.date));
    if (scope.isFuture(ts)) {
      this.#futureDated = furthest(this.#futureDated, { ts, location });
      return;
    }
    this.#order.see(object.key, ts);
    const beingWritten = scope.isBeingWritten(object.lastModified);
    const backup: Backup = {
      key: object.key,
      location,
      source: 'file',
      ts,
      startedAt: null,
      modifiedAt: object.lastModified,
      sizeBytes: object.sizeBytes,
      fileCount: null,
      content: object.contentMark ?? null,
      beingWritten,
      ended: scope.finished.kind === 'landed',
    };
    if (!this.#companions.holds(backup)) this.#keep(backup);
  }

  #keep(backup: Backup): void {
    this.#kept.see(backup.key, backup.ts);
    (backup.beingWritten ? this.#beingWritten : this.#ended).add(backup);
  }

  collected(): CollectedBackups {
    for (const backup of this.#companions.settle(this.#scope.now, this.#scope.finishWithinMs)) this.#keep(backup);
    const backups = this.#signalled([...this.#beingWritten.get(), ...this.#ended.get()]);
    const { ordered, orderedInFolder } = this.#order;
    return {
      backups,
      futureDated: this.#futureDated,
      ordered,
      orderedInFolder,
      newestKey: this.#kept.newestKey,
      markedAt: this.#markedAt,
    };
  }

  #signalled(backups: readonly Backup[]): readonly Backup[] {
    switch (this.#scope.markers?.kind) {
      case 'suffix':
        return backups.map((backup) => (this.#isMarked(backup, backup.key) ? { ...backup, ended: true } : backup));
      case 'same-folder':
        return this.#signalledByFolder(backups);
      default:
        return backups;
    }
  }

  /** Whether the marker that speaks for this was written, and not before the backup. */
  #isMarked({ modifiedAt }: Backup, speaksFor: string): boolean {
    return (this.#markers.at(speaksFor) ?? Number.NEGATIVE_INFINITY) >= modifiedAt;
  }

  /** Of the backups beside a marker, the newest that is not newer than it. */
  #signalledByFolder(backups: readonly Backup[]): readonly Backup[] {
    const ended = new Map<string, Backup>();
    for (const backup of backups) {
      const folder = folderOf(backup.key);
      if (!this.#isMarked(backup, folder)) continue;
      const best = ended.get(folder);
      if (best === undefined || backup.modifiedAt > best.modifiedAt) ended.set(folder, backup);
    }
    return backups.map((backup) => (ended.get(folderOf(backup.key)) === backup ? { ...backup, ended: true } : backup));
  }
}
