import type { TimeGroup } from '../../core/hours/calendar-times.ts';
import { nextExpected } from '../../core/hours/expected-times.ts';
import { DAY_MS, DAY_S, type Instant } from '../../core/instant.ts';
import type { Schedule } from '../../core/model/rule.ts';
import { Remembered } from '../remembered.ts';
import { cronRunsDaily } from './cron-expression.ts';

/** Any fixed instant will do to look at the gaps between times; this one makes the answer the same every day. */
const FROM = Date.parse('2024-01-01T00:00:00Z');
const TIMES_LOOKED_AT = 40;

const known = new Remembered<boolean>();

/** True when the job runs daily or oftener; for calendar rules, by the smallest gap between two expected times. */
export function runsDaily(schedule: Schedule): boolean {
  if (schedule.kind === 'interval') return schedule.everyS <= DAY_S;
  if (schedule.kind === 'months') return false;
  return schedule.times.kind === 'cron'
    ? cronRunsDaily(schedule.times.expression)
    : groupsRunDaily(schedule.times.groups);
}

function groupsRunDaily(groups: readonly TimeGroup[]): boolean {
  return known.of(JSON.stringify(groups), () => {
    let last: Instant | null = nextExpected({ kind: 'at', groups }, 'UTC', FROM);
    for (let count = 1; count < TIMES_LOOKED_AT && last !== null; count += 1) {
      const next = nextExpected({ kind: 'at', groups }, 'UTC', last);
      if (next !== null && next - last <= DAY_MS) return true;
      last = next;
    }
    return false;
  });
}
