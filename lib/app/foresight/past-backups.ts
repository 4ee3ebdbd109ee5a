import { type Backup, newestFirst } from '../../core/evidence/backup.ts';
import { CollectingScope, QUIET_MS } from '../../core/evidence/collecting.ts';
import { companionBase } from '../../core/evidence/companions.ts';
import { FileCollector, MAX_LANDED } from '../../core/evidence/file-collector.ts';
import type { Place } from '../../core/evidence/place.ts';
import type { Instant } from '../../core/instant.ts';
import type { Job } from '../../core/model/job.ts';
import { PAGE_KEYS } from '../../core/planning/plan-sweeps.ts';
import type { WholeFound } from '../evidence/backups-found.ts';
import { firstWhere, type PastListing } from './past-listing.ts';

interface PastBackup {
  readonly backup: Backup;
  readonly until: Instant | null;
}

/**
 * The backups that a place held at any instant, each recognised once and not again at each look. Only of places where a
 * file is a backup once it landed, whatever else lies there: of any other a look has to see everything.
 */
export class PastBackups {
  readonly #scope: CollectingScope;
  readonly #listing: PastListing;
  /** Newest first. */
  readonly #backups: readonly PastBackup[];

  private constructor(scope: CollectingScope, listing: PastListing) {
    this.#scope = scope;
    this.#listing = listing;
    this.#backups = listing.versions
      .flatMap(({ object, until }) => {
        const collector = new FileCollector(scope);
        collector.add([object]);
        return collector.collected().backups.map((backup) => ({ backup, until }));
      })
      .sort((a, b) => newestFirst(a.backup, b.backup));
  }

  /** Null for a place that has to be seen whole at each look. */
  static of(job: Job, place: Place, listing: PastListing): PastBackups | null {
    const { finished, namesIn } = job;
    if (finished.kind !== 'landed' || listing.versions.length > PAGE_KEYS) return null;
    if (listing.versions.some(({ object }) => companionBase(object.key) !== null)) return null;
    // At the end of time nothing is ahead or being written.
    const scope = new CollectingScope(place, finished, namesIn, Number.MAX_SAFE_INTEGER, null);
    const { hasRun, hasDate, hasEach } = scope.matcher;
    return hasRun || hasDate || hasEach ? null : new PastBackups(scope, listing);
  }

  /** What a look at the whole place would have found, and how many objects there were. */
  at(now: Instant): WholeFound {
    const { place, finished } = this.#scope;
    const scope = new CollectingScope(place, finished, '', now, null);
    const [written, ended]: [Backup[], Backup[]] = [[], []];
    const from = firstWhere(this.#backups, ({ backup }) => backup.ts <= now);
    for (let index = from; index < this.#backups.length && ended.length < MAX_LANDED; index += 1) {
      const { backup, until } = this.#backups[index] as PastBackup;
      if (until !== null && until <= now) continue;
      if (scope.isBeingWritten(backup.modifiedAt)) written.push({ ...backup, beingWritten: true });
      else ended.push(backup);
    }
    const backups = [...written.slice(0, MAX_LANDED), ...ended];
    return {
      backups,
      futureDated: null,
      // Of what fits in a page no order is of use.
      ordered: false,
      orderedInFolder: false,
      newestKey: backups[0]?.key ?? null,
      markedAt: null,
      keys: this.#listing.at(now).length,
    };
  }

  /** When a look after `now` may find something else; infinite for never. */
  nextChange(now: Instant): Instant {
    // What landed just now is a backup once nothing is written to it any more.
    const landed = this.#listing.nextBirth(now - QUIET_MS);
    return Math.min(landed <= now ? landed + QUIET_MS : landed, this.#listing.nextEnd(now));
  }
}
