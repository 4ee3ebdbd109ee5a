import { describe, expect, it } from 'vitest';
import type { PersonHours } from '../../../lib/core/hours/person-hours.ts';
import { DAY_MS } from '../../../lib/core/instant.ts';
import { newestSummaryTime, newsSince } from '../../../lib/core/summary/when-due.ts';
import { at } from '../decision/given.ts';

const hours = (change: Partial<PersonHours> = {}): PersonHours => ({
  timezone: 'UTC',
  quiet: null,
  weekdays: [1, 2, 3, 4, 5, 6, 7],
  holidays: new Set(),
  away: [],
  ...change,
});
const MON_FRI = hours({ weekdays: [1, 2, 3, 4, 5] });

/** How many days back the news of a summary on that day (of November 2026) reach; null where there is none. */
function reach(wish: 'daily' | 'weekly' | 'never', whose: PersonHours, day: number): number | null {
  const now = at(`2026-11-${String(day).padStart(2, '0')}T08:00:00Z`);
  const since = newsSince(wish, whose, 'UTC', now);
  return since === null ? null : (now - since) / DAY_MS;
}

describe('a daily summary', () => {
  it.each([
    ['comes each day', hours(), 21, 1],
    ['does not come on a day off', MON_FRI, 21, null],
    ['of the day after days off reaches back over them', MON_FRI, 23, 3],
    ['does not come on a holiday', hours({ holidays: new Set(['2026-11-21']) }), 21, null],
    ['does not come while its reader is away', hours({ away: [{ from: '2026-11-10', to: '2026-11-21' }] }), 21, null],
    [
      'of the day after an absence reaches back over it',
      hours({ away: [{ from: '2026-11-10', to: '2026-11-21' }] }),
      22,
      13,
    ],
    ['reaches back four weeks at most', hours({ away: [{ from: '2026-01-01', to: '2026-11-21' }] }), 22, 28],
  ])('%s', (_, whose, day, days) => {
    expect(reach('daily', whose, day)).toBe(days);
  });
});

describe('a weekly summary', () => {
  it.each([
    ['comes on Monday', hours(), 23, 7],
    ['comes on no other day', hours(), 24, null],
    ['comes on Tuesday where Monday is a holiday', hours({ holidays: new Set(['2026-11-23']) }), 24, 8],
    ['comes on the first day of whoever works at weekends', hours({ weekdays: [6, 7] }), 21, 7],
    ['then not on the second', hours({ weekdays: [6, 7] }), 22, null],
  ])('%s', (_, whose, day, days) => {
    expect(reach('weekly', whose, day)).toBe(days);
  });
});

describe('the hour that daylight saving gives or takes', () => {
  it.each([
    ['given', '2026-10-25T07:00:00Z', '2026-10-24T06:00:00Z'],
    ['taken', '2027-03-28T06:00:00Z', '2027-03-27T06:00:00Z'],
  ])('leaves nothing out when it is %s', (_, now, latest) => {
    expect(newsSince('daily', hours(), 'Europe/Berlin', at(now))).toBeLessThanOrEqual(at(latest));
  });
});

it('who wishes for none has none', () => {
  expect(reach('never', hours(), 23)).toBeNull();
});

describe('the time of the summary', () => {
  const newest = (zone: string, minute: number, now: string) =>
    new Date(newestSummaryTime(zone, minute, at(now))).toISOString();

  it.each([
    ['is that of today once it has come', 'UTC', 480, '2026-11-21T08:00:00Z', '2026-11-21T08:00:00.000Z'],
    ['is that of yesterday before', 'UTC', 480, '2026-11-21T07:59:59Z', '2026-11-20T08:00:00.000Z'],
    ['is local', 'Asia/Singapore', 480, '2026-11-21T01:00:00Z', '2026-11-21T00:00:00.000Z'],
    [
      'that is skipped by daylight saving comes when it is over',
      'Europe/Berlin',
      150,
      '2027-03-28T02:00:00Z',
      '2027-03-28T01:30:00.000Z',
    ],
    ['that comes twice is the first', 'Europe/Berlin', 150, '2026-10-25T03:00:00Z', '2026-10-25T00:30:00.000Z'],
  ])('%s', (_, zone, minute, now, expected) => {
    expect(newest(zone, minute, now)).toBe(expected);
  });
});
