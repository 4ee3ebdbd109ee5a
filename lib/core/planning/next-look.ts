import type { Decision, DecisionInput } from '../decision/decision.ts';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS, SECOND_MS } from '../instant.ts';
import type { Job } from '../model/job.ts';
import type { JobRow, PlannedLook } from '../model/job-row.ts';
import { nextVerdict } from './next-change.ts';
import { nextRun } from './next-run.ts';

/** By then after it was expected, most runs have landed. */
const LANDED_AFTER_MS = 15 * MINUTE_MS;
/** No look is planned further ahead than a day and an hour: what claims to be was planned by another clock. */
const MAX_AHEAD_MS = DAY_MS + HOUR_MS;

/** Whether a planned look is due, or cannot be believed. A row that no pass could judge goes on being due. */
export function isDue({ at }: Pick<PlannedLook, 'at'>, now: Instant): boolean {
  return at <= now || at > now + MAX_AHEAD_MS;
}

/**
 * When a job that was looked at is to be looked at again (docs/design/evidence.md#when): when its next run should have
 * landed, at the next line that its verdict can cross, within a day; and at the pace of its `check` while anything is
 * open. `decision` is what the look gave.
 */
export function nextLook(
  { checkEveryS, isCheckSaid, proofOf }: Pick<Job, 'checkEveryS' | 'isCheckSaid' | 'proofOf'>,
  input: DecisionInput,
  decision: Decision,
): Instant {
  const { now } = input;
  const pace = nextPeriod(checkEveryS, now);
  // A proof may come at any time, and costs no listing.
  if (isCheckSaid || proofOf !== undefined || decision.verdict === null) return pace;
  const usual = Math.min(
    isOpen(decision) ? pace : afterNextRun(input, decision.row, pace),
    wholeLook(decision.row, now),
  );
  return nextVerdict(input, decision, usual) ?? usual;
}

/** When the next period of `everyS` seconds begins, after `now`. */
export function nextPeriod(everyS: number, now: Instant): Instant {
  const everyMs = everyS * SECOND_MS;
  return (Math.floor(now / everyMs) + 1) * everyMs;
}

/** Whether anything may change that no clock knows of: someone is at work on it, or the sentinel itself is. */
function isOpen({ verdict, row }: Decision): boolean {
  const { state, wouldBe, unreadable, pendingFixed, latest } = row;
  const isRaised = state !== 'green' || wouldBe !== null || unreadable !== null || pendingFixed !== null;
  return isRaised || verdict?.worst !== 'none' || verdict.running !== null || latest?.looked?.finding === 'pending';
}

/** Not oftener than at the pace of `check`, also where runs are expected every few minutes. */
function afterNextRun({ rule, now }: DecisionInput, { latest }: JobRow, pace: Instant): Instant {
  if (latest === null) return pace;
  const expected = nextRun(rule, latest.ts, now);
  return expected === null ? Number.POSITIVE_INFINITY : Math.max(expected + LANDED_AFTER_MS, pace);
}

/** A day after the last whole look; at a whole hour, so that another look meanwhile does not move it. */
function wholeLook({ listing }: JobRow, now: Instant): Instant {
  const lastAt = listing?.lastFullAt ?? now;
  const from = lastAt > now - DAY_MS && lastAt <= now ? lastAt : now;
  return Math.ceil((from + DAY_MS) / HOUR_MS) * HOUR_MS;
}
