import { describe, expect, test } from 'vitest';
import type { Reason } from '../../../lib/core/decision/reason.ts';
import { errorIn } from '../../../lib/core/message/error-in.ts';
import { sentenceOf } from '../../../lib/core/wording/sentence.ts';
import { at } from '../decision/given.ts';

const ts = at('2026-11-21T08:00:00Z');

describe('the error in a test’s sentence, without place and time', () => {
  const cases: readonly { reason: Reason; want: string | null }[] = [
    {
      reason: { kind: 'unreadable', operation: 'list', location: 's3://b/a: b/', error: 'AccessDenied' },
      want: 'AccessDenied',
    },
    {
      reason: { kind: 'unread-again', count: 3, since: ts, error: 'SlowDown: reduce your rate' },
      want: 'SlowDown: reduce your rate',
    },
    {
      reason: { kind: 'failed', ts, location: 's3://b/x', error: 'disk full: /dev/sda1 (97%)' },
      want: 'disk full: /dev/sda1 (97%)',
    },
    { reason: { kind: 'failed', ts, location: 's3://b/x', error: null }, want: null },
    { reason: { kind: 'no-good-run', place: 's3://b/x', runningSince: null, seen: null }, want: null },
  ];
  for (const { reason, want } of cases) {
    test(`${sentenceOf({ reason, at: 'rules.yaml:1' })} has ${want}`, () => {
      expect(errorIn(sentenceOf({ reason, at: 'rules.yaml:1' }))).toBe(want);
    });
  }
});
