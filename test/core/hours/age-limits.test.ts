import { describe, expect, it } from 'vitest';
import { ageLimits } from '../../../lib/core/hours/age-limits.ts';
import { DAY_S } from '../../../lib/core/instant.ts';
import type { MonthsSchedule } from '../../../lib/core/model/rule.ts';
import { at, MONTHLY } from '../decision/given.ts';

function limits(schedule: Partial<MonthsSchedule>, ts: string, zone = 'UTC') {
  const { dueAt, freshUntil, hardAfter } = ageLimits({ ...MONTHLY, ...schedule }, zone, at(ts));
  return [dueAt, freshUntil, hardAfter].map((t) => new Date(t).toISOString().slice(0, 16));
}

describe('the limits of a rule that counts months', () => {
  it.each([
    ['a month on', {}, '2026-11-10T02:00:00Z', ['2026-12-10T02:00', '2026-12-13T02:00', '2026-12-20T14:00']],
    [
      'the end of a shorter month',
      {},
      '2027-01-31T02:00:00Z',
      ['2027-02-28T02:00', '2027-03-03T02:00', '2027-03-10T02:00'],
    ],
    ['a quarter', { months: 3 }, '2026-11-30T02:00:00Z', ['2027-02-28T02:00', '2027-03-03T02:00', '2027-03-25T14:00']],
    [
      'a leap day, a year on',
      { months: 12 },
      '2028-02-29T00:00:00Z',
      ['2029-02-28T00:00', '2029-03-03T00:00', '2029-06-02T06:00'],
    ],
    [
      'an age in place of the due date',
      { maxAgeS: 33 * DAY_S },
      '2026-11-01T00:00:00Z',
      ['2026-12-01T00:00', '2026-12-04T00:00', '2026-12-11T12:00'],
    ],
    [
      'an alert after an age',
      { hardAfterS: 40 * DAY_S },
      '2026-11-01T00:00:00Z',
      ['2026-12-01T00:00', '2026-12-04T00:00', '2026-12-11T00:00'],
    ],
  ])('%s', (_, schedule, ts, want) => {
    expect(limits(schedule, ts)).toEqual(want);
  });

  it('keeps the time of day over a jump of the clock', () => {
    expect(limits({}, '2027-03-10T01:00:00Z', 'Europe/Berlin')[0]).toBe('2027-04-10T00:00');
  });
});
