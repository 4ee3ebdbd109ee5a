import type { JobRow } from '../decision/row.ts';
import { isSameRun, type RememberedRun, type Run, type RunIdentity } from '../model/run.ts';
import type { ListingMemo } from './evidence.ts';
import { type Place, placeText } from './place.ts';

/** What a row remembers of a place; nothing when it speaks of another one. */
export interface RememberedPlace {
  readonly latest: RememberedRun | null;
  readonly goodRuns: readonly RememberedRun[];
  readonly listing: ListingMemo | null;
}

/** When the rules doc names another place, the memory starts again (decision page, section 1). */
export function rememberedOf(row: JobRow, place: Place): RememberedPlace {
  if (row.place !== placeText(place)) return { latest: null, goodRuns: [], listing: null };
  return { latest: row.latest, goodRuns: row.goodRuns, listing: row.listing };
}

/** `latest` and the good runs, each once. */
export function rememberedRuns(memory: RememberedPlace): readonly RememberedRun[] {
  const runs: RememberedRun[] = [];
  for (const run of memory.latest === null ? memory.goodRuns : [memory.latest, ...memory.goodRuns]) {
    if (!runs.some((other) => isSameRun(other, run))) runs.push(run);
  }
  return runs;
}

/** A run that the row has seen finished keeps the end signal it had. */
export function hadEnded(memory: RememberedPlace, run: RunIdentity): boolean {
  return rememberedRuns(memory).some((remembered) => isSameRun(remembered, run));
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
