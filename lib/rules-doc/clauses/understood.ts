import type { Rule, Schedule } from '../../core/decision/rule.ts';
import type { GroupDays, TimeGroup } from '../../core/hours/calendar-times.ts';
import { formatDuration, formatExactBytes } from '../../core/quantity.ts';

const DAY_NAMES = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];

function daysText(weekdays: readonly number[]): string {
  if (weekdays.length === 7) return 'every day';
  if (weekdays.join('') === '12345') return 'on weekdays';
  return `on ${weekdays.map((day) => DAY_NAMES[day - 1]).join(', ')}`;
}

function timeText(minuteOfDay: number): string {
  return `${String(Math.floor(minuteOfDay / 60)).padStart(2, '0')}:${String(minuteOfDay % 60).padStart(2, '0')}`;
}

function groupText({ minutesOfDay, days }: TimeGroup): string {
  return `at ${minutesOfDay.map(timeText).join(' and ')} ${groupDaysText(days)}`;
}

const ORDINALS = ['', 'first', 'second', 'third', 'fourth', 'fifth'];

function groupDaysText(days: GroupDays): string {
  switch (days.kind) {
    case 'weekdays':
      return daysText(days.weekdays);
    case 'month-days':
      return `on ${days.monthDays.map((day) => (day === 'last' ? 'the last day' : `day ${day}`)).join(', ')} of the month`;
    case 'nth-weekdays':
      return `on ${days.nthWeekdays.map(({ nth, weekday }) => `the ${nth === 'last' ? nth : ORDINALS[nth]} ${DAY_NAMES[weekday - 1]}`).join(', ')} of the month`;
  }
}

/** A schedule in words, its allowance after the first comma. */
export function scheduleText(schedule: Schedule, timezone: string): string {
  if (schedule.kind === 'months') {
    return `every ${schedule.months} months, ${formatDuration(schedule.lateS)} late allowed`;
  }
  const limits = `allow ${formatDuration(schedule.allowS)}, alert after ${formatDuration(schedule.hardAfterS, schedule.allowS)}`;
  if (schedule.kind === 'interval') return `every ${formatDuration(schedule.everyS)}, ${limits}`;
  const { times } = schedule;
  const when = times.kind === 'cron' ? `cron "${times.expression}"` : times.groups.map(groupText).join(' and ');
  return `${when} (${timezone}), ${limits}, early ${formatDuration(schedule.earlyS)}`;
}

function escalationText(rule: Rule): string {
  if (rule.escalation.kind === 'never') return 'never escalate';
  return rule.escalation.kind === 'next-day'
    ? 'escalate next day'
    : `escalate after ${formatDuration(rule.escalation.afterS)}`;
}

/** A rule in words as it was understood, every default written out. */
export function describeRule(rule: Rule, checkEveryS: number): string {
  const { floor } = rule;
  const parts = [scheduleText(rule.schedule, rule.timezone)];
  if (floor !== null) {
    parts.push(`at least ${formatExactBytes(floor.bytes)} (alert below ${formatExactBytes(floor.hardBelowBytes)})`);
  }
  if (rule.ceilingBytes !== null) parts.push(`at most ${formatExactBytes(rule.ceilingBytes)}`);
  parts.push(`shrink more than ${rule.shrinkPercent}% alert, ${rule.warnShrinkPercent}% warn`);
  parts.push(`finish within ${formatDuration(rule.finishWithinS)}`);
  parts.push(escalationText(rule));
  parts.push(`check every ${formatDuration(checkEveryS)}`);
  if (rule.starts !== null) parts.push(`starts ${rule.starts}`);
  if (rule.verify !== null) parts.push(`verify ${rule.verify}`);
  if (rule.urgent) parts.push('urgent');
  return parts.join('; ');
}
