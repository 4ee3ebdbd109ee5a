import { expect, it } from 'vitest';
import type { DayView } from '../../../lib/core/history/day.ts';
import { expectedOf, windowsOf } from '../../../lib/core/record/windows.ts';

const day = (date: string, state: DayView['state']): DayView => ({
  day: date,
  state,
  sizeBytes: null,
  ageSeconds: null,
});

it('counts the days on which a backup was due by what is kept of them, and no others', () => {
  const due = ['2026-03-02', '2026-03-03', '2026-03-04', '2026-03-05', '2026-03-06'];
  const kept = [
    day('2026-03-01', 'escalate'),
    day('2026-03-02', 'green'),
    day('2026-03-03', 'warn'),
    day('2026-03-04', 'quiet'),
    day('2026-03-06', 'escalate'),
  ];
  const windows = windowsOf(due, kept);
  expect(windows).toEqual({
    met: 1,
    missed: 2,
    quiet: 1,
    notKnown: 1,
    missedDays: [
      { day: '2026-03-03', state: 'warn' },
      { day: '2026-03-06', state: 'escalate' },
    ],
  });
  expect(expectedOf(windows)).toBe(5);
});
