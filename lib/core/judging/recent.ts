import type { EvidenceRead } from '../evidence/evidence.ts';
import { ageLimits } from '../hours/age-limits.ts';
import { nextExpected } from '../hours/expected-times.ts';
import { instantOf, parseDate } from '../hours/zone.ts';
import { type Instant, SECOND_MS } from '../instant.ts';
import type { RecentReason } from '../model/reason.ts';
import type { Rule } from '../model/rule.ts';
import type { TestResult } from '../model/verdict.ts';
import { type AgeContext, ageSeconds, judgeAge } from './age.ts';
import { type Finding, testResult } from './finding.ts';

type RecentFinding = Finding<RecentReason>;

const NO_AGE = { result: 'soft', measured: null, threshold: null, clause: 'allow' } as const;

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
  /** When `latest` ended, where a proof showed that it cannot be restored; null otherwise. */
  readonly refutedTs: Instant | null;
  /** The finished runs remembered of this place, newest first. */
  readonly seen: readonly Ended[];
  /** No finished run is there, and a file or folder is. */
  readonly hasUnended?: boolean;
  readonly futureDated: EvidenceRead['futureDated'];
  /** A run that is still going and has not passed `finish_within`. */
  readonly running: AgeContext['running'];
  readonly place: string;
  /** When the newest signal that says done ended; null without one. */
  readonly newestDone: Instant | null;
  /** Since when a job that only pings waits for the end of a first run; null for any other. */
  readonly waitingSince: Instant | null;
}

/** *Recent?* (docs/design/decision.md#recent). Exactly at a line is the milder side. */
export function judgeRecent(rule: Rule, input: RecentInput, now: Instant): TestResult {
  const { lastGood, running } = input;
  const goneTs = goneOf(input);
  let found = lastGood
    ? (judgeUnchanged(rule, lastGood.ts, input, now) ?? judgeAge(rule, lastGood.ts, { running, goneTs }, now))
    : judgeAbsence(rule, input, now);
  if (found.result === 'pass') found = softMissBeside(input, goneTs) ?? found;
  return testResult(rule, withUncounted(found, input));
}

/** Why the newest one that is there does not count. */
function withUncounted(found: RecentFinding, { refutedTs, futureDated }: RecentInput): RecentFinding {
  const { result, reason } = found;
  if (result === 'pass') return found;
  const isNews = futureDated !== null && reason.kind !== 'future-dated';
  if (refutedTs === null && !isNews) return found;
  return { ...found, reason: { ...reason, ...(refutedTs !== null && { refutedTs }), ...(isNews && { futureDated }) } };
}

/**
 * `unchanged is fine`: a quiet source makes no new file, so its newest success holds the age, so long as the newest
 * good copy is there and no older than the clause allows; a script that writes nowhere looks the same. Null where the
 * copy itself says more, or is in time without it (docs/design/decision.md#unchanged).
 */
function judgeUnchanged(rule: Rule, ts: Instant, input: RecentInput, now: Instant): RecentFinding | null {
  const { newestDone, running } = input;
  if (rule.unchanged === null || newestDone === null || newestDone <= ts) return null;
  if (judgeAge(rule, ts, { running, goneTs: null }, now).result === 'pass') return null;
  const ofSuccess = judgeAge(rule, newestDone, { running, goneTs: null }, now);
  if (ofSuccess.result !== 'pass') return ofSuccess;
  const { withinS } = rule.unchanged;
  const ageS = ageSeconds(ts, now);
  const reason = { kind: 'unchanged', ranTs: newestDone, ts, withinS } as const;
  const measures = { reason, measured: ageS, threshold: withinS, clause: 'unchanged' } as const;
  return { result: ageS > withinS ? 'soft' : 'pass', ...measures };
}

/** When the newest backup had ended, where it is gone and no newer one has landed. */
function goneOf({ lastEvidenceTs, latest }: RecentInput): Instant | null {
  return lastEvidenceTs !== null && (latest === null || latest.ts < lastEvidenceTs) ? lastEvidenceTs : null;
}

/** No good run there: a hard miss, unless the job has not begun yet. */
function judgeAbsence(rule: Rule, input: RecentInput, now: Instant): RecentFinding {
  const none = { measured: null, threshold: allowSeconds(rule), clause: 'allow' } as const;
  const begins = beginningOf(rule);
  if (rule.starts !== null && begins !== null && now <= begins) {
    return { result: 'pass', reason: { kind: 'not-expected-yet', starts: rule.starts }, ...none };
  }
  const until = input.waitingSince === null ? null : firstPingUntil(rule, input.waitingSince);
  if (until !== null && now <= until) return { result: 'pass', reason: { kind: 'first-ping', until }, ...none };
  const seen = {
    count: input.seen.length,
    newestTs: input.seen[0]?.ts ?? input.lastEvidenceTs,
    ...(input.hasUnended === true && { hasUnended: true as const }),
  };
  return {
    result: 'hard',
    reason: {
      kind: 'no-good-run',
      place: input.place,
      runningSince: input.running?.since ?? null,
      seen: input.latest === null ? seen : null,
    },
    ...none,
  };
}

/** When the day begins on which a job starts; null for one that does not say. */
export function startOf({ starts, timezone }: Rule): Instant | null {
  const day = starts === null ? null : parseDate(starts);
  return day === null ? null : instantOf(timezone, day);
}

/**
 * Until when no backup is expected of a job that says `starts`; null without. By the calendar until the allowance of the
 * first time from that day on is over, which is no midnight.
 */
export function beginningOf(rule: Rule): Instant | null {
  const begins = startOf(rule);
  if (begins === null) return null;
  return rule.schedule.kind === 'calendar' ? firstPingUntil(rule, begins - 1) : begins + allowSeconds(rule) * SECOND_MS;
}

/** Until when a job that only pings and was first checked at `since` may be without its first ping. */
export function firstPingUntil(rule: Rule, since: Instant): Instant {
  const { schedule, timezone } = rule;
  if (schedule.kind !== 'calendar') return ageLimits(schedule, timezone, since).freshUntil;
  return (nextExpected(schedule.times, timezone, since) ?? since) + schedule.allowS * SECOND_MS;
}

function allowSeconds({ schedule }: Rule): number {
  return schedule.kind === 'months' ? (schedule.maxAgeS ?? schedule.lateS) : schedule.allowS;
}

/** What makes an otherwise passing test a soft miss. */
function softMissBeside({ futureDated }: RecentInput, goneTs: Instant | null): RecentFinding | null {
  if (goneTs !== null) return { reason: { kind: 'newest-gone', ts: goneTs }, ...NO_AGE };
  return futureDated ? { reason: { kind: 'future-dated', ...futureDated }, ...NO_AGE } : null;
}

/** While the place cannot be read: judged by what is remembered, and at least a soft miss. */
export function judgeUnread(
  rule: Rule,
  remembered: Instant | null,
  unreadable: { readonly count: number; readonly since: Instant; readonly error: string },
  now: Instant,
): TestResult {
  const { measured, threshold, clause, result } =
    remembered === null ? NO_AGE : judgeAge(rule, remembered, { running: null, goneTs: null }, now);
  const { count, since, error } = unreadable;
  const reason = { kind: 'unread-again', count, since, error } as const;
  return testResult(rule, { result: result === 'hard' ? 'hard' : 'soft', reason, measured, threshold, clause });
}
