import { describe, expect, it } from 'vitest';
import { datePrefixes } from '../../../lib/core/evidence/date-prefixes.ts';
import { parseTemplate } from '../../../lib/core/evidence/place-template.ts';

const at = (text: string) => Date.parse(text);

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

  it('are ISO weeks, and years of weeks, at the turn of the year', () => {
    expect(prefixes('w/{YYYY}-W{ww}/', '2026-12-27T00:00:00Z', '2027-01-04T00:00:00Z')).toEqual([
      'w/2026-W52/',
      'w/2026-W53/',
      'w/2027-W01/',
    ]);
    expect(prefixes('w/{YYYY}-W{ww}/', '2026-01-01T00:00:00Z', '2026-12-31T00:00:00Z')).toEqual(['w/2026-W']);
  });

  it('stop before seconds, which have no common beginning', () => {
    expect(prefixes('db-{unix}.dump', '2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z')).toEqual(['db-']);
    expect(prefixes('{yyyy}/db-{unix}.dump', '2026-11-20T00:00:00Z', '2026-11-21T00:00:00Z')).toEqual(['2026/db-']);
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
