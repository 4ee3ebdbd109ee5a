import { expect, test } from 'vitest';
import {
  claimId,
  type DeliveryOutcome,
  hasFailed,
  mayHaveBeenNotified,
  newClaim,
  wasNotified,
} from '../../../lib/core/routing/delivery.ts';

const PLAN = { personId: 'sam', insteadOf: null, breakSeq: 7, eventId: 'orders#7', seq: 7, state: 'alert' } as const;

test('a first claim says what it is of, and nothing of how it ended', () => {
  expect(newClaim(PLAN, null, 5)).toEqual({
    ...PLAN,
    claimedAt: 5,
    attempts: 1,
    outcome: null,
    retryAt: null,
    address: null,
    receipt: null,
    error: null,
    jobIds: null,
  });
});

test('a further one counts the attempts', () => {
  const first = newClaim(PLAN, null, 5);
  const second = newClaim(PLAN, { ...first, outcome: 'later', error: 'no' }, 9);
  expect(second).toEqual({ ...first, claimedAt: 9, attempts: 2 });
});

test('a claim is known by its event, its person, and whom they stand in for', () => {
  expect(claimId('orders#7', 'sam')).toBe('claim#orders#7#sam');
  expect(claimId('orders#7', 'dana', 'sam')).toBe('claim#orders#7#dana#for#sam');
});

test.each<[outcome: DeliveryOutcome | null, says: object]>([
  ['accepted', { was: true, may: true, failed: false }],
  ['unknown', { was: false, may: true, failed: false }],
  [null, { was: false, may: true, failed: false }],
  ['later', { was: false, may: false, failed: true }],
  ['refused', { was: false, may: false, failed: true }],
])('a claim that ended as %s says whether the person was notified', (outcome, says) => {
  const claim = { ...newClaim(PLAN, null, 5), outcome };
  expect({ was: wasNotified(claim), may: mayHaveBeenNotified(claim), failed: hasFailed(claim) }).toEqual(says);
});
