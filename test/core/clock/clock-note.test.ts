import { describe, expect, it } from 'vitest';
import { type ClockNote, mayPrune, noteClock } from '../../../lib/core/clock/clock-note.ts';
import { DAY_MS, HOUR_MS } from '../../../lib/core/instant.ts';

const NOW = Date.UTC(2026, 10, 21, 8);
const YEARS_4 = 4 * 365 * DAY_MS;

/** The passes, as hours after NOW, after which rows may be removed; removing is noted. */
function pruned(hours: readonly number[]): number[] {
  let note: ClockNote | null = null;
  return hours.filter((hour) => {
    note = noteClock(note, NOW + hour * HOUR_MS);
    if (!mayPrune(note)) return false;
    note = { ...note, prunedAt: note.at };
    return true;
  });
}

const FAR = YEARS_4 / HOUR_MS;

describe('when old rows may be removed', () => {
  const cases = [
    { name: 'hourly passes: once a day, from the second on', hours: [0, 1, 2, 15, 16, 17], want: [1, 16] },
    {
      name: 'a pass a day, a little late each time: every other day',
      hours: [0, 24.1, 48.2, 72.3],
      want: [24.1, 72.3],
    },
    { name: 'one pass four years ahead, then the right time: nothing', hours: [0, 1, FAR, 2, 2.5], want: [1] },
    { name: 'two passes within the hour four years ahead: nothing', hours: [0, 1, FAR, FAR + 0.9], want: [1] },
    { name: 'a jump that a pass an hour later agrees with', hours: [0, 1, FAR, FAR + 1], want: [1, FAR + 1] },
    { name: 'a clock that is set back is doubted as well', hours: [0, 1, -48, -47.5, -47], want: [1, -47] },
    { name: 'a correction by minutes is no jump', hours: [0, 1, 17, 16.9, 40], want: [1, 17, 40] },
  ];
  it.each(cases)('$name', ({ hours, want }) => {
    expect(pruned(hours)).toEqual(want);
  });
});
