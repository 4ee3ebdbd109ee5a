import { describe, expect, test } from 'vitest';
import { consoleOf, evidenceLink, webLink } from '../../../lib/core/message/evidence-link.ts';

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

test.each([
  { region: 'eu-west-1', host: 'console.aws.amazon.com' },
  { region: null, host: 'console.aws.amazon.com' },
  { region: 'cn-north-1', host: 'console.amazonaws.cn' },
  { region: 'us-gov-west-1', host: 'console.amazonaws-us-gov.com' },
])('the console of $region is at $host', ({ region, host }) => expect(consoleOf(region)).toBe(`https://${host}`));
