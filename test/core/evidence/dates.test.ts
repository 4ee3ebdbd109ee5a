import { describe, expect, it } from 'vitest';
import { datePrefixes } from '../../../lib/core/evidence/date-prefixes.ts';
import { pathPeriod } from '../../../lib/core/evidence/path-period.ts';
import { parseTemplate } from '../../../lib/core/evidence/place-template.ts';
import { formatInstant } from '../../../lib/core/instant.ts';

const at = (text: string) => Date.parse(text);

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
  });
});

describe('the prefixes of the dates that matter', () => {
  const prefixes = (template: string, from: string, to: string, zone = 'UTC') =>
    datePrefixes(parseTemplate(template), zone, at(from), at(to));

  it('are a day each, both ends included', () => {
    expect(prefixes('db/{yyyy}/{MM}/{dd}/full-*.gz', '2026-11-30T23:59:00Z', '2026-12-01T00:10:00Z')).toEqual([
      'db/2026/11/30/full-',
      'db/2026/12/01/full-',
    ]);
  });

  it('are those of the job’s zone', () => {
    expect(prefixes('{yyyy}{MM}{dd}/', '2026-11-21T15:59:00Z', '2026-11-21T16:00:00Z', 'Asia/Singapore')).toEqual([
      '20261121/',
      '20261122/',
    ]);
  });

  it('take the finest unit that needs 35 at most', () => {
    expect(prefixes('{yyyy}/{MM}/{dd}/{HH}/', '2026-11-20T00:00:00Z', '2026-11-21T10:59:00Z')).toHaveLength(35);
    expect(prefixes('{yyyy}/{MM}/{dd}/{HH}/', '2026-11-20T00:00:00Z', '2026-11-21T11:00:00Z')).toEqual([
      '2026/11/20/',
      '2026/11/21/',
    ]);
    expect(prefixes('{yyyy}/{MM}/{dd}/', '2026-10-18T00:00:00Z', '2026-11-22T00:00:00Z')).toEqual([
      '2026/10/',
      '2026/11/',
    ]);
  });

  it('stop before the first date part where even years are too many', () => {
    expect(prefixes('a/{yyyy}/', '1980-01-01T00:00:00Z', '2026-01-01T00:00:00Z')).toEqual(['a/']);
  });

  it('stop at a wildcard, and name none twice', () => {
    expect(prefixes('db/*/{yyyy}/{MM}/', '2026-01-01T00:00:00Z', '2026-11-01T00:00:00Z')).toEqual(['db/']);
    expect(prefixes('db/{dd}/', '2026-01-01T00:00:00Z', '2026-03-05T00:00:00Z')).toHaveLength(31);
    expect(prefixes('{dd}.{MM}.{yyyy}/', '2026-11-21T00:00:00Z', '2026-11-22T00:00:00Z')).toEqual([
      '21.11.2026/',
      '22.11.2026/',
    ]);
  });
});
