import type { CalendarTimes, TimeGroup } from '../hours/calendar-times.ts';
import { DAY_MS, HOUR_MS, type Instant, SECOND_MS } from '../instant.ts';
import type { Job } from '../model/job.ts';
import type { Rule } from '../model/rule.ts';
import type { ListingMode } from './choose-listing.ts';
import { FUTURE_MS } from './collecting.ts';
import { pathPeriod } from './path-period.ts';
import type { PlaceMatcher } from './place-matcher.ts';
import type { RememberedPlace } from './remembered-place.ts';

/** The core judges the newest 30 runs and the one before them. */
const PERIODS_BACK = 31;
const MAX_MONTH_MS = 31 * DAY_MS;

/** Which dates of a dated place can matter: both instants included. */
export interface DatedSpan {
  readonly from: Instant;
  readonly to: Instant;
}

/**
 * From the remembered newest runs on, in `from-newest` mode; 31 periods of the rule, or further back to all remembered
 * runs, and at least a month where no good run is known, in `whole` mode and when nothing is remembered. To 15 minutes from now. `zone` is the one of the names; since a
 * script may name its files in another, a whole look takes names of a day behind and a day ahead as well
 * (docs/design/evidence.md#names).
 */
export function datedSpan(
  matcher: PlaceMatcher,
  { rule, namesIn }: Pick<Job, 'rule' | 'namesIn'>,
  memory: RememberedPlace,
  mode: ListingMode,
  now: Instant,
): DatedSpan {
  const to = now + FUTURE_MS;
  const known = [memory.latest, memory.lastGood].flatMap((run) =>
    run ? [Math.min(run.ts, pathStart(matcher, run.key, namesIn) ?? run.ts - 1)] : [],
  );
  const newestKnown = known.length === 0 ? null : Math.min(...known);
  if (mode === 'from-newest' && newestKnown !== null) return { from: Math.min(newestKnown, now), to };
  // Where the newest are gone, an older one that is still there is the last good copy, however long ago the job stopped;
  // where no good one is known, a month shows whether there is one.
  const oldestSeen = memory.runs.at(-1)?.ts ?? now;
  const least = memory.lastGood === null ? MAX_MONTH_MS : 0;
  const back = Math.min(now - Math.max(lookBackMs(rule), least), oldestSeen);
  return { from: Math.min(back - DAY_MS, newestKnown ?? back), to: to + DAY_MS };
}

function pathStart(matcher: PlaceMatcher, key: string, zone: string): Instant | null {
  // A run folder's own key need not match a template that goes on below it. Its time then names its period, but for
  // a run that was held to the end of it, which is the first instant after.
  const match = matcher.match(key);
  return match === null ? null : (pathPeriod(match.date, zone)?.from ?? null);
}

function lookBackMs(rule: Rule): number {
  const { schedule } = rule;
  if (schedule.kind === 'months') return PERIODS_BACK * schedule.months * MAX_MONTH_MS;
  const periodMs = schedule.kind === 'interval' ? schedule.everyS * SECOND_MS : longestGapMs(schedule.times);
  return Math.max(PERIODS_BACK * periodMs, periodMs + (schedule.allowS + schedule.hardAfterS) * SECOND_MS, DAY_MS);
}

function groupGapMs({ days }: TimeGroup): number {
  if (days.kind === 'weekdays') return (7 / Math.max(1, days.weekdays.length)) * DAY_MS;
  const daysAMonth = days.kind === 'month-days' ? days.monthDays.length : days.nthWeekdays.length;
  return MAX_MONTH_MS / Math.max(1, daysAMonth);
}

/** About how far apart a calendar rule's times are; rather too long than too short. */
function longestGapMs(times: CalendarTimes): number {
  if (times.kind === 'at') return Math.min(...times.groups.map(groupGapMs));
  const [, hour = '*', dayOfMonth = '*', month = '*', weekday = '*'] = times.expression.trim().split(/\s+/);
  if (month !== '*') return 366 * DAY_MS;
  if (dayOfMonth !== '*') return MAX_MONTH_MS;
  if (weekday !== '*') return 7 * DAY_MS;
  return hour === '*' ? HOUR_MS : DAY_MS;
}
