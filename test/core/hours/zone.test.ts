import { Temporal } from 'temporal-polyfill';
import { describe, expect, it } from 'vitest';
import {
  dateText,
  instantOf,
  isSteady,
  isZone,
  localDay,
  parseDate,
  wallClockAt,
} from '../../../lib/core/hours/zone.ts';
import { HOUR_MS, type Instant, MINUTE_MS } from '../../../lib/core/instant.ts';
import { at } from '../decision/given.ts';
import { FROM, jumpsOf, momentsAround, YEARS, YEARS_END, ZONES, zoned } from './oracle.ts';

function wallByTemporal(zone: string, t: Instant): number {
  return zoned(zone, t).toPlainDateTime().toZonedDateTime('UTC').epochMilliseconds;
}

function instantByTemporal(zone: string, wall: number): Instant {
  return zoned('UTC', wall).toPlainDateTime().toZonedDateTime(zone, { disambiguation: 'compatible' }).epochMilliseconds;
}

describe('wall clocks', () => {
  it.each(ZONES)(`agree with Temporal around every jump of ${YEARS} in %s`, (zone) => {
    const jumps = jumpsOf(zone, FROM, YEARS_END);
    for (const moment of [...jumps, at('2027-06-15T12:00:00Z')]) {
      for (const t of momentsAround(moment)) {
        if (wallClockAt(zone, t) !== wallByTemporal(zone, t)) expect.fail(`wall clock at ${new Date(t).toISOString()}`);
        // The same minutes as readings: some of them are skipped, some occur twice.
        const wall = wallByTemporal(zone, moment) + (t - moment);
        if (instantOf(zone, wall) !== instantByTemporal(zone, wall))
          expect.fail(`instant of ${dateText(wall)} ${wall}`);
      }
    }
    for (const jump of jumps) {
      expect(isSteady(zone, jump - HOUR_MS, jump - 1)).toBe(true);
      expect(isSteady(zone, jump - HOUR_MS, jump)).toBe(false);
      expect(isSteady(zone, jump, jump + HOUR_MS)).toBe(true);
    }
  });

  it('agree on the day that Samoa left out', () => {
    const zone = 'Pacific/Apia';
    for (let wall = Date.UTC(2011, 11, 28); wall < Date.UTC(2012, 0, 2); wall += 15 * MINUTE_MS) {
      expect(instantOf(zone, wall)).toBe(instantByTemporal(zone, wall));
    }
    expect(dateText(localDay(zone, at('2011-12-30T09:59:59Z')))).toBe('2011-12-29');
    expect(dateText(localDay(zone, at('2011-12-30T10:00:00Z')))).toBe('2011-12-31');
  });

  it('do not step over two jumps that cancel out', () => {
    expect(isSteady('Europe/Berlin', at('2026-02-01T00:00:00Z'), at('2026-12-01T00:00:00Z'))).toBe(false);
    expect(isSteady('Asia/Singapore', at('2026-02-01T00:00:00Z'), at('2028-12-01T00:00:00Z'))).toBe(true);
  });

  it('give the local day', () => {
    expect(dateText(localDay('America/New_York', at('2026-11-21T04:59:59Z')))).toBe('2026-11-20');
    expect(dateText(localDay('America/New_York', at('2026-11-21T05:00:00Z')))).toBe('2026-11-21');
    expect(dateText(localDay('UTC', at('1969-12-31T23:59:59Z')))).toBe('1969-12-31');
  });
});

describe('zone names', () => {
  it.each([
    ['Asia/Singapore', true],
    ['America/Argentina/Buenos_Aires', true],
    ['Etc/GMT+8', true],
    ['UTC', true],
    ['Mars/Olympus', false],
    ['+08:00', false],
    ['', false],
    ['Asia/Singapore ', false],
    ['../etc/passwd', false],
  ])('%j: %s', (name, want) => {
    expect(isZone(name)).toBe(want);
  });
});

describe('dates', () => {
  it.each([
    ['2026-11-21', true],
    ['2028-02-29', true],
    ['2026-02-29', false],
    ['2026-13-01', false],
    ['2026-1-1', false],
    ['20261121', false],
  ])('%s: %s', (text, want) => {
    expect(parseDate(text)).toBe(want ? Temporal.PlainDate.from(text).toZonedDateTime('UTC').epochMilliseconds : null);
  });
});
