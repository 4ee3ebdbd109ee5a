import type { GroupDays } from '../../core/hours/calendar-times.ts';
import { formatDays } from '../sentence/slots/format-days.ts';
import { formatTime } from '../sentence/slots/time.ts';
import { weekdayName } from '../sentence/slots/weekday.ts';
import { refusal } from './clause.ts';

type Days = { readonly days: GroupDays };

const withTimes = (days: GroupDays) => {
  const on = formatDays(days);
  return `at 02:00${on === '' ? '' : ` ${on}`}`;
};

/** What names days or times and leaves one of them open; each is refused with what to write. */
export const TIMES_LEFT_OPEN = [
  refusal<[Days]>(
    '{when}',
    ({ days }) => `these days have no time of day; write ${withTimes(days)}, with the time at which it runs`,
    'DAYS_WITHOUT_TIME',
  ),
  refusal<[number]>(
    '(weekly | once a week | every week) (at | around | about) {time}',
    (time) => `which day of the week is not said; write at ${formatTime(time)} on mon, with the day that is meant`,
    'DAYS_WITHOUT_TIME',
  ),
  refusal<[number]>(
    '(monthly | once a month | every month) (at | around | about) {time}',
    (time) =>
      `which day of the month is not said; write at ${formatTime(time)} on the 1st of the month, with the day that is meant`,
    'DAYS_WITHOUT_TIME',
  ),
  ...(
    [
      ['(night | nights)', '23:00'],
      ['(morning | mornings)', '06:00'],
      ['(afternoon | afternoons)', '14:00'],
      ['(evening | evenings)', '20:00'],
    ] as const
  ).map(([words, time]) =>
    refusal<[Days]>(
      `{when} ${words}`,
      ({ days }) =>
        `the time of day is not said; write ${withTimes(days).replace('02:00', time)}, with the time at which it runs`,
      'DAYS_WITHOUT_TIME',
    ),
  ),
  refusal<[number, number]>(
    '[on] [the | every] (first | second | third | fourth | last) {weekday} (at | around | by) {time}',
    (weekday, time) =>
      `of what it is the first or the last is not said; write at ${formatTime(time)} on the first ${weekdayName(weekday)} of the month, with the one that is meant`,
  ),
  refusal(
    '[at] [the] (end | month-end | month end) [of [the | each | every] month]',
    () => 'write the time as well: at 23:00 on the last day of the month',
    'DAYS_WITHOUT_TIME',
  ),
  refusal(
    '[at] [the] (start | beginning) of [the | each | every] month',
    () => 'write the time as well: at 02:00 on the 1st of the month',
    'DAYS_WITHOUT_TIME',
  ),
  refusal(
    '(in the | during the | overnight | at) (morning | evening | afternoon | night) ',
    () => 'write the time of day, such as at 02:00',
    'BAD_TIME',
  ),
  refusal('overnight', () => 'write the time of day, such as at 02:00; or every 24 hours', 'BAD_TIME'),
  refusal<[number, number]>(
    'every (other | second | 2nd | alternate) {weekday} (at | around) {time}',
    (weekday, time) => otherWeek(weekday, formatTime(time)),
  ),
  refusal<[number]>('every (other | second | 2nd | alternate) {weekday}', (weekday) => otherWeek(weekday, '02:00')),
  refusal(
    '[no alerts | no alert | no runs | no backups | none | not | never] (except | excluding | not | but not | skip | on | apart from) [on | for | during] [public | bank | national] (holidays | holiday | vacation | christmas)',
    () =>
      'dates without runs are a key of their own; write skips: and a country such as SG, or a calendar, under the job',
  ),
];

function otherWeek(weekday: number, time: string): string {
  const day = weekdayName(weekday);
  return `which of the weeks is not said; write every 14 days, or days of the month: at ${time} on the first ${day} and the third ${day} of the month`;
}
