import { type Backup, newestFirst } from './backup.ts';
import { type BackupCollector, type CollectedBackups, type CollectingScope, furthest } from './collecting.ts';
import { matchOfMarked } from './end-marker.ts';
import { FileCollector } from './file-collector.ts';
import { FolderCollector } from './folder-collector.ts';
import type { ListedObject } from './listed-object.ts';

/** Names that are not known yet and are followed in one look; many times what may become a member. */
const MAX_NEW_NAMES = 20_000;
/** Of all members together: what the job itself is judged by. */
const MAX_OF_ALL = 40;

/** Folds one listing of a place with `{each}` into the backups of each member (docs/design/evidence.md#members). */
export class MemberCollectors {
  readonly #scope: CollectingScope;
  readonly #known: ReadonlySet<string>;
  readonly #isExcepted: (value: string) => boolean;
  readonly #collectors = new Map<string, BackupCollector>();
  /** End markers that speak for every member in their folder. */
  readonly #shared: ListedObject[] = [];
  #newNames = 0;

  /** `known` are followed however many names there are. */
  constructor(scope: CollectingScope, known: ReadonlySet<string>, isExcepted: (value: string) => boolean) {
    this.#scope = scope;
    this.#known = known;
    this.#isExcepted = isExcepted;
  }

  add(page: readonly ListedObject[]): void {
    for (const object of page) this.#see(object);
  }

  #see(object: ListedObject): void {
    const isMarker = this.#scope.marked(object) !== null;
    if (isMarker && this.#scope.markers?.kind === 'same-folder') {
      this.#shared.push(object);
      return;
    }
    const match = isMarker ? matchOfMarked(this.#scope.markers, object) : this.#scope.match(object);
    if (match?.each !== undefined) this.#collectorOf(match.each.join('/'))?.add([object]);
  }

  #collectorOf(value: string): BackupCollector | null {
    const made = this.#collectors.get(value);
    if (made !== undefined) return made;
    if (this.#isExcepted(value)) return null;
    if (!this.#known.has(value)) {
      if (this.#newNames >= MAX_NEW_NAMES) return null;
      this.#newNames += 1;
    }
    const collector = this.#scope.matcher.hasRun ? new FolderCollector(this.#scope) : new FileCollector(this.#scope);
    this.#collectors.set(value, collector);
    return collector;
  }

  /** The backups of each member, by its name. */
  collected(): ReadonlyMap<string, CollectedBackups> {
    const members = new Map<string, CollectedBackups>();
    for (const [value, collector] of this.#collectors) {
      collector.add(this.#shared);
      const collected = collector.collected();
      if (collected.backups.length > 0 || collected.futureDated !== null) members.set(value, collected);
      this.#collectors.delete(value);
    }
    return members;
  }
}

/** The newest backups of all members as one series. */
export function allTogether(members: Iterable<CollectedBackups>): CollectedBackups {
  let newest: Backup[] = [];
  let futureDated: CollectedBackups['futureDated'] = null;
  let markedAt: CollectedBackups['markedAt'] = null;
  for (const collected of members) {
    newest = [...newest, ...collected.backups].sort(newestFirst).slice(0, MAX_OF_ALL);
    futureDated = furthest(futureDated, collected.futureDated);
    markedAt = collected.markedAt === null ? markedAt : Math.max(collected.markedAt, markedAt ?? collected.markedAt);
  }
  return {
    backups: newest,
    futureDated,
    ordered: false,
    orderedInFolder: false,
    newestKey: newest[0]?.key ?? null,
    markedAt,
  };
}
