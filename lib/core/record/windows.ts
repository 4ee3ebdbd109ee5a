import type { DayView, JudgedDay } from '../history/day.ts';

/** How the days went on which a backup was due, of a period (docs/record.md#for-the-auditor). */
export interface RecordedWindows {
  readonly met: number;
  readonly missed: number;
  /** A person had snoozed or muted the job. */
  readonly quiet: number;
  /** Of these nothing is kept. */
  readonly notKnown: number;
  /** The oldest first. */
  readonly missedDays: readonly MissedDay[];
}

export interface MissedDay {
  /** `YYYY-MM-DD`, in the time zone of the settings. */
  readonly day: string;
  readonly state: Exclude<JudgedDay['state'], 'green' | 'quiet'>;
}

/** Counts `due`, days such as `2026-01-31` in their order, by what is kept of them. */
export function windowsOf(due: readonly string[], days: readonly DayView[]): RecordedWindows {
  const stateOf = new Map(days.map(({ day, state }) => [day, state]));
  const states = due.map((day) => ({ day, state: stateOf.get(day) ?? 'none' }));
  const count = (wanted: DayView['state']) => states.filter(({ state }) => state === wanted).length;
  const missedDays = states.flatMap(({ day, state }) =>
    state === 'none' || state === 'green' || state === 'quiet' ? [] : [{ day, state }],
  );
  return {
    met: count('green'),
    missed: missedDays.length,
    quiet: count('quiet'),
    notKnown: count('none'),
    missedDays,
  };
}

/** How many windows were expected. */
export function expectedOf({ met, missed, quiet, notKnown }: RecordedWindows): number {
  return met + missed + quiet + notKnown;
}
