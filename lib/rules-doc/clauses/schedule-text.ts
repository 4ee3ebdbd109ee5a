import type { TimeGroup } from '../../core/hours/calendar-times.ts';
import type { Rule } from '../../core/model/rule.ts';
import { formatDuration } from '../../core/quantity.ts';
import { formatDays } from '../sentence/slots/format-days.ts';
import { formatTime } from '../sentence/slots/time.ts';

/** Times of day as the understood text has them: `at 02:00 on weekdays and at 04:00 every day`. */
export function describeGroups(groups: readonly TimeGroup[], isDeadline: boolean): string {
  return groups
    .map(({ minutesOfDay, days }) => {
      const on = formatDays(days);
      return `${isDeadline ? 'by' : 'at'} ${minutesOfDay.map(formatTime).join(' and ')} ${on === '' ? 'every day' : on}`;
    })
    .join(' and ');
}

/** When the rule expects runs, for the list of changes. */
export function scheduleText({ schedule, timezone }: Rule): string {
  switch (schedule.kind) {
    case 'interval':
      return `every ${formatDuration(schedule.everyS)}`;
    case 'months':
      return `every ${schedule.months} months (${timezone})`;
    case 'calendar': {
      const { times, isDeadline } = schedule;
      const skips = times.skips === undefined || times.skips.length === 0 ? '' : `, not on ${times.skips.length} dates`;
      const when = times.kind === 'cron' ? `cron "${times.expression}"` : describeGroups(times.groups, isDeadline);
      return `${when} (${timezone})${skips}`;
    }
  }
}
