import { describe, expect, test } from 'vitest';
import { learnSchedule } from '../../../lib/core/foresight/learn-schedule.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../lib/core/instant.ts';

/** A Sunday. */
const FIRST = Date.parse('2026-09-27T02:00:00Z');

function days(count: number, isDay: (n: number) => boolean, late: (n: number) => number = () => 0): number[] {
  return Array.from({ length: count }, (_, n) => n)
    .filter(isDay)
    .map((n) => FIRST + n * DAY_MS + late(n));
}

const every = () => true;

describe('what explains the gaps', () => {
  test('62 nights, two of them missing', () => {
    const runs = days(
      62,
      (n) => n !== 6 && n !== 12,
      (n) => ((n * 7) % 28) * MINUTE_MS,
    );
    const { times, allowMs, missing } = learnSchedule(runs, 'UTC');
    expect(times).toEqual({ kind: 'interval', everyMs: DAY_MS });
    expect(allowMs).toBe(26 * HOUR_MS);
    expect(missing.map((ts) => new Date(ts).toISOString().slice(0, 10))).toEqual(['2026-10-03', '2026-10-09']);
  });

  test('runs that may be hours late are allowed as late as the latest, and half as much again', () => {
    const { allowMs } = learnSchedule(
      days(40, every, (n) => (n % 2) * 3 * HOUR_MS),
      'UTC',
    );
    expect(allowMs).toBe(30 * HOUR_MS);
  });

  test('weekdays', () => {
    const { times } = learnSchedule(
      days(40, (n) => n % 7 !== 0 && n % 7 !== 6),
      'UTC',
    );
    expect(times).toEqual({
      kind: 'calendar',
      groups: [{ minutesOfDay: [120], days: { kind: 'weekdays', weekdays: [1, 2, 3, 4, 5] } }],
    });
  });

  test('times of day are those of the zone', () => {
    const { times } = learnSchedule(
      days(28, (n) => n % 7 !== 0 && n % 7 !== 6),
      'Asia/Tokyo',
    );
    expect(times).toMatchObject({ kind: 'calendar', groups: [{ minutesOfDay: [660] }] });
  });

  test('the newest part, where old backups are thinned out', () => {
    expect(
      learnSchedule(
        days(200, (n) => n > 180 || n % 14 === 0),
        'UTC',
      ).times,
    ).toEqual({ kind: 'interval', everyMs: DAY_MS });
  });

  test('months, however long they are', () => {
    const runs = ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30'].map((date) =>
      Date.parse(`${date}T03:00:00Z`),
    );
    expect(learnSchedule(runs, 'UTC')).toMatchObject({ times: { kind: 'months', months: 1 }, allowMs: 3 * DAY_MS });
  });

  test('every four weeks is no month', () => {
    expect(
      learnSchedule(
        days(200, (n) => n % 28 === 0),
        'UTC',
      ).times,
    ).toEqual({ kind: 'interval', everyMs: 28 * DAY_MS });
  });

  test('what no period explains has an interval that is seldom exceeded', () => {
    const gaps = [1, 9, 2, 30, 4, 17, 3, 26, 8, 2, 19, 5];
    let at = FIRST;
    const runs = gaps.map((gap) => {
      at += gap * HOUR_MS;
      return at;
    });
    const { isRegular, allowMs } = learnSchedule(runs, 'UTC');
    expect([isRegular, allowMs]).toEqual([false, 52 * HOUR_MS]);
  });
});
