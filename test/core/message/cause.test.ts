import { describe, expect, test } from 'vitest';
import { type Cause, causeOf } from '../../../lib/core/message/cause.ts';
import type { Reason } from '../../../lib/core/model/reason.ts';
import type { TestName } from '../../../lib/core/model/verdict.ts';

const AT = Date.parse('2026-11-21T02:00:00Z');

/** A reason with its data, as it is stored now. */
const causeNow = (test: TestName, data: Reason, reason = '') => causeOf(test, { kind: data.kind, data, reason });
/** A reason in words alone, as the first versions stored it. */
const causeOnce = (test: TestName, reason: string) => causeOf(test, { reason });

describe('a place that cannot be read', () => {
  const unreadable: Reason = { kind: 'unreadable', operation: 'ListObjectsV2', location: 's3://b/', error: 'no' };
  const again: Reason = { kind: 'unread-again', count: 3, since: AT, error: 'no' };

  const cases: readonly { words: string; want: Cause }[] = [
    { words: 'unreadable: Access Denied', want: 'access' },
    { words: 'unreadable: 403', want: 'access' },
    { words: 'unreadable: Forbidden', want: 'access' },
    { words: "unreadable: EACCES: permission denied, scandir '/b'", want: 'access' },
    { words: 'unreadable: EPERM', want: 'access' },
    { words: 'unreadable: connect ETIMEDOUT 10.0.0.1:4030', want: 'unreachable' },
    { words: 'unreadable: after 1403 ms', want: 'unreachable' },
  ];
  test.each(cases)('is $want: $words', ({ words, want }) => {
    expect(causeNow('recent', unreadable, words)).toBe(want);
    expect(causeNow('recent', again, words)).toBe(want);
    expect(causeOnce('recent', words)).toBe(want);
  });

  test('is known by words that an earlier version stored', () => {
    expect(causeOnce('recent', 'could not be read 3 times in a row: connect ETIMEDOUT')).toBe('unreachable');
    expect(causeOnce('finished', 'could not be read 3 times in a row: Access Denied')).toBe('access');
    expect(causeOnce('finished', 'its log says: unreadable: block 7; could not be read again')).toBe('failed');
  });
});

describe('a success that was reported', () => {
  const contradiction = { kind: 'contradiction', signal: '/r/orders.json', ts: AT, claimedBytes: 7 } as const;

  test('is missing where no backup is there, and damaged where another is', () => {
    expect(causeNow('finished', { ...contradiction, found: null })).toBe('missing');
    const found = { location: '/b', sizeBytes: 3 };
    expect(causeNow('finished', { ...contradiction, found })).toBe('damaged');
  });
});

describe('a test without a cause of its own', () => {
  test.each([
    ['proven', 'not-proven'],
    ['size', 'cut'],
    ['finished', 'failed'],
    ['recent', 'never-arrived'],
  ] as const)('of %s is %s', (name, want) => {
    expect(causeOnce(name, 'whatever it was')).toBe(want);
  });

  test.each([
    ['all 3 backups are gone', 'gone'],
    ['the newest backup is gone; it was of 2 o’clock', 'gone'],
    ['the newest backup is 28 hours old', 'never-arrived'],
    ['a run that is gonerepresented otherwise', 'never-arrived'],
    ['gone', 'never-arrived'],
  ])('of earlier versions has its words: %s', (words, want) => {
    expect(causeOnce('recent', words)).toBe(want);
  });
});

describe('a backup that is not recent', () => {
  const stale = { kind: 'stale', ageS: 9, allowS: 5, hardAfterS: 7, runningSince: null, goneTs: null } as const;
  const missed = { kind: 'missed', expected: AT, allowS: 5, ts: AT - 9, runningSince: null, goneTs: null } as const;
  const none = { kind: 'no-good-run', place: 's3://b/', runningSince: null, seen: null } as const;

  const cases: readonly { name: string; data: Reason; want: Cause }[] = [
    { name: 'has not arrived', data: stale, want: 'never-arrived' },
    { name: 'has not arrived when it was expected', data: missed, want: 'never-arrived' },
    { name: 'has never arrived', data: none, want: 'never-arrived' },
    { name: 'is gone', data: { ...stale, goneTs: AT }, want: 'gone' },
    { name: 'is gone, and was expected', data: { ...missed, goneTs: AT }, want: 'gone' },
    { name: 'is gone with all others', data: { ...none, seen: { count: 3, newestTs: AT } }, want: 'gone' },
    {
      name: 'was seen and left no time',
      data: { ...none, seen: { count: 3, newestTs: null } },
      want: 'never-arrived',
    },
    { name: 'is under way', data: { ...stale, runningSince: AT }, want: 'under-way' },
    { name: 'is under way, though another is gone', data: { ...stale, runningSince: AT, goneTs: AT }, want: 'gone' },
    { name: 'is worth nothing', data: { ...stale, refutedTs: AT }, want: 'refuted' },
    {
      name: 'is worth nothing, and one is under way',
      data: { ...none, refutedTs: AT, runningSince: AT },
      want: 'refuted',
    },
    {
      name: 'is newer than all that is expected',
      data: { kind: 'not-expected-yet', starts: 'x' },
      want: 'never-arrived',
    },
  ];
  test.each(cases)('$name', ({ data, want }) => expect(causeNow('recent', data)).toBe(want));
});
