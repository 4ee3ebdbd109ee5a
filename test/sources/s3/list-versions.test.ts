import type { ListObjectVersionsCommandOutput } from '@aws-sdk/client-s3';
import { expect, test } from 'vitest';
import { listVersions } from '../../../lib/sources/s3/list-versions.ts';
import { s3Place } from './list-harness.ts';

const at = (day: number) => new Date(Date.UTC(2026, 9, day));
const time = (day: number) => Date.UTC(2026, 9, day);

test('each version is there until the next one of its key, or its deletion', async () => {
  const pages: Partial<ListObjectVersionsCommandOutput>[] = [
    {
      EncodingType: 'url',
      IsTruncated: true,
      NextKeyMarker: 'db/b+1.dump',
      NextVersionIdMarker: 'v7',
      Versions: [
        { Key: 'db/a.dump', Size: 103, LastModified: at(3), ETag: '"e3"', IsLatest: true },
        { Key: 'db/a.dump', Size: 100, LastModified: at(1), ETag: '"e1"' },
      ],
    },
    {
      EncodingType: 'url',
      IsTruncated: false,
      Versions: [{ Key: 'db/b+1.dump', Size: 101, LastModified: at(2) }],
      DeleteMarkers: [{ Key: 'db/b+1.dump', LastModified: at(4), IsLatest: true }],
    },
  ];
  const asked: unknown[] = [];
  const found = await listVersions(s3Place('acme', 'db/*.dump'), 'db/', async ({ input }) => {
    asked.push([input.Prefix, input.KeyMarker, input.VersionIdMarker]);
    return { $metadata: {}, ...pages.shift() };
  });
  expect(found).toEqual([
    { object: { key: 'db/a.dump', sizeBytes: 100, lastModified: time(1), contentMark: 'e1' }, until: time(3) },
    { object: { key: 'db/a.dump', sizeBytes: 103, lastModified: time(3), contentMark: 'e3' }, until: null },
    { object: { key: 'db/b 1.dump', sizeBytes: 101, lastModified: time(2) }, until: time(4) },
  ]);
  expect(asked).toEqual([
    ['db/', undefined, undefined],
    ['db/', 'db/b 1.dump', 'v7'],
  ]);
});
