import { describe, expect, it } from 'vitest';
import { pathPeriod } from '../../../lib/core/evidence/path-period.ts';
import { formatInstant } from '../../../lib/core/instant.ts';

describe('the period that a path names', () => {
  const cases = [
    { name: 'an hour', date: { yyyy: '2026', MM: '11', dd: '21', HH: '02' }, zone: 'UTC', to: '2026-11-21T03:00:00Z' },
    { name: 'a day', date: { yyyy: '2026', MM: '11', dd: '21' }, zone: 'UTC', to: '2026-11-22T00:00:00Z' },
    {
      name: 'a month, over the end of the year',
      date: { yyyy: '2026', MM: '12' },
      zone: 'UTC',
      to: '2027-01-01T00:00:00Z',
    },
    { name: 'a year', date: { yyyy: '2026' }, zone: 'UTC', to: '2027-01-01T00:00:00Z' },
    { name: 'an ISO week', date: { YYYY: '2026', ww: '53' }, zone: 'UTC', to: '2027-01-04T00:00:00Z' },
    { name: 'a second', date: { unix: '1795140000' }, zone: 'Asia/Singapore', to: '2026-11-20T02:00:01Z' },
    {
      name: 'a day in the job’s zone',
      date: { yyyy: '2026', MM: '11', dd: '21' },
      zone: 'Asia/Singapore',
      to: '2026-11-21T16:00:00Z',
    },
    {
      name: 'a day of 25 hours',
      date: { yyyy: '2026', MM: '10', dd: '25' },
      zone: 'Europe/Berlin',
      to: '2026-10-25T23:00:00Z',
    },
    {
      name: 'a day in a zone with 45 minutes',
      date: { yyyy: '2026', MM: '06', dd: '21' },
      zone: 'Pacific/Chatham',
      to: '2026-06-21T11:15:00Z',
    },
  ];
  it.each(cases)('ends: $name', ({ date, zone, to }) => {
    expect(formatInstant(pathPeriod(date, zone)?.to ?? 0)).toBe(to);
  });

  it('is none where there is no such date, or no year', () => {
    expect(pathPeriod({ yyyy: '2026', MM: '02', dd: '30' }, 'UTC')).toBeNull();
    expect(pathPeriod({ MM: '02', dd: '03' }, 'UTC')).toBeNull();
    expect(pathPeriod({ YYYY: '2025', ww: '53' }, 'UTC')).toBeNull();
    expect(pathPeriod({ ww: '53' }, 'UTC')).toBeNull();
  });
});
