import { ageLimits } from '../hours/age-limits.ts';
import { expectedBefore, skippedJump } from '../hours/expected-times.ts';
import { type Instant, MINUTE_MS, SECOND_MS } from '../instant.ts';
import type { RecentReason } from '../model/reason.ts';
import type { CalendarSchedule, IntervalSchedule, MonthsSchedule, Rule } from '../model/rule.ts';
import type { Finding } from './finding.ts';

/** Cron starts a job that daylight saving skips right after the jump; clocks may differ by this much. */
const BEFORE_JUMP_MS = 2 * MINUTE_MS;

/** What else is known when an age is judged. */
export interface AgeContext {
  /** When a run that is still going started, and until when it may go on; null without one. */
  readonly running: { readonly since: Instant; readonly until: Instant } | null;
  /** When a newer backup that is gone had ended; null where none is. */
  readonly goneTs: Instant | null;
}

/** Whole seconds, rounded up, so that a measured age beyond a threshold never reads as equal to it. */
export function ageSeconds(ts: Instant, now: Instant): number {
  return Math.max(0, Math.ceil((now - ts) / SECOND_MS));
}

/** Judges the age of the newest good run (docs/design/decision.md#recent). Exactly at a line is the milder side. */
export function judgeAge(rule: Rule, ts: Instant, context: AgeContext, now: Instant): Finding<RecentReason> {
  const schedule = rule.schedule;
  return schedule.kind === 'calendar'
    ? judgeCalendar(rule, schedule, ts, context, now)
    : judgeInterval(rule, schedule, ts, context, now);
}

function judgeInterval(
  rule: Rule,
  schedule: IntervalSchedule | MonthsSchedule,
  ts: Instant,
  { running, goneTs }: AgeContext,
  now: Instant,
): Finding<RecentReason> {
  const { freshUntil, hardAfter } = ageLimits(schedule, rule.timezone, ts);
  const [allowS, hardAfterS] = [(freshUntil - ts) / SECOND_MS, (hardAfter - ts) / SECOND_MS];
  const ageS = ageSeconds(ts, now);
  const measures = { measured: ageS, threshold: allowS, clause: 'allow' } as const;
  if (now <= freshUntil) return { result: 'pass', reason: { kind: 'fresh', ageS, allowS }, ...measures };
  const isHeld = running !== null && running.since <= freshUntil;
  const result = now <= hardAfter || isHeld ? 'soft' : 'hard';
  const runningSince = running?.since ?? null;
  return { result, reason: { kind: 'stale', ageS, allowS, hardAfterS, runningSince, goneTs }, ...measures };
}

function judgeCalendar(
  rule: Rule,
  schedule: CalendarSchedule,
  ts: Instant,
  { running, goneTs }: AgeContext,
  now: Instant,
): Finding<RecentReason> {
  const clause = schedule.times.kind;
  const allowMs = schedule.allowS * SECOND_MS;
  const [due, before, beforeThat] = expectedBefore(schedule.times, rule.timezone, now - allowMs, 3);
  const ageS = ageSeconds(ts, now);
  if (due === undefined) {
    const reason = { kind: 'on-time', expected: null, ts } as const;
    return { result: 'pass', reason, measured: ageS, threshold: null, clause };
  }
  const from = countsFrom(rule, schedule, due, before);
  const measures = { measured: ageS, threshold: Math.max(0, Math.round((now - from) / SECOND_MS)), clause } as const;
  if (ts >= from) return { result: 'pass', reason: { kind: 'on-time', expected: due, ts }, ...measures };
  if (running !== null && running.since >= from && running.since <= due + allowMs) {
    return { result: 'pass', reason: { kind: 'running', ...running }, ...measures };
  }
  const missedBefore = before !== undefined && ts < countsFrom(rule, schedule, before, beforeThat);
  const isHard = missedBefore || now > due + schedule.hardAfterS * SECOND_MS;
  const runningSince = running?.since ?? null;
  return {
    result: isHard ? 'hard' : 'soft',
    reason: { kind: 'missed', expected: due, allowS: schedule.allowS, ts, runningSince, goneTs },
    ...measures,
  };
}

/** From when on a run counts for an expected time: a little before it. `before`: the expected time before it. */
export function countsFrom(
  rule: Rule,
  schedule: CalendarSchedule,
  expected: Instant,
  before: Instant | undefined,
): Instant {
  if (schedule.isDeadline && before !== undefined) return before;
  const early = schedule.earlyS * SECOND_MS;
  const from = expected - (before === undefined ? early : Math.min(early, (expected - before) / 2));
  const jump = skippedJump(schedule.times, rule.timezone, expected);
  return jump === null ? from : Math.min(from, jump - BEFORE_JUMP_MS);
}
