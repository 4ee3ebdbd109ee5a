import { ageLimits } from '../hours/age-limits.ts';
import { nextExpected } from '../hours/expected-times.ts';
import { localDay } from '../hours/zone.ts';
import { HOUR_MS, type Instant, SECOND_MS } from '../instant.ts';
import type { Rule } from '../model/rule.ts';

/** A notification at 23:55 leaves no one a chance by midnight. */
export const MIN_CHANCE_MS = 6 * HOUR_MS;

/** A break's two clocks: when the owner could first be notified of it, and of its first hard miss. */
export interface BreakClocks {
  readonly toldAt: Instant | null;
  readonly hardToldAt: Instant | null;
}

/**
 * True when the owner has had a fair chance to fix what is broken (docs/design/decision.md#fair-chance).
 * `severity` is the one the job has now.
 */
export function isFairChanceOver(rule: Rule, clocks: BreakClocks, severity: 'soft' | 'hard', now: Instant): boolean {
  const clock = severity === 'hard' ? clocks.hardToldAt : clocks.toldAt;
  if (clock === null) return false;
  const escalation = rule.escalation;
  switch (escalation.kind) {
    case 'never':
      return false;
    case 'after':
      return now >= clock + escalation.afterS * SECOND_MS;
    case 'next-day':
      if (now < clock + MIN_CHANCE_MS) return false;
      if (localDay(rule.timezone, now) <= localDay(rule.timezone, clock)) return false;
      return severity === 'hard' || couldHaveRunAgain(rule, clock, now);
  }
}

/** A soft miss waits a whole period: a weekly export that is a little late is not a manager's business next morning. */
function couldHaveRunAgain(rule: Rule, clock: Instant, now: Instant): boolean {
  const schedule = rule.schedule;
  if (schedule.kind !== 'calendar') return now >= ageLimits(schedule, rule.timezone, clock).dueAt;
  const next = nextExpected(schedule.times, rule.timezone, clock);
  return next !== null && next <= now;
}
