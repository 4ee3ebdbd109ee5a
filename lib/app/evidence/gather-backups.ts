import { isSignalNearBackup, type ListingMode } from '../../core/evidence/choose-listing.ts';
import {
  type BackupCollector,
  type CollectedBackups,
  type CollectingScope,
  FUTURE_MS,
} from '../../core/evidence/collecting.ts';
import type { ListingMemo } from '../../core/evidence/evidence.ts';
import { FileCollector } from '../../core/evidence/file-collector.ts';
import { FolderCollector } from '../../core/evidence/folder-collector.ts';
import { isNeverBackup } from '../../core/evidence/never-backup.ts';
import type { Place } from '../../core/evidence/place.ts';
import { PlaceMatcher } from '../../core/evidence/place-matcher.ts';
import { folderOf } from '../../core/evidence/place-template.ts';
import type { RememberedPlace } from '../../core/evidence/remembered-place.ts';
import type { Instant } from '../../core/instant.ts';
import type { Job } from '../../core/model/job.ts';
import type { Run } from '../../core/model/run.ts';
import { sourceOf } from '../../core/model/scheme.ts';
import { EvidenceUnreadable } from '../../ports/evidence-source.ts';
import type { BackupPorts, BackupsFound } from './backups-found.ts';
import { type Listing, leftOut, planListings, scopeOf } from './plan-listings.ts';

/** Lists a job's place as `mode` says and folds it page by page. Throws EvidenceUnreadable. */
export async function gatherBackups(
  job: Job,
  place: Place,
  memory: RememberedPlace,
  now: Instant,
  mode: ListingMode,
  ports: BackupPorts,
): Promise<BackupsFound> {
  if (job.member !== undefined || job.each !== undefined) {
    const { gatherOfMember } = await import('./gather-of-member.ts');
    return gatherOfMember(job, memory, now, mode, ports);
  }
  const scope = scopeOf(job, place, now);
  const collector: BackupCollector = scope.matcher.hasRun ? new FolderCollector(scope) : new FileCollector(scope);
  const listings = planListings(job, scope, memory, mode, now);
  const source = await ports.sourceOf(place.scheme);
  let pages = 0;
  for (const { prefix, startAfter } of listings) {
    for await (const page of source.list(place, prefix, startAfter ?? undefined)) {
      collector.add(page);
      pages += 1;
    }
  }
  const collected = collector.collected();
  const partial = mode === 'from-newest' && (scope.matcher.hasDate || startsLate(listings));
  return {
    backups: collected.backups,
    futureDated: collected.futureDated,
    notLookedAt: partial ? leftOut(memory, listings) : [],
    partial,
    listing: memoOf(job, scope, memory, collected, pages, partial, now),
    markedAt: collected.markedAt,
  };
}

/**
 * Multipart uploads into a place that are not finished, as unfinished runs. Throws EvidenceUnreadable when S3 gives
 * no answer; where it does not let us ask, there are none that we know of, and the job is judged by what is there.
 */
export async function gatherUploads(job: Job, place: Place, now: Instant, ports: BackupPorts): Promise<readonly Run[]> {
  const matcher = new PlaceMatcher(place.template);
  const ownFolder = folderOf(matcher.prefix).length;
  const whole = job.member?.whole ?? job;
  const asked =
    ports.wholes && whole.place
      ? ports.wholes.uploads(whole, whole.place)
      : (await ports.sourceOf(place.scheme)).unfinishedUploads(place, matcher.prefix);
  const uploads = await asked.catch((error: unknown) => {
    if (error instanceof EvidenceUnreadable && error.kind === 'refused') return [];
    throw error;
  });
  return uploads
    .filter(
      ({ key, initiatedAt }) =>
        initiatedAt <= now + FUTURE_MS && matcher.match(key) && !isNeverBackup(key, 1, ownFolder),
    )
    .map(({ key, initiatedAt }) => ({
      ts: initiatedAt,
      startedAt: initiatedAt,
      outcome: 'unfinished',
      location: place.container + key,
      key,
      source: 'upload',
    }));
}

function startsLate(listings: readonly Listing[]): boolean {
  return listings.some(({ startAfter }) => startAfter !== null);
}

function memoOf(
  job: Job,
  scope: CollectingScope,
  memory: RememberedPlace,
  { ordered, newestKey }: CollectedBackups,
  pages: number,
  partial: boolean,
  now: Instant,
): ListingMemo | null {
  if (
    !sourceOf(scope.place.scheme).listsInOrder ||
    scope.matcher.hasDate ||
    !isSignalNearBackup(job.finished, scope.matcher)
  )
    return null;
  const before = memory.listing;
  if (partial) return before === null ? null : { ...before, newestKey: newestKey ?? before.newestKey, ordered };
  if (pages <= 1 || newestKey === null) return null;
  // Where order is of no use, when it was last found out is none either, and the row need not be written for it.
  if (!ordered && before?.ordered === false && before.newestKey === newestKey) return before;
  return { newestKey, ordered, lastFullAt: now };
}
