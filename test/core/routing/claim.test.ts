import { describe, expect, test } from 'vitest';
import { claimOf, claimStanding, isUnanswered } from '../../../lib/core/routing/claim.ts';
import { type Delivery, type DeliveryOutcome, newClaim } from '../../../lib/core/routing/delivery.ts';
import { at, hours, minutes } from '../decision/given.ts';

const NOON = at('2026-11-23T12:00:00Z');
const PLAN = { personId: 'sam', insteadOf: null, breakSeq: 1, eventId: 'orders#1', seq: 1, state: 'alert' } as const;

function claim(outcome: DeliveryOutcome | null, change: Partial<Delivery> = {}): Delivery {
  return { ...newClaim(PLAN, null, NOON), outcome, ...change };
}

describe('how an earlier claim stands', () => {
  const cases = [
    { name: 'none', claim: null, afterMs: 0, kind: 'free', code: null, waitMs: null },
    { name: 'later: the channel says when', claim: claim('later'), afterMs: 0, kind: 'free', code: null, waitMs: null },
    { name: 'refused', claim: claim('refused'), afterMs: 0, kind: 'free', code: null, waitMs: null },
    { name: 'accepted', claim: claim('accepted'), afterMs: hours(9), kind: 'done', code: 'delivered', waitMs: null },
    {
      name: 'under way',
      claim: claim(null),
      afterMs: minutes(15) - 1,
      kind: 'wait',
      code: 'claimed',
      waitMs: minutes(15),
    },
    {
      name: 'its process has died',
      claim: claim(null),
      afterMs: minutes(15),
      kind: 'free',
      code: 'taken-over',
      waitMs: null,
    },
    {
      name: 'its process has died, whatever the attempt',
      claim: claim(null, { attempts: 3 }),
      afterMs: minutes(15),
      kind: 'free',
      code: 'taken-over',
      waitMs: null,
    },
    {
      name: 'its answer was lost',
      claim: claim('unknown'),
      afterMs: 0,
      kind: 'wait',
      code: 'answer-lost',
      waitMs: minutes(15),
    },
    {
      name: 'a second answer was lost',
      claim: claim('unknown', { attempts: 2 }),
      afterMs: minutes(15),
      kind: 'wait',
      code: 'answer-lost',
      waitMs: hours(1),
    },
    {
      name: 'a third answer was lost',
      claim: claim('unknown', { attempts: 3 }),
      afterMs: hours(1),
      kind: 'wait',
      code: 'answer-lost',
      waitMs: hours(24),
    },
    {
      name: 'it was lost an hour ago',
      claim: claim('unknown', { attempts: 2 }),
      afterMs: hours(1),
      kind: 'free',
      code: 'taken-over',
      waitMs: null,
    },
  ] as const;
  test.each(cases)('$name', ({ claim: before, afterMs, kind, code, waitMs }) => {
    const reasons = code === null ? [] : [{ code, at: NOON }];
    const until = waitMs === null ? {} : { until: NOON + waitMs };
    expect(claimStanding(before, NOON + afterMs)).toEqual({ kind, reasons, ...until });
  });
});

test('a claim is found by its event, its person and whom they stand in for', () => {
  const others = [
    claim(null, { eventId: 'orders#2' }),
    claim(null, { personId: 'lee' }),
    claim(null, { insteadOf: 'kim' }),
  ];
  const own = claim('later');
  expect(claimOf([...others, own], 'orders#1', 'sam', null)).toBe(own);
  expect(claimOf(others, 'orders#1', 'sam', null)).toBeNull();
  expect(claimOf([own, ...others], 'orders#1', 'sam', 'kim')).toBe(others[2]);
});

test.each([
  { name: 'none', claim: null, is: false },
  { name: 'two answers that were lost', claim: claim('unknown', { attempts: 2 }), is: false },
  { name: 'three', claim: claim('unknown', { attempts: 3 }), is: true },
  { name: 'three attempts that failed', claim: claim('later', { attempts: 3 }), is: false },
])('unanswered: $name', ({ claim: before, is }) => {
  expect(isUnanswered(before)).toBe(is);
});
