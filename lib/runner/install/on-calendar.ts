import type { CronFields, Schedule } from './install-request.ts';

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/**
 * A schedule as systemd's calendar events (systemd.time), one for each line `OnCalendar=`. Two where cron's day of the
 * month and day of the week are both named: cron then runs on either, which one event cannot say.
 */
export function onCalendar(schedule: Schedule): readonly string[] {
  if (schedule.kind === 'calendar') return [schedule.expression];
  const [minute, hour, day, month, weekday] = schedule.fields;
  const time = `${numbers(hour, 0, 2)}:${numbers(minute, 0, 2)}:00`;
  const date = (of: string): string => `*-${numbers(month, 1, 2)}-${numbers(of, 1, 2)}`;
  const onDays = `${weekdays(weekday)} ${date('*')} ${time}`;
  if (isAny(weekday)) return [`${date(day)} ${time}`];
  return isAny(day) ? [onDays] : [`${date(day)} ${time}`, onDays];
}

/** Cron's own rule: a field that begins with a star, also with a step, leaves the choice to the other one. */
function isAny(field: CronFields[number]): boolean {
  return field === '*';
}

/** `*`, `5`, `1..5`, `0/15`, `9..17/2`, with commas between. */
function numbers(field: string, least: number, digits: number): string {
  const padded = (number: string): string => number.padStart(digits, '0');
  return field
    .split(',')
    .map((part) => {
      const [range = '', step] = part.split('/');
      const [from = '', to] = range.split('-');
      const base = range === '*' ? (step === undefined ? '*' : padded(String(least))) : padded(from);
      return `${base}${to === undefined ? '' : `..${padded(to)}`}${step === undefined ? '' : `/${step}`}`;
    })
    .join(',');
}

/** Days by name, each written out: systemd's ranges know no steps. */
function weekdays(field: string): string {
  const days = new Set<number>();
  for (const part of field.split(',')) {
    const [range = '', step = '1'] = part.split('/');
    const [from = '0', to = from] = range === '*' ? ['0', '6'] : range.split('-');
    for (let day = Number(from); day <= Number(to); day += Number(step)) days.add(day % 7);
  }
  return [...days]
    .sort((a, b) => a - b)
    .map((day) => DAYS[day])
    .join(',');
}
