import type { ListingMode } from '../../core/evidence/choose-listing.ts';
import { CollectingScope } from '../../core/evidence/collecting.ts';
import {
  isCountDue,
  MAX_WITHOUT_SIGNAL,
  MirrorCollector,
  type MirrorCount,
  type MirrorCounts,
  mirrorBackup,
} from '../../core/evidence/mirror-count.ts';
import { type Place, placeText } from '../../core/evidence/place.ts';
import { DAY_MS, type Instant } from '../../core/instant.ts';
import type { Job } from '../../core/model/job.ts';
import { sourceOf } from '../../core/model/scheme.ts';
import { type EvidenceSource, EvidenceUnreadable } from '../../ports/evidence-source.ts';
import type { MirrorLog } from '../../ports/mirror-log.ts';
import { StateStoreUnavailable } from '../../ports/state-store.ts';
import type { BackupsFound } from './backups-found.ts';

/** A listing that may be cut short is noted this often. */
const PAGES_BETWEEN_NOTES = 20;
/** A count that is not done by then is no measure any more: the look fails as its listing did. */
const COUNT_HOLDS_MS = 2 * DAY_MS;

export interface MirrorLook {
  readonly mode: ListingMode;
  readonly isRaised: boolean;
  /** The newest success of reports and pings; null without one. */
  readonly doneAt: Instant | null;
  readonly now: Instant;
}

/**
 * One look at a mirror: its end signal, and a count of all its files where one is due. A count that was cut short goes on
 * at the next look, and until it is done the one before counts (docs/design/evidence.md#mirrors). Throws
 * EvidenceUnreadable, StateStoreUnavailable.
 */
export async function gatherMirror(
  job: Job,
  place: Place,
  { mode, isRaised, doneAt, now }: MirrorLook,
  source: EvidenceSource,
  log: MirrorLog | null,
): Promise<BackupsFound> {
  const reports = job.finished.kind === 'report' ? job.finished.place : null;
  const scope = new CollectingScope(place, job.finished, job.namesIn, now, reports);
  const markedAt = scope.mirrorMarker !== null ? await markerTime(scope, source) : null;
  const hasSignal = job.finished.kind !== 'landed';
  const signalAt = scope.mirrorMarker !== null ? markedAt : hasSignal ? doneAt : null;
  const known = (await log?.read(job.id)) ?? null;
  const counts = known?.place === placeText(place) ? known : { place: placeText(place), complete: null, partial: null };
  const moment = { hasSignal, signalAt, isNeeded: mode === 'whole', isRaised, zone: job.rule.timezone, now };
  const count = isCountDue(counts, moment)
    ? await countFiles(job, scope, counts, signalAt, source, log)
    : counts.complete;
  const backup = count === null ? null : mirrorBackup(scope, count, signalAt);
  return {
    backups: backup === null ? [] : [backup],
    futureDated: null,
    notLookedAt: [],
    partial: false,
    allSince: null,
    listing: null,
    keys: null,
    markedAt,
  };
}

async function countFiles(
  job: Job,
  scope: CollectingScope,
  counts: MirrorCounts,
  signalAt: Instant | null,
  source: EvidenceSource,
  log: MirrorLog | null,
): Promise<MirrorCount> {
  const { place, now } = scope;
  // Only where listings are in order one can go on behind a key.
  const mayGoOn = sourceOf(place.scheme).listsInOrder && log !== null;
  const partial = mayGoOn ? counts.partial : null;
  const collector = new MirrorCollector(scope, partial ?? { signalAt, newestAt: counts.complete?.newestAt ?? null });
  const note = async (next: MirrorCounts) => {
    await log?.write(job.id, next).catch((error: unknown) => {
      // What was counted is true all the same, and counted again where it could not be kept.
      if (!(error instanceof StateStoreUnavailable)) throw error;
    });
  };
  let pages = 0;
  try {
    for await (const page of source.list(place, scope.matcher.prefix, partial?.after)) {
      collector.add(page);
      pages += 1;
      if (mayGoOn && pages % PAGES_BETWEEN_NOTES === 0) await note({ ...counts, partial: collector.partial() });
      if (job.finished.kind === 'landed' && collector.fileCount > MAX_WITHOUT_SIGNAL) {
        throw new EvidenceUnreadable('refused', 'list', place.container + scope.matcher.prefix, TOO_MANY);
      }
    }
  } catch (error) {
    if (!(error instanceof EvidenceUnreadable) || error.kind === 'refused') throw error;
    if (mayGoOn && pages > 0) await note({ ...counts, partial: collector.partial() });
    const { complete } = counts;
    if (pages === 0 || complete === null || now - complete.startedAt > COUNT_HOLDS_MS) throw error;
    return complete;
  }
  const complete = collector.complete();
  await note({ ...counts, complete, partial: null });
  return complete;
}

const TOO_MANY = `a mirror of more than ${MAX_WITHOUT_SIGNAL.toLocaleString('en-US')} files needs to say when it is done; add finished: marker NAME, report PLACE or heartbeat`;

/** When the marker at the top of a mirror was written; null while it is not there. */
async function markerTime(scope: CollectingScope, source: EvidenceSource): Promise<Instant | null> {
  const { place, mirrorMarker: key } = scope;
  for await (const page of source.list(place, key ?? '')) {
    const marker = page.find((object) => object.key === key);
    if (marker !== undefined) return scope.isFuture(marker.lastModified) ? null : marker.lastModified;
    // Names are in order, and the one that is looked for comes first.
    if (sourceOf(place.scheme).listsInOrder) break;
  }
  return null;
}
