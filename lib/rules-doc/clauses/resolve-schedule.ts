import type { CalendarTimes, GroupDays } from '../../core/hours/calendar-times.ts';
import { DAY_S, HOUR_S, MINUTE_S } from '../../core/instant.ts';
import type { CalendarSchedule, IntervalSchedule, MonthsSchedule, Schedule } from '../../core/model/rule.ts';
import { formatDuration } from '../../core/quantity.ts';
import type { Period } from '../sentence/slots/duration.ts';
import { formatTime } from '../sentence/slots/time.ts';
import type { ProblemCode } from '../yaml/problem-code.ts';
import type { Deadline } from './by.ts';
import type { ClauseSet, PlacedClause } from './clause-set.ts';
import { secondsOf, settleAllowance } from './settle-allowance.ts';

const DEFAULT_EXTRA_PERCENT = 10;
const DEFAULT_MONTHS_LATE_S = 3 * DAY_S;
const DEFAULT_CALENDAR_ALLOW_S = HOUR_S;
const DEFAULT_EARLY_S = 30 * MINUTE_S;
const MIN_CALENDAR_MARGIN_S = 30 * MINUTE_S;
const DAY_MINUTES = 24 * 60;
const NOMINAL_MONTH_S = 30 * DAY_S;

const EVERY_DAY: GroupDays = { kind: 'weekdays', weekdays: [1, 2, 3, 4, 5, 6, 7] };

/** Logs a problem between clauses: code, the clause that is wrong, message. */
export type LogProblem = (code: ProblemCode, clause: PlacedClause<unknown>, message: string) => void;

/** When runs are expected, from merged clauses; null where none says. Source: docs/design/decision.md#recent. */
export function resolveSchedule(
  clauses: ClauseSet,
  marginPercent: number,
  skips: readonly string[],
  logProblem: LogProblem,
): Schedule | null {
  const { every, at, by, cron } = clauses;
  if (every !== undefined && 'months' in every.value)
    return months(clauses, every.value.months, marginPercent, logProblem);
  if (every !== undefined && 'seconds' in every.value) return interval(clauses, every.value, marginPercent, logProblem);
  const skipped = skips.length === 0 ? {} : { skips };
  if (at !== undefined) {
    return calendar(clauses, { kind: 'at', groups: at.value, ...skipped }, marginPercent, logProblem);
  }
  if (cron !== undefined)
    return calendar(clauses, { kind: 'cron', expression: cron.value, ...skipped }, marginPercent, logProblem);
  if (by !== undefined) return calendar(clauses, deadlineTimes(by.value, skipped), marginPercent, logProblem);
  return null;
}

function deadlineTimes({ minuteOfDay, days }: Deadline, skipped: { skips?: readonly string[] }): CalendarTimes {
  return { kind: 'at', groups: [{ minutesOfDay: [minuteOfDay], days: days ?? EVERY_DAY }], ...skipped };
}

/** `allow` as a time, null where it is not said or has a problem, which is logged. */
function allowance({ allow }: ClauseSet, every: Period | null, logProblem: LogProblem): number | null {
  if (allow === undefined) return null;
  const settled = settleAllowance(allow.value, every);
  if (settled.ok) return settled.value;
  logProblem(settled.code, allow, settled.message);
  return null;
}

function interval(
  clauses: ClauseSet,
  every: Extract<Period, { seconds: number }>,
  marginPercent: number,
  logProblem: LogProblem,
): IntervalSchedule {
  const { allow, late, alert_after } = clauses;
  const extra = late?.value.kind === 'share' ? late.value.percent : DEFAULT_EXTRA_PERCENT;
  const usual =
    late?.value.kind === 'time' ? every.seconds + late.value.seconds : Math.round(every.seconds * (1 + extra / 100));
  const allowS = allowance(clauses, every, logProblem) ?? usual;
  const hardAfterS = alert_after?.value ?? Math.round(allowS * (1 + marginPercent / 100));
  const isDefault = allow === undefined && late === undefined;
  checkAlertAfter(clauses, allowS, isDefault ? `${DEFAULT_EXTRA_PERCENT}% over every by default` : null, logProblem);
  return { kind: 'interval', everyS: every.seconds, allowS, hardAfterS };
}

