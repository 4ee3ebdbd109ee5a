import { describe, expect, it } from 'vitest';
import { type AdminCause, adminCause } from '../../../lib/core/admin/admin-cause.ts';
import { type AnnouncedCause, afterAttempt, dueCauses } from '../../../lib/core/admin/announced-causes.ts';
import { MINUTE_MS } from '../../../lib/core/instant.ts';

const START = Date.UTC(2026, 10, 21, 8);
const PLACE = adminCause('place#orders', 'places that cannot be read', 'orders', ['orders: denied']);
const TWICE = { ...adminCause('unjudged#crm', 'jobs that could not be judged', 'crm', []), afterPasses: 2 };

interface Step {
  readonly minute: number;
  readonly met: readonly AdminCause[];
  readonly isTaken?: boolean;
}

/** The minutes of the passes that announced something. */
function announcedAt(steps: readonly Step[]): number[] {
  let known: readonly AnnouncedCause[] = [];
  return steps.flatMap(({ minute, met, isTaken = true }) => {
    const now = START + minute * MINUTE_MS;
    const found = dueCauses(known, met, () => true, now);
    known = afterAttempt(found.known, new Set(found.due.map(({ key }) => key)), isTaken, now);
    return found.due.length > 0 ? [minute] : [];
  });
}

describe('a cause is announced', () => {
  const cases: readonly { name: string; steps: readonly Step[]; want: readonly number[] }[] = [
    {
      name: 'once, however many passes meet it',
      steps: [0, 1, 2, 60, 1440].map((minute) => ({ minute, met: [PLACE] })),
      want: [0],
    },
    {
      name: 'again when it was over and came back',
      steps: [
        { minute: 0, met: [PLACE] },
        { minute: 1, met: [] },
        { minute: 2, met: [PLACE] },
      ],
      want: [0, 2],
    },
    {
      name: 'from the second pass in a row on, where one may be a moment’s outage',
      steps: [
        { minute: 0, met: [TWICE] },
        { minute: 1, met: [] },
        { minute: 2, met: [TWICE] },
        { minute: 3, met: [TWICE] },
        { minute: 4, met: [TWICE] },
      ],
      want: [3],
    },
    {
      name: 'again after 1, 5, 15 and 60 minutes, then hourly, while no channel takes it',
      steps: Array.from({ length: 210 }, (_, minute) => ({ minute, met: [PLACE], isTaken: false })),
      want: [0, 1, 6, 21, 81, 141, 201],
    },
    {
      name: 'no more once a channel has taken it',
      steps: Array.from({ length: 100 }, (_, minute) => ({ minute, met: [PLACE], isTaken: minute >= 6 })),
      want: [0, 1, 6],
    },
  ];
  it.each(cases)('$name', ({ steps, want }) => {
    expect(announcedAt(steps)).toEqual(want);
  });
});

it('a cause that the pass did not look for is kept', () => {
  const { known } = dueCauses([], [PLACE], () => true, START);
  expect(dueCauses(known, [], () => false, START).known).toEqual(known);
  expect(dueCauses(known, [], () => true, START).known).toEqual([]);
});
