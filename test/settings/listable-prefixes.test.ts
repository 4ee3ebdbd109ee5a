import { expect, it } from 'vitest';
import { listableFrom, listablePrefixes } from '../../lib/settings/listable-prefixes.ts';
import { watchedBuckets } from '../../lib/settings/watched-bucket.ts';

it('tells the checker what it may list of each bucket', () => {
  const watched = watchedBuckets.parse([
    { bucket: 'dumps', prefixes: ['db/', 'web/'] },
    { bucket: 'all', prefixes: [''] },
  ]);
  const listableOf = listableFrom(listablePrefixes(watched));
  expect(listableOf('s3://dumps/')).toEqual(['db/', 'web/']);
  expect(listableOf('s3://all/')).toEqual(['']);
  expect(listableOf('s3://other/')).toEqual([]);
});

it('says nothing where that is too long for the environment', () => {
  const prefixes = Array.from({ length: 300 }, (_, index) => `folder-${index}/`);
  const text = listablePrefixes(watchedBuckets.parse([{ bucket: 'dumps', prefixes }]));
  expect(text).toBe('');
  expect(listableFrom(text)('s3://dumps/')).toBeNull();
});
