import { expect, it } from 'vitest';
import { HOUR_MS } from '../../lib/core/instant.ts';
import type { RulesDocument } from '../../lib/rules-doc/document.ts';
import { isPassOverdue } from '../../lib/web/pass-overdue.ts';

const HOUR_S = 3_600;
const AT = Date.parse('2026-11-22T08:00:00Z');
const pass = { at: AT } as Parameters<typeof isPassOverdue>[0];
const documentOf = (...intervals: readonly number[]) =>
  ({ jobs: intervals.map((checkEveryS) => ({ checkEveryS })) }) as unknown as RulesDocument;

it.each([
  { name: 'two hours after it, without jobs', intervals: [], hours: 2 },
  {
    name: 'two hours after it, where a job is checked each hour or more often',
    intervals: [60, 24 * HOUR_S],
    hours: 2,
  },
  {
    name: 'two of the shortest interval after it, where all are longer',
    intervals: [24 * HOUR_S, 6 * HOUR_S],
    hours: 12,
  },
])('the next pass is overdue $name', ({ intervals, hours }) => {
  const document = documentOf(...intervals);
  for (let views = 0; views < 2; views += 1) {
    expect(isPassOverdue(pass, document, AT + hours * HOUR_MS)).toBe(false);
    expect(isPassOverdue(pass, document, AT + hours * HOUR_MS + 1)).toBe(true);
  }
});
