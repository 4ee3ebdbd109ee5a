import { findSeen, isGood } from '../evidence/seen-run.ts';
import { type Instant, SECOND_MS } from '../instant.ts';
import { MAX_JUDGED } from '../judging/baseline.ts';
import type { JobRow } from '../model/job-row.ts';
import { quietedOf } from '../model/quieted.ts';
import type { Verdict } from '../model/verdict.ts';
import { type JudgedDay, letterOf, type RowDays, worseOfDay } from './day.ts';
import { daysBetween, spanOfDay, type Today } from './today.ts';

/** With today's, the strip that a list of jobs shows has 90 days. */
const DAYS_BEFORE = 89;
export interface NotedDay {
  readonly row: JobRow;
  /** The day that is over, for the log; null when none has just ended. */
  readonly ended: JudgedDay | null;
}

/**
 * Notes in `after` how the day goes, from what a check made of `before`. It is the very same row when there is nothing
 * new to say of today, so that a healthy check stores nothing: of the age, which grows all day, only its peaks count,
 * and they are known from the runs' own times when the next run lands or the day ends.
 *
 * Doing it again from the row it gave changes nothing, and notes made twice or in another order make the same day. A
 * check of the day before the one that was noted (a clock put back a little, a zone moved) leaves the note alone; one
 * of long before was made by a clock put right, and begins again.
 */
export function noteDay(before: JobRow, after: JobRow, verdict: Verdict | null, now: Instant, today: Today): NotedDay {
  if (verdict === null) return { row: after, ended: null };
  const noted = before.days;
  const passed = noted === null ? 0 : (daysBetween(noted.today.day, today.date) ?? -2);
  if (noted !== null && passed === 0) {
    const landed = before.lastGood?.ts !== after.lastGood?.ts;
    const picture = worseOfDay(noted.today.state, said(after, now));
    const isNews = landed || picture !== noted.today.state || sizeOf(after) !== noted.today.sizeBytes;
    if (!isNews) return { row: after, ended: null };
    const day = joined(noted.today, pictureOf(before, after, verdict, now, today));
    return { row: { ...after, days: { ...noted, today: day } }, ended: null };
  }
  if (passed === -1) return { row: after, ended: null };
  const ended =
    noted !== null && passed > 0
      ? {
          ...closed(noted.today, before, after, today.zone),
          runs: runsUntil(today, noted, before, after),
          ...(after.place === null ? {} : { place: after.place }),
        }
      : null;
  const days = {
    today: pictureOf(before, after, verdict, now, today),
    before: lettersBefore(noted, ended, passed),
  };
  return { row: { ...after, days }, ended };
}

function lettersBefore(noted: RowDays | null, ended: JudgedDay | null, passed: number): string {
  if (noted === null) return '';
  if (ended === null) return noted.before.slice(0, Math.max(0, noted.before.length + passed));
  const unknown = letterOf('none').repeat(Math.min(passed - 1, DAYS_BEFORE));
  return `${noted.before}${letterOf(ended.state)}${unknown}`.slice(-DAYS_BEFORE);
}

/** What this check alone says of today. */
function pictureOf(before: JobRow, after: JobRow, verdict: Verdict, now: Instant, today: Today): JudgedDay {
  const peak = peakAge(runTimes(before, after), today.begins, now);
  const age = verdict.dataAtRiskS;
  return {
    day: today.date,
    state: said(after, now),
    sizeBytes: sizeOf(after),
    ageSeconds: age === null ? null : Math.max(age, peak ?? 0),
  };
}

/** A day that is over, with the age that the newest good run had reached when the next landed, or at midnight. */
function closed(day: JudgedDay, before: JobRow, after: JobRow, zone: string): JudgedDay {
  const span = spanOfDay(zone, day.day);
  // Where there was no good run that day, the remembered ones say nothing of it.
  if (span === null || day.ageSeconds === null) return day;
  const peak = peakAge(runTimes(before, after), span.from, span.until);
  return { ...day, ageSeconds: Math.max(day.ageSeconds, peak ?? 0) };
}

/**
 * What landed since the day before the noted one was over, also on days without a check; on the first day whatever was
 * there. The runs that are remembered, so that nothing more is kept in the row.
 */
function runsUntil({ zone, begins }: Today, { today, before: letters }: RowDays, before: JobRow, after: JobRow) {
  const from = letters === '' ? Number.NEGATIVE_INFINITY : (spanOfDay(zone, today.day)?.from ?? begins);
  const old = before.place === after.place ? before.runs : [];
  return [...after.runs, ...old.filter(({ ts, sizeBytes }) => findSeen(after.runs, ts, sizeBytes) === undefined)]
    .filter(({ ts }) => ts >= from && ts < begins)
    .sort((a, b) => b.ts - a.ts)
    .map(({ ts, sizeBytes, finding }) => ({ ts, sizeBytes, finding }));
}

function joined(noted: JudgedDay, fresh: JudgedDay): JudgedDay {
  const ages = [noted.ageSeconds, fresh.ageSeconds].filter((age) => age !== null);
  return {
    day: noted.day,
    state: worseOfDay(noted.state, fresh.state),
    sizeBytes: fresh.sizeBytes,
    ageSeconds: ages.length === 0 ? null : Math.max(...ages),
  };
}

function said(row: JobRow, now: Instant): JudgedDay['state'] {
  return quietedOf(row, now) === null ? row.state : 'quiet';
}

function sizeOf(row: JobRow): number | null {
  return row.latest?.sizeBytes ?? null;
}

/**
 * When good runs landed, oldest first: the one that was the newest, and those since. Where this many are new that others
 * may lie between, the gap before them is not known, and counts only if the job was failing until then.
 */
function runTimes(before: JobRow, after: JobRow): Instant[] {
  const old = before.place === after.place ? before.lastGood?.ts : undefined;
  const fresh = after.runs.filter((run) => isGood(run) && (old === undefined || run.ts > old)).map(({ ts }) => ts);
  const isWhole = fresh.length < MAX_JUDGED || before.state !== 'green' || before.wouldBe !== null;
  return [...(old !== undefined && isWhole ? [old] : []), ...fresh].sort((a, b) => a - b);
}

/** The greatest age that the newest of these runs had between two instants, in whole seconds; null when none was. */
function peakAge(times: readonly Instant[], from: Instant, until: Instant): number | null {
  let peak: number | null = null;
  for (const [index, ts] of times.entries()) {
    const replaced = times[index + 1] ?? Number.POSITIVE_INFINITY;
    if (ts >= until || replaced <= from) continue;
    peak = Math.max(peak ?? 0, Math.floor((Math.min(replaced, until) - ts) / SECOND_MS));
  }
  return peak;
}
