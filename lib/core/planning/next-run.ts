import { ageLimits } from '../hours/age-limits.ts';
import { expectedBefore, nextExpected } from '../hours/expected-times.ts';
import type { Instant } from '../instant.ts';
import { countsFrom } from '../judging/age.ts';
import type { Rule } from '../model/rule.ts';

/**
 * When the first run is expected that one which ended at `latest` is not: at or before `now` where it is overdue. Null
 * where none is expected any more.
 */
export function nextRun(rule: Rule, latest: Instant, now: Instant): Instant | null {
  const { schedule, timezone } = rule;
  if (schedule.kind !== 'calendar') return ageLimits(schedule, timezone, latest).dueAt;
  const { times } = schedule;
  const [newest, beforeIt] = expectedBefore(times, timezone, now, 2);
  let before = beforeIt;
  let expected = newest ?? nextExpected(times, timezone, now);
  while (expected !== null && latest >= countsFrom(rule, schedule, expected, before)) {
    before = expected;
    expected = nextExpected(times, timezone, expected);
  }
  return expected;
}
