import { type Instant, MINUTE_MS } from '../instant.ts';
import { gapsOf } from './gaps.ts';
import { learnSchedule } from './learn-schedule.ts';
import { type LearnedSizes, learnSizes } from './learn-sizes.ts';
import type { LearnedSchedule } from './learned-schedule.ts';
import type { FoundSeries, Series, SeriesRun } from './series.ts';

/** One line of backups with what it shows: a series, or a member of one. */
export interface LearnedLine {
  /** What `{each}` stands for; null without. */
  readonly member: string | null;
  /** When runs ended, several files that were written together as one. Oldest first. */
  readonly times: readonly Instant[];
  readonly schedule: LearnedSchedule;
  readonly sizes: LearnedSizes;
  /** Oldest first; never none. */
  readonly runs: readonly SeriesRun[];
}

/** A job that runs every day and makes a file only when something changed. */
export interface QuietSource {
  /** When the file was written that says that it ran. */
  readonly doneAt: Instant;
  /** How old the newest copy may be. Milliseconds. */
  readonly unchangedMs: number;
}

/** A series of at least three runs, with what it shows. */
export interface LearnedSeries {
  readonly series: Series;
  readonly keys: readonly string[];
  /** One, or one a member. */
  readonly lines: readonly LearnedLine[];
  /** Members that ended long ago, or have a job of their own. */
  readonly except: readonly string[];
  /** Of a job that makes nothing where nothing changed; left out of any other. */
  readonly quiet?: QuietSource;
}

const MIN_RUNS = 3;
const MIN_SPAN_MS = 10 * MINUTE_MS;
const MIN_UNSURE_RUNS = 5;
/** Files are of one run where most of the gaps are this much shorter than the long ones. */
const BURST = 1 / 20;

/** The newest run of a line. */
export function newestOf({ runs }: LearnedLine): SeriesRun {
  const newest = runs.at(-1);
  if (newest === undefined) throw new RangeError('a line has a run at least');
  return newest;
}

/** What a series shows; null where it has fewer than three runs, or nothing says that it is one of backups. */
export function learn({ series, keys, isSure }: FoundSeries, zone: string): LearnedSeries | null {
  const newest = series.runs.at(-1);
  const times = runTimes(series.writtenAt ?? series.runs.map(({ ts }) => ts));
  if (newest === undefined || times.length < MIN_RUNS) return null;
  // What was written at once is one run.
  if ((times.at(-1) ?? 0) - (times[0] ?? 0) < MIN_SPAN_MS) return null;
  const schedule = learnSchedule(times, zone);
  if (!isSure && (!schedule.isRegular || times.length < MIN_UNSURE_RUNS)) return null;
  const line = { member: null, times, schedule, sizes: learnSizes(series.runs), runs: series.runs };
  return { series, keys, lines: [line], except: [] };
}

/** The times of runs, where several files may be of one: the newest of each. */
function runTimes(times: readonly Instant[]): readonly Instant[] {
  const gaps = gapsOf(times);
  const long = [...gaps].sort((a, b) => a - b)[Math.floor(0.95 * gaps.length)] ?? 0;
  const isShort = (gap: number) => gap <= long * BURST;
  const ends = times.filter((_, index) => index === times.length - 1 || !isShort(gaps[index] ?? 0));
  // Old runs may be thinned out: then only the newest lie close together.
  const several = gaps.filter((gap, index) => isShort(gap) && !isShort(gaps[index - 1] ?? long)).length;
  return several >= ends.length / 2 ? ends : times;
}
