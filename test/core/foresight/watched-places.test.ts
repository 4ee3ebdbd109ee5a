import { expect, test } from 'vitest';
import { placesOf, WatchedPlaces } from '../../../lib/core/foresight/watched-places.ts';
import { read } from '../../rules-doc/read.ts';

function watchedBy(...jobs: readonly string[]): WatchedPlaces {
  const text = `version: 1\njobs:\n${jobs.map((job, index) => `  j${index}: { ${job}, rule: every 24 hours }\n`).join('')}`;
  const { document, problems } = read(text);
  if (document === null) throw new Error(JSON.stringify(problems));
  return new WatchedPlaces(placesOf(document.jobs));
}

const cases = [
  { name: 'a file of the place', backup: 's3://acme/pg/*.dump', key: 'pg/a.dump', is: true },
  { name: 'a file beside it', backup: 's3://acme/pg/*.dump', key: 'pg/a.sql', is: false },
  { name: 'the same key in another bucket', backup: 's3://other/pg/*.dump', key: 'pg/a.dump', is: false },
  { name: 'what lies deep below a folder', backup: 's3://acme/pg/', key: 'pg/2026/11/a.dump', is: true },
  { name: 'a key at the root of a bucket', backup: 's3://acme/*.dump', key: 'a.dump', is: true },
  { name: 'a whole bucket', backup: 's3://acme', key: 'x/y', is: true },
  { name: 'a name that begins in the middle of a segment', backup: 's3://acme/pg-*/', key: 'pg-1/a', is: true },
  {
    name: 'members that it leaves out',
    backup: "'s3://acme/{each}_{yyyy}-{MM}-{dd}', each: { except: tmp }",
    key: 'tmp_2026-11-20',
    is: true,
  },
  { name: 'a file on a disk', backup: '/x', key: '/x', container: '', is: true },
  { name: 'another file on a disk', backup: '/x', key: '/y', container: '', is: false },
  {
    name: 'reports',
    backup: 's3://acme/pg/*.dump, finished: report s3://acme/reports/pg.json',
    key: 'reports/pg.json',
    is: true,
  },
];

test.each(cases)('$name: $is', ({ backup, key, container = 's3://acme/', is }) => {
  expect(watchedBy(`backup: ${backup}`).taking(container, key)).toHaveLength(is ? 1 : 0);
});

test('each place that takes a key is named, once', () => {
  const places = watchedBy(
    'backup: s3://acme/pg/',
    'backup: s3://acme/pg/*.dump',
    'backup: s3://acme/pg/',
    'heartbeat: true',
  );
  expect([...places.taking('s3://acme/', 'pg/a.dump')].sort()).toEqual(['s3://acme/pg/', 's3://acme/pg/*.dump']);
});
