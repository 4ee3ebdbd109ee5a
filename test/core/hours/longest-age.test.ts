import { expect, test } from 'vitest';
import { longestAge } from '../../../lib/core/hours/longest-age.ts';
import { read, withRule } from '../../rules-doc/read.ts';

const NOW = Date.parse('2026-11-29T10:00:00Z');
const HOUR_S = 3600;
const DAY_S = 24 * HOUR_S;

test.each([
  ['an interval by its window', 'every 24 hours, allow 26; alert after 32 hours', 26 * HOUR_S, 32 * HOUR_S],
  ['one time a day', 'at 02:00', 25 * HOUR_S, 25.5 * HOUR_S],
  ['several times a day, over the longest gap', 'at 02:00 and 08:00', 19 * HOUR_S, 19.5 * HOUR_S],
  ['weekdays, over the weekend', 'weekdays at 22:00, allow 3 hours', 75 * HOUR_S, 75.75 * HOUR_S],
  ['a deadline', 'by 06:00', 24 * HOUR_S, 24.5 * HOUR_S],
  [
    'nth weekdays, over five weeks',
    'first Sunday of the month at 04:00',
    35 * DAY_S + HOUR_S,
    35 * DAY_S + 1.5 * HOUR_S,
  ],
  [
    'days of the month, over a long month',
    'at 03:00 on the 1st of the month',
    31 * DAY_S + HOUR_S,
    31 * DAY_S + 1.5 * HOUR_S,
  ],
  ['months, of 31 days', 'every month, allow 2 days late; margin 0%', 33 * DAY_S, 33 * DAY_S],
  ['a cron table', 'cron "0 3 * * 6"', 7 * DAY_S + HOUR_S, 7 * DAY_S + 1.5 * HOUR_S],
])('%s', (_, rule, staleAfterS, alertAfterS) => {
  const schedule = read(withRule(rule)).document?.jobs[0]?.rule.schedule;
  expect(schedule && longestAge(schedule, NOW)).toEqual({ staleAfterS, alertAfterS });
});
