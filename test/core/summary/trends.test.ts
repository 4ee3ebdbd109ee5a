import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DayView } from '../../../lib/core/history/day.ts';
import { dateAfter } from '../../../lib/core/history/today.ts';
import { sameTrend, trendsOf } from '../../../lib/core/summary/trends.ts';
import { calendar, givenRule, interval } from '../decision/given.ts';

const HOUR_S = 3600;
/** Every 24 hours, up to 26 allowed. */
const DAILY = interval();

/** 30 days, oldest first; `size` in GB and `age` in hours, by the number of the day. */
function days(
  size: (day: number) => number | null,
  age: (day: number) => number | null = () => 24,
  count = 30,
): DayView[] {
  return Array.from({ length: count }, (_, index) => {
    const [bytes, hours] = [size(index), age(index)];
    return {
      day: dateAfter('2026-10-01', index),
      state: 'green',
      sizeBytes: bytes === null ? null : Math.round(bytes * 1e9),
      ageSeconds: hours === null ? null : Math.round(hours * HOUR_S),
    };
  });
}
const kinds = (views: readonly DayView[], schedule = DAILY) => trendsOf(views, schedule).map(({ kind }) => kind);

describe('the size of a backup', () => {
  it.each([
    ['that shrinks by 1.5% a day is told', (day: number) => 4 * 0.985 ** day, ['shrinking']],
    ['that shrinks by half a per cent a day is not', (day: number) => 4 * 0.995 ** day, []],
    ['that doubles is told', (day: number) => 4 * 1.04 ** day, ['growing']],
    ['that grows by half is not', (day: number) => 4 * 1.013 ** day, []],
    ['that is what it was is not', () => 4, []],
    ['with one odd day is not', (day: number) => (day === 28 ? 0.1 : 4), []],
    ['with a few odd days at the end is not', (day: number) => (day > 26 ? 0.1 : 4), []],
    ['that went down and came back is not', (day: number) => (day > 9 && day < 20 ? 2 : 4), []],
    ['that is not known is not', () => null, []],
    ['that is known of too few days of the first part is not', (day: number) => (day < 6 ? null : 4 - day / 10), []],
    ['that was nothing is not', (day: number) => (day < 15 ? 0 : 4), []],
  ])('%s', (_, size, expected) => {
    expect(kinds(days(size))).toEqual(expected);
  });

  it('says what was typical at both ends', () => {
    expect(
      trendsOf(
        days((day) => (day < 10 ? 4 : day < 20 ? 3.5 : 3)),
        DAILY,
      ),
    ).toEqual([{ kind: 'shrinking', fromBytes: 4e9, toBytes: 3e9 }]);
  });

  it('of a job that is new is not told', () => {
    expect(kinds(days((day) => 4 * 0.9 ** day, undefined, 12))).toEqual([]);
  });
});

describe('the lateness of a backup', () => {
  const later = (age: (day: number) => number | null, schedule = DAILY) =>
    kinds(
      days(() => 4, age),
      schedule,
    );

  it.each([
    ['that creeps up to its limit is told', (day: number) => 24 + day * 0.068, ['later']],
    ['that creeps up and stays far from it is not', (day: number) => 24 + day * 0.03, []],
    ['that is always near it is not', () => 25.9, []],
    ['that goes down is not', (day: number) => 26 - day * 0.06, []],
    ['of a few late days is not', (day: number) => (day > 26 ? 25.9 : 24), []],
    ['beyond the limit is told elsewhere', (day: number) => 24 + day * 0.2, []],
    ['that is not known is not', () => null, []],
  ])('%s', (_, age, expected) => {
    expect(later(age)).toEqual(expected);
  });

  it('of a weekly job is that of its weeks, not of the days between', () => {
    const weekly = interval({ everyS: 7 * 24 * HOUR_S, allowS: 8 * 24 * HOUR_S });
    const sawtooth = (slower: number) => (day: number) =>
      ((day % 7) + 1) * 24 + (day % 7 === 6 ? (day / 30) * slower : 0);
    expect(later(sawtooth(0), weekly)).toEqual([]);
  });

  it('of a calendar rule is not told: its gaps differ by right', () => {
    expect(
      trendsOf(
        days(
          () => 4,
          (day) => 24 + day * 0.068,
        ),
        calendar(),
      ),
    ).toEqual([]);
  });
});

it('noise is no trend', () => {
  const noise = fc.array(
    fc.record({
      size: fc.double({ min: 0.9, max: 1.1, noNaN: true }),
      age: fc.double({ min: 23.5, max: 24.9, noNaN: true }),
    }),
    {
      minLength: 30,
      maxLength: 30,
    },
  );
  fc.assert(
    fc.property(noise, (values) => {
      const views = days(
        (day) => 4 * (values[day]?.size ?? 1),
        (day) => values[day]?.age ?? 24,
      );
      expect(kinds(views)).toEqual([]);
    }),
  );
});

describe('backups that repeat themselves', () => {
  const runs = (contents: string) =>
    [...contents].map((content, n) => ({ ts: 100 - n, sizeBytes: 5, finding: 'good' as const, content }));

  it.each([
    ['seven in a row', 'aaaaaaa', {}, { kind: 'repeating', count: 7 }],
    ['six in a row', 'aaaaaab', {}, null],
    ['the newest differs', 'baaaaaaa', {}, null],
    ['the rule asks for change itself', 'aaaaaaa', { mustChange: true }, null],
  ])('%s', (_, contents, rule, want) => {
    expect(sameTrend(runs(contents), givenRule(rule))).toEqual(want);
  });
});
