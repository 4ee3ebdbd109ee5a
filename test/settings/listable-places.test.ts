import { expect, test } from 'vitest';
import { placeText } from '../../lib/core/evidence/place.ts';
import { listablePlaces } from '../../lib/settings/listable-places.ts';
import { listablePrefixes } from '../../lib/settings/listable-prefixes.ts';
import type { WatchedBucket } from '../../lib/settings/watched-bucket.ts';

const bucket = (name: string, prefixes: readonly string[]) => ({ bucket: name, prefixes }) as WatchedBucket;

test('what the checker may list comes back from its environment as places', () => {
  const text = listablePrefixes([bucket('acme', ['']), bucket('acme-2', ['pg/', 'we'])]);
  expect(listablePlaces(text).map(placeText)).toEqual(['s3://acme/', 's3://acme-2/pg/', 's3://acme-2/we']);
});

test('where that is too long for an environment there are none', () => {
  const text = listablePrefixes([bucket('acme', [`${'x'.repeat(2_000)}/`])]);
  expect(listablePlaces(text)).toEqual([]);
});
