import { DAY_S, MINUTE_S } from '../../core/instant.ts';
import { formatPeriod, type Period } from '../sentence/slots/duration.ts';
import { refusal } from './clause.ts';

/** What says how often and leaves it open; each is refused with what to write. */
export const FREQUENCIES_LEFT_OPEN = [
  refusal<[{ text: string }]>(
    '(every | each | once every) {number}',
    ({ text }) => `every ${text} has no unit; write every ${text} hours, or every ${text} days`,
    'WRONG_UNIT',
  ),
  refusal<[{ text: string }, Period]>(
    '(every | each) {number} (to | - | \u2013 | or) {period}',
    ({ text }, longest) =>
      `"every ${text}" and a longest time are two clauses; write every ${text} hours; allow ${periodText(longest)}`,
  ),
  refusal(
    '(biweekly | bi-weekly)',
    () => 'biweekly may be every 2 weeks or twice a week; write every 14 days, or at 02:00 on mon, thu',
  ),
  refusal(
    '(bimonthly | bi-monthly)',
    () =>
      'bimonthly may be every 2 months or twice a month; write every 2 months, or at 02:00 on the 1st and the 15th of the month',
  ),
  refusal(
    '(biannually | bi-annually | biannual)',
    () => 'biannually may be twice a year or every 2 years; write every 6 months, or every 24 months',
  ),
  refusal(
    '(twice | two times | 2 times | 2x) (a | per | each | every) week',
    () => 'write the days: at 02:00 on mon, thu; or the time between: every 84 hours',
  ),
  refusal(
    '(three | 3) times (a | per | each | every) week',
    () => 'write the days: at 02:00 on mon, wed, fri; or the time between: every 56 hours',
  ),
  refusal(
    '(twice | two times | 2 times | 2x) (a | per | each | every) month',
    () => 'write the days: at 02:00 on the 1st and the 15th of the month; or the time between: every 15 days',
  ),
  refusal(
    'every (morning | evening | afternoon | lunchtime)',
    () => 'write the time of day, such as at 06:00 or at 18:00; or every 24 hours',
  ),
  refusal<[{ text: string }]>(
    '{number} times (a | per | each | every) day',
    ({ text }) =>
      `write the times of day, such as at 02:00 and 14:00; or the time between: every ${formatPeriod(Math.round(DAY_S / Math.max(1, Number(text)) / MINUTE_S) * MINUTE_S)}`,
  ),
  refusal(
    '(occasionally | sometimes | often | frequently | regularly | periodically | rarely | continuously | constantly | now and then)',
    () => 'write how often, such as every 24 hours or every 15 minutes',
  ),
  refusal('(real-time | realtime | live)', () => 'write how often at least, such as every 15 minutes'),
];

function periodText(value: Period): string {
  return 'months' in value ? `${value.months} months` : formatPeriod(value.seconds);
}
