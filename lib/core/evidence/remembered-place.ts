import type { JobRow } from '../model/job-row.ts';
import { isSameRun, type RememberedRun, type Run, type RunIdentity } from '../model/run.ts';
import type { ListingMemo } from './evidence.ts';
import { type Place, placeText } from './place.ts';
import { findSeen, type SeenRun } from './seen-run.ts';

/** What a row remembers of a place; nothing when it speaks of another one. */
export interface RememberedPlace {
  readonly latest: RememberedRun | null;
  readonly lastGood: RememberedRun | null;
  readonly runs: readonly SeenRun[];
  readonly listing: ListingMemo | null;
  /** About how many objects lie there; null where that is not known. */
  readonly keys: number | null;
}

export const NOTHING_REMEMBERED: RememberedPlace = {
  latest: null,
  lastGood: null,
  runs: [],
  listing: null,
  keys: null,
};

/** When the rules doc names another place, the memory starts again (docs/design/decision.md#memory). */
export function rememberedOf(row: JobRow, place: Place): RememberedPlace {
  if (row.place !== placeText(place)) return NOTHING_REMEMBERED;
  return { latest: row.latest, lastGood: row.lastGood, runs: row.runs, listing: row.listing, keys: row.keys };
}

/** `latest` and the newest good run, each once. */
export function rememberedRuns({ latest, lastGood }: RememberedPlace): readonly RememberedRun[] {
  if (latest === null || lastGood === null) return latest === null ? [] : [latest];
  return isSameRun(latest, lastGood) ? [latest] : [latest, lastGood];
}

/** A run that the row has seen finished keeps the end signal it had. */
export function hadEnded({ latest, runs }: RememberedPlace, { ts, sizeBytes }: RunIdentity): boolean {
  const isLatest = latest !== null && latest.ts === ts && latest.sizeBytes === sizeBytes;
  return isLatest || findSeen(runs, ts, sizeBytes) !== undefined;
}

/** The finished run that a row remembers. */
export function recall(remembered: RememberedRun): Run {
  const { ts, location, key, sizeBytes, looked } = remembered;
  return {
    ts,
    location,
    key,
    outcome: 'finished',
    source: key.endsWith('/') ? 'folder' : 'file',
    ...(sizeBytes === null ? {} : { sizeBytes }),
    ...(looked === null ? {} : { looked }),
  };
}
