import { describe, expect, test } from 'vitest';
import { cronRunsDaily, readCron } from '../../../lib/rules-doc/clauses/cron-expression.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');

describe('a cron expression', () => {
  test.each([
    ['0 2 * * 1-5', '0 2 * * 1-5'],
    ['  0   2 *\t* * ', '0 2 * * *'],
    ['59 23 31 12 7', '59 23 31 12 7'],
    ['0 0 1 1 0', '0 0 1 1 0'],
    ['*/15 */6 * * *', '*/15 */6 * * *'],
    ['0 2 * * mon,thu', '0 2 * * mon,thu'],
    ['0 2 * * 5#4', '0 2 * * 5#4'],
    ['0 2 29 2 *', '0 2 29 2 *'],
    ['0 2 */10 * *', '0 2 */10 * *'],
  ])('%j is good', (written, value) => {
    expect(readCron(written, NOW)).toEqual({ ok: true, value });
  });

  const FIVE = 'write five fields such as 0 2 * * 1-5';
  test.each([
    ['0 2 * *', 'has 4 fields; write five: minute, hour, day of month, month, day of week'],
    ['0 0 2 * * *', 'has 6 fields; write five: minute, hour, day of month, month, day of week'],
    ['60 2 * * *', 'has the minute 60; write 0 to 59 there'],
    ['0 24 * * *', 'has the hour 24; write 0 to 23 there'],
    ['0 2 0 * *', 'has the day of month 0; write 1 to 31 there'],
    ['0 2 32 * *', 'has the day of month 32; write 1 to 31 there'],
    ['0 2 * 0 *', 'has the month 0; write 1 to 12 there'],
    ['0 2 * 13 *', 'has the month 13; write 1 to 12 there'],
    ['0 2 * * 8', 'has the day of week 8; write 0 to 7 there'],
    ['0 2 1,15,35 * *', 'has the day of month 35; write 1 to 31 there'],
    ['0 2,24 32 * *', 'has the hour 24; write 0 to 23 there'],
    ['x 2 * * *', `is not understood (configuration entry 1 (x) contains illegal characters); ${FIVE}`],
    ['0 x * * *', `is not understood (configuration entry 2 (x) contains illegal characters); ${FIVE}`],
    ['0 2 * * x', `is not understood (configuration entry 5 (x) contains illegal characters); ${FIVE}`],
    ['x.y 2 * * *', `is not understood (configuration entry 1 (x.y) contains illegal characters); ${FIVE}`],
    ['0 2 */0 * *', `is not understood (Syntax error, illegal stepping: 0); ${FIVE}`],
    ['0 5-2 * * *', `is not understood (From value is larger than to value: '5-2'); ${FIVE}`],
    ['0 2 30 2 *', 'never comes; choose days that exist'],
    ['0 2 31 4,6,9,11 *', 'never comes; choose days that exist'],
  ])('%j is not', (written, says) => {
    const message = `cron ${JSON.stringify(written)} ${says}`;
    // A second time, as a document with many jobs asks.
    for (let count = 0; count < 2; count += 1) {
      expect(readCron(written, NOW)).toEqual({ ok: false, code: 'BAD_CRON', message });
    }
  });
});

test.each([
  ['0 2 * * *', true],
  ['0 2 * * 1-5', true],
  ['0 2 1,2 * *', true],
  ['0 2 31 12 *', false],
  ['0 2 * * 1', false],
  ['15 12 * * 1', false],
  ['0 2 * * 1,3,5', false],
  ['0 2 1 * *', false],
  ['0 2 */2 * *', true],
  ['0,30 2 * * 1', true],
  ['*/5 2 1 * *', true],
  ['0 * 1 * *', true],
  ['0 2,14 1 * *', true],
  ['0 9-17 * * 1', true],
  [' 30  4 * * 7', false],
])('a job that runs at %j runs daily: %s', (expression, want) => {
  expect(cronRunsDaily(expression)).toBe(want);
  expect(cronRunsDaily(expression)).toBe(want);
});
