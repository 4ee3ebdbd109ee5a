import { GetBucketLifecycleConfigurationCommand, type LifecycleRule, S3Client } from '@aws-sdk/client-s3';
import { mockClient } from 'aws-sdk-client-mock';
import { expect, it } from 'vitest';
import { DAY_MS } from '../../../lib/core/instant.ts';
import type { ExpiryAnswers } from '../../../lib/sources/s3/expiry-rules.ts';
import { S3Evidence } from '../../../lib/sources/s3/list.ts';
import { s3Place } from './list-harness.ts';

const NOW = Date.UTC(2026, 10, 21);
const PLACE = s3Place('acme', 'db/*.dump');

function bucketWith(rules: readonly LifecycleRule[] | Error) {
  const client = new S3Client({ region: 'eu-west-1' });
  const asked = mockClient(client).on(GetBucketLifecycleConfigurationCommand);
  const mock = rules instanceof Error ? asked.rejects(rules) : asked.resolves({ Rules: [...rules] });
  const answers: ExpiryAnswers = new Map();
  // Each pass has a source of its own.
  const source = () => new S3Evidence(client, undefined, answers);
  return { source, count: () => mock.commandCalls(GetBucketLifecycleConfigurationCommand).length };
}

const rule = (change: Partial<LifecycleRule>): LifecycleRule => ({
  Status: 'Enabled',
  Expiration: { Days: 30 },
  ...change,
});

it.each([
  { name: 'by its filter', given: rule({ Filter: { Prefix: 'db/' } }), want: [{ prefix: 'db/', days: 30 }] },
  { name: 'by its own prefix, as of old', given: rule({ Prefix: 'db/' }), want: [{ prefix: 'db/', days: 30 }] },
  {
    name: 'by a filter of several',
    given: rule({ Filter: { And: { Prefix: 'a' } } }),
    want: [{ prefix: 'a', days: 30 }],
  },
  { name: 'of the whole bucket', given: rule({ Filter: {} }), want: [{ prefix: '', days: 30 }] },
])('takes a rule $name', async ({ given, want }) => {
  expect(await bucketWith([given]).source().expiryRules(PLACE, NOW)).toEqual(want);
});

it.each([
  { name: 'is off', given: rule({ Status: 'Disabled', Prefix: '' }) },
  { name: 'has a date', given: rule({ Prefix: '', Expiration: { Date: new Date(NOW) } }) },
  { name: 'moves and does not delete', given: rule({ Prefix: '', Expiration: undefined, Transitions: [{ Days: 3 }] }) },
  { name: 'is for a tag', given: rule({ Filter: { Tag: { Key: 'a', Value: 'b' } } }) },
  { name: 'is for large objects', given: rule({ Filter: { ObjectSizeGreaterThan: 5 } }) },
  {
    name: 'is for tags below a prefix',
    given: rule({ Filter: { And: { Prefix: '', Tags: [{ Key: 'a', Value: 'b' }] } } }),
  },
])('leaves out a rule that $name', async ({ given }) => {
  expect(await bucketWith([given]).source().expiryRules(PLACE, NOW)).toEqual([]);
});

const failure = (name: string, status: number) =>
  Object.assign(new Error(name), { name, $metadata: { httpStatusCode: status, attempts: 1 } });

it.each([
  { name: 'NoSuchLifecycleConfiguration', status: 404, want: [] },
  { name: 'AccessDenied', status: 403, want: [] },
  { name: 'NotImplemented', status: 501, want: [] },
  { name: 'SlowDown', status: 503, want: null },
])('says nothing of $name, and does not ask again that day', async ({ name, status, want }) => {
  const { source, count } = bucketWith(failure(name, status));
  expect(await source().expiryRules(PLACE, NOW)).toEqual(want);
  expect(await source().expiryRules(PLACE, NOW + DAY_MS - 1)).toEqual(want);
  expect(count()).toBe(1);
});

it('asks each bucket once a day, and counts the request', async () => {
  const { source, count } = bucketWith([rule({ Prefix: '' })]);
  const first = source();
  await Promise.all([first.expiryRules(PLACE, NOW), first.expiryRules(s3Place('acme', 'web/*'), NOW)]);
  expect(count()).toBe(1);
  expect(first.requests).toEqual({ list: 0, get: 1 });
  await source().expiryRules(s3Place('other', 'db/*'), NOW);
  expect(count()).toBe(2);
  await source().expiryRules(PLACE, NOW + DAY_MS);
  expect(count()).toBe(3);
});
