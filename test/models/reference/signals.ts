import { HOUR, MINUTE } from './clauses.ts';
import type { ReferenceLook, ReferenceRun } from './judge.ts';

/** What a start and its end say together (docs/design/heartbeats.md). */
export interface ReferenceSignal {
  readonly says: 'done' | 'warned' | 'failed' | 'running' | 'unchanged' | 'skipped' | 'unreadable';
  readonly startedAt: number | null;
  /** Of a running one, when it started. */
  readonly endedAt: number;
  readonly size: number | null;
}

const EARLY = MINUTE;
const NEAR = HOUR;
const GRACE = 10 * MINUTE;

interface Given {
  readonly now: number;
  /** `finished: heartbeat`: a file is no finished run without its signal. */
  readonly isEnd: boolean;
  readonly isUnchangedFine: boolean;
  /** Those that were finished at an earlier look stay so. */
  readonly hasEnded: (file: ReferenceRun) => boolean;
}

const newestFirst = (a: ReferenceSignal, b: ReferenceSignal) =>
  b.endedAt - a.endedAt || rank.indexOf(a.says) - rank.indexOf(b.says);
/** Of two that ended together, the one that says more of a miss. */
const rank = ['failed', 'done', 'warned', 'running', 'unchanged', 'skipped', 'unreadable'];

const isDone = ({ says }: ReferenceSignal) => says === 'done' || says === 'warned';

const beginning = ({ startedAt, endedAt }: ReferenceSignal) =>
  startedAt === null ? endedAt - NEAR : startedAt - EARLY;

/** The newest file that a signal speaks of, by its place in the list. */
function spokenOf(signal: ReferenceSignal, files: readonly ReferenceRun[]): number {
  const until = signal.says === 'failed' ? signal.endedAt : signal.endedAt + NEAR;
  const times = files.map(({ ts }) => (ts >= beginning(signal) && ts <= until ? ts : Number.NEGATIVE_INFINITY));
  const newest = Math.max(...times);
  return newest === Number.NEGATIVE_INFINITY ? -1 : times.lastIndexOf(newest);
}

const alone = (signal: ReferenceSignal, outcome: ReferenceRun['outcome']): ReferenceRun => ({
  ts: outcome === 'unfinished' ? (signal.startedAt ?? signal.endedAt) : signal.endedAt,
  startedAt: signal.startedAt ?? signal.endedAt,
  ...{
    outcome,
    size: null,
    files: null,
    content: null,
    key: 'signal',
    isContradicted: false,
    isWarned: false,
    inside: null,
  },
});

/** The newest report cannot be read: the newest backup that it may be of is judged by its file. */
function byFile(files: readonly ReferenceRun[], unreadAt: number): ReferenceRun[] {
  const newest = Math.max(...files.map(({ ts }) => ts));
  const isOf = ({ ts }: ReferenceRun) => ts === newest && ts <= unreadAt + NEAR;
  return files.map((file) => (isOf(file) ? { ...file, outcome: 'finished' } : file));
}

/** Joins the files of a place, oldest first, with what was signalled (docs/design/evidence.md#signals-and-files). */
export function joined(
  look: ReferenceLook,
  signals: readonly ReferenceSignal[],
  { now, isEnd, isUnchangedFine, hasEnded }: Given,
): ReferenceLook {
  const files = look.runs.map((file) =>
    isEnd && !hasEnded(file) ? { ...file, outcome: 'unfinished' as const } : file,
  );
  const ordered = signals.toSorted(newestFirst);
  const isUnread = ordered[0]?.says === 'unreadable';
  const runs = isUnread ? byFile(files, ordered[0]?.endedAt ?? now) : [...files];
  const parts = new Set<number>();
  const spoken = new Set<number>();
  const others: ReferenceRun[] = [];
  for (const signal of ordered.filter((each) => isDone(each) || each.says === 'failed')) {
    const at = spokenOf(signal, files);
    const run = runs[at];
    if (run === undefined) {
      if (signal.says === 'failed') others.push(alone(signal, 'failed'));
      continue;
    }
    if (spoken.has(at)) continue;
    spoken.add(at);
    runs.forEach((other, index) => {
      const isOfRun = index < at && other.ts >= beginning(signal);
      if (isOfRun && other.outcome === 'unfinished' && !spoken.has(index)) parts.add(index);
    });
    const startedAt = signal.startedAt === null ? run.ts : Math.min(signal.startedAt, run.ts);
    const isFinished = signal.says !== 'failed' && (isEnd || run.outcome === 'finished');
    const outcome = signal.says === 'failed' ? 'failed' : isFinished ? 'finished' : run.outcome;
    runs[at] = { ...run, startedAt, outcome, isWarned: signal.says === 'warned' };
  }
  for (const { endedAt } of ordered.filter(({ says }) => says === 'running')) {
    const since = runs
      .map((_, index) => index)
      .filter((index) => !parts.has(index) && (runs[index]?.ts ?? 0) >= endedAt);
    if (since.some((index) => runs[index]?.outcome === 'finished')) continue;
    const open = since.filter((index) => runs[index]?.outcome === 'unfinished');
    for (const index of open) {
      const run = runs[index];
      if (run !== undefined && run.startedAt === run.ts) runs[index] = { ...run, startedAt: Math.min(endedAt, run.ts) };
    }
    if (open.length === 0)
      others.push(alone({ says: 'running', startedAt: endedAt, endedAt, size: null }, 'unfinished'));
  }
  const doneAt = ordered.find((each) => isDone(each) || each.says === 'unchanged')?.endedAt ?? null;
  const disputed = { isContradicted: false };
  const done = ordered.find(isDone);
  if (done !== undefined) {
    const at = spokenOf(done, files);
    const file = files[at];
    const isOld = runs.some(
      ({ outcome, ts }, index) => !parts.has(index) && outcome === 'finished' && ts > done.endedAt + NEAR,
    );
    const isQuiet = isUnchangedFine && file === undefined && done.size === null;
    const differs = done.size !== null && Math.abs((look.runs[at]?.size ?? 0) - done.size) * 20 > done.size;
    if (!isOld && !isQuiet && (file === undefined || differs)) {
      const run = runs[at];
      if (now - done.endedAt > GRACE) {
        disputed.isContradicted = true;
        if (run !== undefined) runs[at] = { ...run, isContradicted: true };
      } else if (run === undefined) others.push(alone(done, 'unfinished'));
      else if (run.outcome === 'finished' && !hasEnded(run)) runs[at] = { ...run, outcome: 'unfinished' };
    }
  }
  return { ...look, ...disputed, isUnread, doneAt, runs: [...runs.filter((_, index) => !parts.has(index)), ...others] };
}
