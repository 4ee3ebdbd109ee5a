import type { Instant } from '../instant.ts';
import { SECOND_MS } from '../instant.ts';
import type { Schedule } from '../model/rule.ts';
import { addMonths } from './add-months.ts';
import { ageLimits } from './age-limits.ts';
import { expectedBefore } from './expected-times.ts';

/** Whole seconds from a run to where it is too old. */
export interface AgeSpan {
  readonly staleAfterS: number;
  readonly alertAfterS: number;
}

/** Expected times looked back on: two of each week of a year, or a year and more of monthly ones. */
const MAX_TIMES = 104;
const MONTHS_BACK = 12;

/**
 * The greatest age that a good run may reach: of months the longest, of times of day the longest gap between two. Days
 * that are skipped do not count, nor do the hours of daylight saving. Null where there are no two expected times.
 */
export function longestAge(schedule: Schedule, now: Instant): AgeSpan | null {
  switch (schedule.kind) {
    case 'interval':
      return { staleAfterS: schedule.allowS, alertAfterS: schedule.hardAfterS };
    case 'months': {
      const spans = Array.from({ length: MONTHS_BACK }, (_, back) => {
        const ts = addMonths('UTC', now, -back);
        const { freshUntil, hardAfter } = ageLimits(schedule, 'UTC', ts);
        return [freshUntil - ts, hardAfter - ts] as const;
      });
      const longest = (which: 0 | 1) => Math.max(...spans.map((span) => span[which])) / SECOND_MS;
      return { staleAfterS: longest(0), alertAfterS: longest(1) };
    }
    case 'calendar': {
      const { skips: _, ...times } = schedule.times;
      const expected = expectedBefore(times, 'UTC', now, MAX_TIMES);
      const gaps = expected.slice(1).map((earlier, index) => (expected[index] ?? earlier) - earlier);
      if (gaps.length === 0) return null;
      const gapS = Math.max(...gaps) / SECOND_MS;
      return { staleAfterS: gapS + schedule.allowS, alertAfterS: gapS + schedule.hardAfterS };
    }
  }
}
