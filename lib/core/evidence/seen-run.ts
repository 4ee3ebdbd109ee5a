import type { Instant } from '../instant.ts';

/** What was found of a finished run when it was judged last. */
export const FINDINGS = ['good', 'accepted', 'too-small', 'damaged', 'hollow', 'contradicted', 'refuted'] as const;

export type RunFinding = (typeof FINDINGS)[number];

/** A finished run as the row's memory keeps it, there or gone: known again by time and size, whatever its name. */
export interface SeenRun {
  readonly ts: Instant;
  readonly sizeBytes: number | null;
  readonly finding: RunFinding;
  /** What stood for its content; absent where it was not known, and of all but the newest few. */
  readonly content?: string;
}

/** How many of the newest finished runs are remembered (docs/design/decision.md#memory). */
const MAX_SEEN = 30;
/** This number of the newest shows whether backups repeat themselves. */
export const MAX_CONTENTS = 7;
/** A good run and the five before it that say what was usual. */
const GOOD_BEFORE = 6;

/** Good means the same everywhere: nothing convicts the run. */
export function isGood({ finding }: SeenRun): boolean {
  return finding === 'good' || finding === 'accepted';
}

/** Newest first; of one instant, the larger first. */
function compareSeen(a: SeenRun, b: SeenRun): number {
  return b.ts - a.ts || (b.sizeBytes ?? -1) - (a.sizeBytes ?? -1);
}

/** What the memory holds of a run of that time and size. */
export function findSeen(memory: readonly SeenRun[], ts: Instant, sizeBytes: number | null): SeenRun | undefined {
  return memory.find((seen) => seen.ts === ts && seen.sizeBytes === sizeBytes);
}

/**
 * The memory after a look: `judged` (newest first) is as it was judged now, what was not there keeps its finding. Kept
 * are the newest 30, the good runs just before them, and the good runs just before the oldest judged one, so that the
 * next look begins where this one began. It is the very same memory when nothing is new.
 */
export function rememberJudged(memory: readonly SeenRun[], judged: readonly SeenRun[]): readonly SeenRun[] {
  const isKnown = judged.every((run, index) => {
    const known = findSeen(memory, run.ts, run.sizeBytes);
    return known?.finding === run.finding && (index >= MAX_CONTENTS || known.content === run.content);
  });
  if (isKnown && memory.length <= MAX_SEEN) return memory;
  const oldestTs = judged.at(-1)?.ts ?? Number.POSITIVE_INFINITY;
  const others = memory.filter((seen) => findSeen(judged, seen.ts, seen.sizeBytes) === undefined);
  let beforeNewest = 0;
  let beforeJudged = 0;
  const kept = [...judged, ...others].sort(compareSeen).filter((seen, index) => {
    const isNewest = index < MAX_SEEN;
    if (!isGood(seen)) return isNewest;
    if (!isNewest) beforeNewest += 1;
    if (seen.ts < oldestTs) beforeJudged += 1;
    return isNewest || beforeNewest <= GOOD_BEFORE || (seen.ts < oldestTs && beforeJudged <= GOOD_BEFORE);
  });
  return isKnown && kept.length === memory.length ? memory : kept.map(withoutOldContent);
}

function withoutOldContent(run: SeenRun, index: number): SeenRun {
  if (run.content === undefined || index < MAX_CONTENTS) return run;
  const { content: _, ...rest } = run;
  return rest;
}

/**
 * The memory once the owner has accepted a run: it is the newest, so that the next backup is compared with it even
 * when it has been overwritten by then. What a look inside or a signal found of it stays.
 */
export function rememberAccepted(memory: readonly SeenRun[], run: Omit<SeenRun, 'finding'>): readonly SeenRun[] {
  const known = findSeen(memory, run.ts, run.sizeBytes) ?? { ...run, finding: 'accepted' };
  const finding = isGood(known) || known.finding === 'too-small' ? 'accepted' : known.finding;
  const older = memory.filter((seen) => seen.ts < run.ts);
  return [{ ...known, ts: run.ts, sizeBytes: run.sizeBytes, finding }, ...older];
}
