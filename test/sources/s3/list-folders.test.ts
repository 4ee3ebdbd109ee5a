import type { ListObjectsV2CommandOutput } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { listFolders } from '../../../lib/sources/s3/list-folders.ts';
import { s3Place } from './list-harness.ts';

test('the folders of all pages are listed, with their names as they are', async () => {
  const pages: Partial<ListObjectsV2CommandOutput>[] = [
    {
      ...{ EncodingType: 'url', IsTruncated: true, NextContinuationToken: 'more', KeyCount: 2 },
      Contents: [{ Key: 'hosts/readme.txt', Size: 1, LastModified: new Date(0) }],
      CommonPrefixes: [{ Prefix: 'hosts/a+b/' }],
    },
    { EncodingType: 'url', IsTruncated: false, KeyCount: 1, CommonPrefixes: [{ Prefix: 'hosts/%C3%A9/' }] },
  ];
  const asked: unknown[] = [];
  const found = await listFolders(s3Place('acme', 'hosts/{each}/'), 'hosts/', async ({ input }) => {
    asked.push([input.Prefix, input.Delimiter, input.ContinuationToken]);
    return { $metadata: {}, ...pages.shift() };
  });
  expect(found).toEqual(['hosts/a b/', 'hosts/é/']);
  expect(asked).toEqual([
    ['hosts/', '/', undefined],
    ['hosts/', '/', 'more'],
  ]);
});

test('an answer that does not say whether there is more is no listing', async () => {
  const answer = listFolders(s3Place('acme', 'hosts/{each}/'), 'hosts/', async () => ({ $metadata: {} }));
  await expect(answer).rejects.toThrow('it does not say whether there is more');
});
