import type { DayState } from '../history/day.ts';
import { formatMinute, type Instant } from '../instant.ts';
import type { Assertion } from '../model/proof.ts';
import type { State } from '../model/state.ts';
import type { RecordedWindows } from './windows.ts';

/** What the record says of one job in a period (docs/record.md). */
export interface JobRecord {
  readonly jobId: string;
  readonly name: string;
  readonly owner: string | null;
  /** False for a job that has left the rules doc. */
  readonly isWatched: boolean;
  /** The rules that held in the period, the oldest first. */
  readonly rules: readonly RecordedRule[];
  readonly windows: RecordedWindows;
  /** `YYYY-MM-DD`: the holidays on which the rule of now expects nothing. */
  readonly holidays: readonly string[];
  readonly months: readonly RecordedMonth[];
  /** The finished runs that ended in the period, as far as they were remembered when their day was over; newest first. */
  readonly runs: readonly RecordedRun[];
  readonly breaks: readonly RecordedBreak[];
  /** What people did outside a break, and the snoozes and mutes that were in force when the period began. */
  readonly actions: readonly RecordedAction[];
  /** Null for a job whose rule asks for none, and that has none. */
  readonly proofs: readonly RecordedProof[] | null;
  readonly chain: ChainExtent;
}

export interface RecordedRule {
  /** From when on it held, as far as it was noted. */
  readonly from: Instant;
  /** The rule as it was understood; null from when on the job was out of the rules doc. */
  readonly words: string | null;
  readonly version: string;
  readonly source: string;
  /** Who pushed that document; null where it does not say. */
  readonly by: string | null;
}

/** How the days of a month went, as far as they were judged. A day is as bad as the worst that was said in it. */
export interface RecordedMonth {
  /** `YYYY-MM`. */
  readonly month: string;
  readonly days: Readonly<Record<DayState, number>>;
  /** The greatest age that the newest good backup reached, in seconds; null when none was known. */
  readonly greatestAgeS: number | null;
  /** Of the newest finished run at the end of the month. */
  readonly sizeBytes: number | null;
}

export interface RecordedRun {
  readonly at: Instant;
  readonly sizeBytes: number | null;
  readonly finding: string;
}

export interface RecordedBreak {
  /** True for a break of the proofs of the job. */
  readonly ofProof: boolean;
  readonly began: Instant;
  /** Null while it goes on. */
  readonly ended: Instant | null;
  readonly worst: Exclude<State, 'green'>;
  /** Why it began, in sentences. */
  readonly reasons: readonly string[];
  readonly notified: readonly RecordedNotification[];
  readonly acted: readonly RecordedAction[];
  /** From its beginning to the first action of a person, in seconds; null where no one acted. */
  readonly untilActionS: number | null;
  readonly lastedS: number | null;
}

export interface RecordedNotification {
  readonly at: Instant;
  readonly person: string;
  readonly insteadOf: string | null;
  readonly channel: string | null;
  readonly outcome: string;
  readonly state: string;
}

export interface RecordedAction {
  readonly at: Instant;
  readonly by: string | null;
  readonly verb: string;
  /** When a snooze ends by itself; null for a mute, which ends when it is resumed, and for all else. */
  readonly until: Instant | null;
  readonly reason: string | null;
}

export interface RecordedProof {
  readonly at: Instant;
  readonly verdict: string;
  /** How it went, in words; for one done by hand the note of who did it. */
  readonly words: string | null;
  readonly by: string | null;
  readonly location: string | null;
  readonly restoreS: number | null;
  /** What was asked of the restored copy; empty for one done by hand, or of before they were kept. */
  readonly answers: readonly Assertion[];
}

/** How much of what is shown is chained. */
export interface ChainExtent {
  /** When the first chained row that is kept happened; null when there is none. */
  readonly begins: Instant | null;
  readonly rows: number;
  readonly unchained: number;
}

/** Days on which nothing was missing or wrong, and those on which something was. */
export function daysOf(months: readonly RecordedMonth[]): {
  readonly met: number;
  readonly missed: number;
  readonly quiet: number;
} {
  const sum = (...states: DayState[]) =>
    months.reduce((total, { days }) => total + states.reduce((count, state) => count + days[state], 0), 0);
  return { met: sum('green'), missed: sum('warn', 'alert', 'escalate'), quiet: sum('quiet') };
}

/** `SELECT count(*) FROM orders: 1204311, wanted >= 100000`. */
export function answerWords({ asked, wanted, found, holds }: Assertion): string {
  return `${asked}: ${found}, wanted ${wanted}${holds ? '' : ' (FAILED)'}`;
}

/** `snooze until 2026-03-05 07:30 UTC`. */
export function verbWords({ verb, until }: RecordedAction): string {
  if (until !== null) return `${verb} until ${formatMinute(until)}`;
  return verb === 'mute' ? 'mute until it is resumed' : verb;
}
