import type { Backup } from '../../core/evidence/backup.ts';
import { compareBytes } from '../../core/evidence/byte-order.ts';
import { isSignalNearBackup, type ListingMode } from '../../core/evidence/choose-listing.ts';
import {
  type BackupCollector,
  type CollectedBackups,
  CollectingScope,
  FUTURE_MS,
  type FutureDated,
} from '../../core/evidence/collecting.ts';
import { datePrefixes } from '../../core/evidence/date-prefixes.ts';
import { datedSpan } from '../../core/evidence/dated-span.ts';
import type { ListingMemo } from '../../core/evidence/evidence.ts';
import { FileCollector } from '../../core/evidence/file-collector.ts';
import { FolderCollector } from '../../core/evidence/folder-collector.ts';
import { keyJustBefore } from '../../core/evidence/key-just-before.ts';
import { isNeverBackup } from '../../core/evidence/never-backup.ts';
import type { Place } from '../../core/evidence/place.ts';
import { PlaceMatcher } from '../../core/evidence/place-matcher.ts';
import { folderOf } from '../../core/evidence/place-template.ts';
import { type RememberedPlace, recall, rememberedRuns } from '../../core/evidence/remembered-place.ts';
import { type Instant, SECOND_MS } from '../../core/instant.ts';
import type { Job } from '../../core/model/job.ts';
import type { Run } from '../../core/model/run.ts';
import { sourceOf } from '../../core/model/scheme.ts';
import { type EvidenceSource, EvidenceUnreadable } from '../../ports/evidence-source.ts';

/** What one look at a job's place showed, before reports and heartbeats. */
export interface BackupsFound {
  readonly backups: readonly Backup[];
  /** Remembered runs whose keys this look left out. */
  readonly notLookedAt: readonly Run[];
  readonly futureDated: FutureDated | null;
  readonly partial: boolean;
  readonly listing: ListingMemo | null;
  /** When the newest end marker was written; null without one. */
  readonly markedAt: Instant | null;
}

/** One listing that has to be made. */
interface Listing {
  readonly prefix: string;
  /** Exclusive; null to begin at the prefix. */
  readonly startAfter: string | null;
}

/** Lists a job's place as `mode` says and folds it page by page. Throws EvidenceUnreadable. */
export async function gatherBackups(
  job: Job,
  place: Place,
  memory: RememberedPlace,
  now: Instant,
  mode: ListingMode,
  ports: { readonly sourceOf: (scheme: Place['scheme']) => Promise<EvidenceSource> },
): Promise<BackupsFound> {
  const reports = job.finished.kind === 'report' ? job.finished.place : null;
  const scope = new CollectingScope(place, job.finished, job.namesIn, now, reports, job.rule.finishWithinS * SECOND_MS);
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
export async function gatherUploads(place: Place, source: EvidenceSource, now: Instant): Promise<readonly Run[]> {
  const matcher = new PlaceMatcher(place.template);
  const ownFolder = folderOf(matcher.prefix).length;
  const uploads = await source.unfinishedUploads(place, matcher.prefix).catch((error: unknown) => {
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

function planListings(
  job: Job,
  scope: CollectingScope,
  memory: RememberedPlace,
  mode: ListingMode,
  now: Instant,
): readonly Listing[] {
  const { matcher } = scope;
  // A marker of this form lies beside the backups and need not begin as they do.
  const widen = scope.markers?.kind === 'same-folder' ? folderOf : (prefix: string) => prefix;
  if (matcher.hasDate) {
    const span = datedSpan(matcher, job, memory, mode, now);
    const prefixes = datePrefixes(matcher.tokens, job.namesIn, span.from, span.to).map(widen);
    return withoutNested(prefixes).map((prefix) => ({ prefix, startAfter: null }));
  }
  const startAfter = mode === 'from-newest' && memory.listing ? keyJustBefore(memory.listing.newestKey) : null;
  return [{ prefix: widen(matcher.prefix), startAfter }];
}

/** No key may be seen twice: a prefix inside another one is left out. In key order. */
function withoutNested(prefixes: readonly string[]): readonly string[] {
  const kept: string[] = [];
  for (const prefix of prefixes.toSorted(compareBytes)) {
    const last = kept.at(-1);
    if (last === undefined || !prefix.startsWith(last)) kept.push(prefix);
  }
  return kept;
}

function startsLate(listings: readonly Listing[]): boolean {
  return listings.some(({ startAfter }) => startAfter !== null);
}

function leftOut(memory: RememberedPlace, listings: readonly Listing[]): readonly Run[] {
  const wasLookedAt = (key: string) =>
    listings.some(
      ({ prefix, startAfter }) => key.startsWith(prefix) && (startAfter === null || compareBytes(key, startAfter) > 0),
    );
  return rememberedRuns(memory)
    .filter(({ key }) => !wasLookedAt(key))
    .map(recall);
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