function months(clauses: ClauseSet, count: number, marginPercent: number, logProblem: LogProblem): MonthsSchedule {
  const { late, alert_after } = clauses;
  const lateS =
    late === undefined
      ? DEFAULT_MONTHS_LATE_S
      : late.value.kind === 'time'
        ? late.value.seconds
        : Math.round((count * NOMINAL_MONTH_S * late.value.percent) / 100);
  const maxAgeS = allowance(clauses, { months: count }, logProblem);
  checkAlertAfter(
    clauses,
    maxAgeS ?? secondsOf({ months: count }) + lateS,
    maxAgeS === null ? 'by the calendar' : null,
    logProblem,
  );
  return { kind: 'months', months: count, lateS, maxAgeS, hardAfterS: alert_after?.value ?? null, marginPercent };
}

function calendar(
  clauses: ClauseSet,
  times: CalendarTimes,
  marginPercent: number,
  logProblem: LogProblem,
): CalendarSchedule {
  const { at, by, cron, late, early, alert_after } = clauses;
  const isDeadline = at === undefined && cron === undefined;
  const lateS = late?.value.kind === 'time' ? late.value.seconds : null;
  const usual = isDeadline ? 0 : DEFAULT_CALENDAR_ALLOW_S;
  const span = at !== undefined && by !== undefined ? spanOf(at.value, by, logProblem) : null;
  const allowed = allowance(clauses, null, logProblem);
  const allowS = span ?? allowed ?? lateS ?? usual;
  const margin = Math.max((allowS * marginPercent) / 100, MIN_CALENDAR_MARGIN_S);
  const hardAfterS = alert_after?.value ?? Math.round(allowS + margin);
  checkAlertAfter(clauses, allowS, (allowed ?? lateS ?? span) ? null : 'by default', logProblem);
  return { kind: 'calendar', times, allowS, hardAfterS, earlyS: early?.value ?? DEFAULT_EARLY_S, isDeadline };
}

/** From the time of day to the deadline, over midnight where it is earlier. */
function spanOf(
  groups: readonly { readonly minutesOfDay: readonly number[] }[],
  by: PlacedClause<Deadline>,
  logProblem: LogProblem,
): number | null {
  const minutes = [...new Set(groups.flatMap(({ minutesOfDay }) => minutesOfDay))];
  const [only, second] = minutes;
  const time = formatTime(by.value.minuteOfDay);
  if (only === undefined || second !== undefined) {
    const times = minutes.map(formatTime).join(' and ');
    logProblem(
      'SCHEDULE_TWICE',
      by,
      `by ${time} is one deadline, and there are several times of day (${times}); write allow and a time such as 2 hours`,
    );
    return null;
  }
  const span = (by.value.minuteOfDay - only + DAY_MINUTES) % DAY_MINUTES;
  if (span === 0)
    logProblem('SCHEDULE_TWICE', by, `by ${time} is the time at which the run begins; write a later time`);
  return span * MINUTE_S;
}

function checkAlertAfter(
  { alert_after }: ClauseSet,
  allowS: number,
  defaulted: string | null,
  logProblem: LogProblem,
): void {
  if (alert_after === undefined || alert_after.value >= allowS) return;
  const window = formatDuration(allowS, alert_after.value);
  const allow = defaulted === null ? `allow ${window}` : `allow, which is ${window} (${defaulted})`;
  const message = `alert after ${formatDuration(alert_after.value, allowS)} is shorter than ${allow}; use ${window} or more, or a shorter allow`;
  logProblem('ALERT_BEFORE_WINDOW', alert_after, message);
}
