import type { RecentReason } from '../decision/reason.ts';
import type { CalendarSchedule, Clause, IntervalSchedule, MonthsSchedule, Rule } from '../decision/rule.ts';
import type { EvidenceRead } from '../evidence/evidence.ts';
import { ageLimits } from '../hours/age-limits.ts';
import { expectedBefore } from '../hours/expected-times.ts';
import { instantOf, parseDate } from '../hours/zone.ts';
import { type Instant, SECOND_MS } from '../instant.ts';
import { SEVERITY_RANK, type Severity } from '../model/severity.ts';
import type { TestResult } from './verdict.ts';

/** What the test asks of a run: when it ended. */
interface Ended {
  readonly ts: Instant;
}

export interface RecentInput {
  /** The newest good run that is there; null if none. */
  readonly lastGood: Ended | null;
  /** The newest finished run that is there; null if none. */
  readonly latest: Ended | null;
  /** The highest `ts` of a finished run ever seen at this place. */
  readonly lastEvidenceTs: Instant | null;
  readonly futureDated: EvidenceRead['futureDated'];
  /** When a run that is still going started: it changes the message, not the test. */
  readonly runningSince: Instant | null;
  readonly place: string;
}

interface Judgement {
  readonly severity: Severity;
  readonly reason: RecentReason;
  readonly measured: number | null;
  readonly threshold: number | null;
  readonly clause: Clause;
}

/** *Recent?* (decision page, 2.2). Exactly at a line is the milder side. */
export function judgeRecent(rule: Rule, input: RecentInput, now: Instant): TestResult {
  let judgement = input.lastGood ? judgeAge(rule, input.lastGood.ts, input, now) : judgeAbsence(rule, input, now);
  if (judgement.severity === 'none') judgement = judgeAnomalies(input) ?? judgement;
  return {
    result: judgement.severity === 'none' ? 'pass' : judgement.severity,
    reason: judgement.reason,
    measured: judgement.measured,
    threshold: judgement.threshold,
    at: rule.at(judgement.clause),
  };
}

/** Whole seconds, rounded up, so that a measured age beyond a threshold never reads as equal to it. */
export function ageSeconds(ts: Instant, now: Instant): number {
  return Math.max(0, Math.ceil((now - ts) / SECOND_MS));
}

/** The age test alone; also what a remembered run is judged by while its place cannot be read. */
export function judgeAge(
  rule: Rule,
  ts: Instant,
  context: { readonly runningSince: Instant | null },
  now: Instant,
): Judgement {
  const schedule = rule.schedule;
  return schedule.kind === 'calendar'
    ? judgeCalendar(rule, schedule, ts, context.runningSince, now)
    : judgeInterval(rule, schedule, ts, context.runningSince, now);
}

function judgeInterval(
  rule: Rule,
  schedule: IntervalSchedule | MonthsSchedule,
  ts: Instant,
  runningSince: Instant | null,
  now: Instant,
): Judgement {
  const { freshUntil, hardAfter } = ageLimits(schedule, rule.timezone, ts);
  const [allowS, hardAfterS] = [(freshUntil - ts) / SECOND_MS, (hardAfter - ts) / SECOND_MS];
  const ageS = ageSeconds(ts, now);
  const severity = now <= freshUntil ? 'none' : now <= hardAfter ? 'soft' : 'hard';
  return {
    severity,
    reason:
      severity === 'none' ? { kind: 'fresh', ageS, allowS } : { kind: 'stale', ageS, allowS, hardAfterS, runningSince },
    measured: ageS,
    threshold: allowS,
    clause: 'allow',
  };
}

function judgeCalendar(
  rule: Rule,
  schedule: CalendarSchedule,
  ts: Instant,
  runningSince: Instant | null,
  now: Instant,
): Judgement {
  const clause = schedule.times.kind;
  const allowMs = schedule.allowS * SECOND_MS;
  const [due, before, beforeThat] = expectedBefore(schedule.times, rule.timezone, now - allowMs, 3);
  const ageS = ageSeconds(ts, now);
  if (due === undefined) {
    return {
      severity: 'none',
      reason: { kind: 'on-time', expected: null, ts },
      measured: ageS,
      threshold: null,
      clause,
    };
  }
  const from = due - earlyMs(schedule, due, before);
  const measures = { measured: ageS, threshold: Math.max(0, Math.round((now - from) / SECOND_MS)), clause } as const;
  if (ts >= from) return { severity: 'none', reason: { kind: 'on-time', expected: due, ts }, ...measures };
  const missedBefore = before !== undefined && ts < before - earlyMs(schedule, before, beforeThat);
  const isHard = missedBefore || now > due + schedule.hardAfterS * SECOND_MS;
  return {
    severity: isHard ? 'hard' : 'soft',
    reason: { kind: 'missed', expected: due, allowS: schedule.allowS, ts, runningSince },
    ...measures,
  };
}

function earlyMs(schedule: CalendarSchedule, expected: Instant, before: Instant | undefined): number {
  if (schedule.isDeadline && before !== undefined) return expected - before;
  const early = schedule.earlyS * SECOND_MS;
  return before === undefined ? early : Math.min(early, (expected - before) / 2);
}

/** No good run there: a hard miss, unless the job has not begun yet. */
function judgeAbsence(rule: Rule, input: RecentInput, now: Instant): Judgement {
  const { schedule } = rule;
  const allowS = schedule.kind === 'months' ? (schedule.maxAgeS ?? schedule.lateS) : schedule.allowS;
  const none = { measured: null, threshold: allowS, clause: 'allow' } as const;
  if (rule.starts !== null) {
    const day = parseDate(rule.starts);
    const begins = day === null ? null : instantOf(rule.timezone, day);
    if (begins !== null && now <= begins + allowS * SECOND_MS) {
      return { severity: 'none', reason: { kind: 'not-expected-yet', starts: rule.starts }, ...none };
    }
  }
  return {
    severity: 'hard',
    reason: { kind: 'no-good-run', place: input.place, runningSince: input.runningSince },
    ...none,
  };
}

/** What makes an otherwise passing test a soft miss. */
function judgeAnomalies(input: RecentInput): Judgement | null {
  const measures = { measured: null, threshold: null, clause: 'allow' } as const;
  const { lastEvidenceTs, latest, futureDated } = input;
  if (lastEvidenceTs !== null && (latest === null || latest.ts < lastEvidenceTs)) {
    return { severity: 'soft', reason: { kind: 'newest-gone', ts: lastEvidenceTs }, ...measures };
  }
  if (futureDated) return { severity: 'soft', reason: { kind: 'future-dated', ...futureDated }, ...measures };
  return null;
}

/** While the place cannot be read: judged by the remembered good run, and at least a soft miss (section 3). */
export function judgeUnread(
  rule: Rule,
  remembered: Ended | null,
  unreadable: { readonly count: number; readonly since: Instant; readonly error: string },
  now: Instant,
): TestResult {
  const age = remembered ? judgeAge(rule, remembered.ts, { runningSince: null }, now) : null;
  const severity = age && SEVERITY_RANK[age.severity] > SEVERITY_RANK.soft ? 'hard' : 'soft';
  return {
    result: severity,
    reason: { kind: 'unread-again', ...unreadable },
    measured: age?.measured ?? null,
    threshold: age?.threshold ?? null,
    at: rule.at(age?.clause ?? 'allow'),
  };
}
