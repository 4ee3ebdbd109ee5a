import type { SeenRun } from '../evidence/seen-run.ts';
import type { State } from '../model/state.ts';

/**
 * How a day that was judged went, from the mildest to the worst. A day that was green and then quiet counts as quiet: a
 * part of it was reported to no one.
 */
export const JUDGED_DAY_STATES = ['green', 'quiet', 'warn', 'alert', 'escalate'] as const satisfies readonly (
  | State
  | 'quiet'
)[];

/** How a day went, as its strip shows it; `none` for a day nothing is known of. From the mildest to the worst. */
export const DAY_STATES = ['none', ...JUDGED_DAY_STATES] as const;

export type DayState = (typeof DAY_STATES)[number];

/** One day of a job. */
export interface DayView {
  /** `YYYY-MM-DD`, in the time zone of the settings. */
  readonly day: string;
  /** The worst that was said of it that day; `quiet` while it was snoozed or muted. */
  readonly state: DayState;
  /** Of the newest finished run of that day, or before it; null when none was known. */
  readonly sizeBytes: number | null;
  /**
   * Greatest age that the newest good run reached that day, in seconds; null when there was none. Today's is as of the
   * last check with news.
   */
  readonly ageSeconds: number | null;
  /**
   * The finished runs that ended since the day before was over, newest first, of those that were remembered when this one
   * was; left out of today's, and of days that an earlier version noted.
   */
  readonly runs?: readonly Pick<SeenRun, 'ts' | 'sizeBytes' | 'finding'>[];
  /** The place that the runs lay in, as `placeText` writes it; left out as they are, and of days of before it was kept. */
  readonly place?: string;
}

/** A day on which the job was judged. */
export interface JudgedDay extends DayView {
  readonly state: (typeof JUDGED_DAY_STATES)[number];
}

/** What a job's row keeps of its days: today's picture so far, and how those before it went. */
export interface RowDays {
  readonly today: JudgedDay;
  /** A letter for each day before today, the newest last (see `letterOf`); 89 at most. */
  readonly before: string;
}

/** The worse of two. */
export function worseOfDay(a: JudgedDay['state'], b: JudgedDay['state']): JudgedDay['state'] {
  return JUDGED_DAY_STATES.indexOf(a) >= JUDGED_DAY_STATES.indexOf(b) ? a : b;
}

const LETTERS: Readonly<Record<DayState, string>> = {
  none: '.',
  green: 'g',
  quiet: 'q',
  warn: 'w',
  alert: 'a',
  escalate: 'e',
};

const STATES: ReadonlyMap<string, DayState> = new Map(DAY_STATES.map((state) => [LETTERS[state], state]));

/** How a day is written down in a row. */
export function letterOf(state: DayState): string {
  return LETTERS[state];
}

/** What a letter stands for; `none` for one that this version of the program does not know. */
export function dayStateOf(letter: string): DayState {
  return STATES.get(letter) ?? 'none';
}
