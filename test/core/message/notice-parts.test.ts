import { describe, expect, test } from 'vitest';
import type { Reason } from '../../../lib/core/decision/reason.ts';
import { sentenceOf } from '../../../lib/core/decision/sentence.ts';
import { errorIn } from '../../../lib/core/message/error-in.ts';
import { evidenceLink, webLink } from '../../../lib/core/message/evidence-link.ts';
import { localTime } from '../../../lib/core/message/local-time.ts';
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
    { reason: { kind: 'no-good-run', place: 's3://b/x', runningSince: null }, want: null },
  ];
  for (const { reason, want } of cases) {
    test(`${sentenceOf({ reason, at: 'rules.yaml:1' })} has ${want}`, () => {
      expect(errorIn(sentenceOf({ reason, at: 'rules.yaml:1' }))).toBe(want);
    });
  }
});

describe('where the evidence is', () => {
  const console = 'https://console.aws.amazon.com';
  const cases = [
    { location: 's3://b-1/orders/a b&c.dump', want: `${console}/s3/object/b-1?prefix=orders%2Fa%20b%26c.dump` },
    { location: 's3://b-1/orders/', want: `${console}/s3/buckets/b-1?prefix=orders%2F` },
    { location: 's3://b-1/sync/{run}/x', want: `${console}/s3/buckets/b-1?prefix=sync%2F` },
    { location: 's3://b-1/x/*.dump', want: `${console}/s3/buckets/b-1?prefix=x%2F` },
    { location: 's3://b-1/', want: `${console}/s3/buckets/b-1?prefix=` },
    { location: '/mnt/backups/a.dump', want: null },
    { location: 's3://Evil.example/../x?y', want: null },
    { location: 's3://b-1/half\uD83D', want: null },
  ];
  for (const { location, want } of cases) {
    test(`${JSON.stringify(location)} is at ${want}`, () => expect(evidenceLink(location, console)).toBe(want));
  }

  for (const bad of ['javascript:alert(1)', 'not an address', 'data:text/html,x', 'file:///etc/passwd']) {
    test(`${bad} is no link`, () => expect(webLink(bad)).toBeNull());
  }

  test('a link keeps nothing that would end it early', () => {
    expect(webLink('https://w.example/a|b<c>"d\'e`f')).toMatch(/^https:\/\/w\.example\/[^<>|"'`\s]+$/);
  });
});

describe('an instant on the reader’s clock', () => {
  const cases = [
    { name: 'a weekday within six days', instant: '2026-11-17T08:00:00Z', want: 'Tue 08:00' },
    { name: 'a date further off', instant: '2026-11-15T07:59:00Z', want: 'Sun 15 Nov 07:59' },
    { name: 'a year where it is another', instant: '2025-12-31T23:00:00Z', want: 'Wed 31 Dec 2025 23:00' },
  ];
  for (const { name, instant, want } of cases) {
    test(name, () => expect(localTime(at(instant), { timezone: 'UTC', at: ts })).toBe(want));
  }
  test('in a zone of 45 minutes', () => {
    expect(localTime(ts, { timezone: 'Asia/Kathmandu', at: ts })).toBe('Sat 13:45');
  });
});
