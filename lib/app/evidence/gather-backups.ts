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
import { PAGE_KEYS } from '../../core/planning/plan-sweeps.ts';
import { EvidenceUnreadable } from '../../ports/evidence-source.ts';
import type { BackupPorts, BackupsFound, WholeFound } from './backups-found.ts';
import { looksAlone } from './looks-alone.ts';
import { allSince, type Listing, leftOut, planListings, scopeOf } from './plan-listings.ts';
import { SharedListings } from './shared-listings.ts';

/** Lists a job's place as `mode` says and folds it page by page. Throws EvidenceUnreadable. */
export async function gatherBackups(
  job: Job,
  place: Place,
  memory: RememberedPlace,
  now: Instant,
  mode: ListingMode,
  ports: BackupPorts,
): Promise<BackupsFound> {
  if ((job.member ?? job.each) !== undefined && !looksAlone(job, ports.wholes)) {
    const { gatherOfMember } = await import('./gather-of-member.ts');
    return gatherOfMember(job, memory, now, mode, ports);
  }
  const scope = scopeOf(job, place, now);
  const listings = planListings(job, scope, memory, mode, now);
  const known = mode === 'whole' ? await ports.backupsIn?.(job, place) : null;
  const collected = known ?? (await collect(job, place, scope, listings, ports));
  const { keys } = collected;
  const partial = mode === 'from-newest' && (scope.matcher.hasDate || startsLate(listings));
  return {
    backups: collected.backups,
    futureDated: collected.futureDated,
    notLookedAt: partial ? leftOut(memory, listings) : [],
    partial,
    allSince: partial ? null : allSince(job, scope.matcher, listings, { mode, memory, now }),
    listing: memoOf(job, scope, memory, collected, keys, partial, now),
    keys: partial || scope.matcher.hasDate ? null : keys,
    markedAt: collected.markedAt,
  };
}

async function collect(
  job: Job,
  place: Place,
  scope: CollectingScope,
  listings: readonly Listing[],
  ports: BackupPorts,
): Promise<WholeFound> {
  const collector: BackupCollector = scope.matcher.hasRun ? new FolderCollector(scope) : new FileCollector(scope);
  const shared = ports.listings ?? new SharedListings(ports.sourceOf);
  let keys = 0;
  // The document does not name a member's folder: one that is gone holds nothing, and is no failure.
  const named = job.member?.whole.place ?? place;
  for await (const page of shared.pages(job.id, named, listings)) {
    collector.add(page);
    keys += page.length;
  }
  return { ...collector.collected(), keys };
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
  { ordered, orderedInFolder, newestKey }: CollectedBackups,
  keys: number,
  partial: boolean,
  now: Instant,
): ListingMemo | null {
  if (scope.matcher.hasDate || !isSignalNearBackup(job.finished, scope.matcher)) return null;
  const before = memory.listing;
  if (partial)
    return before === null ? null : withOrder({ ...before, newestKey: newestKey ?? before.newestKey }, ordered);
  if (keys <= PAGE_KEYS || newestKey === null) return null;
  // Where order is of no use, when it was last found out is none either, and the row need not be written for it.
  const isOfUse = ordered || orderedInFolder;
  if (!isOfUse && before?.ordered === false && !before.orderedInFolder && before.newestKey === newestKey) return before;
  return { newestKey, ordered, ...(!ordered && orderedInFolder ? { orderedInFolder } : {}), lastFullAt: now };
}

/** A look at one folder says nothing of how folders follow each other. */
function withOrder({ orderedInFolder, ...memo }: ListingMemo, ordered: boolean): ListingMemo {
  if (!orderedInFolder) return { ...memo, ordered };
  return ordered ? { ...memo, orderedInFolder } : memo;
}
