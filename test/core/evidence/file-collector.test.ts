import { describe, expect, test } from 'vitest';
import { CollectingScope } from '../../../lib/core/evidence/collecting.ts';
import { FileCollector } from '../../../lib/core/evidence/file-collector.ts';
import type { ListedObject } from '../../../lib/core/evidence/listed-object.ts';
import type { Place } from '../../../lib/core/evidence/place.ts';
import type { EndSignal } from '../../../lib/core/model/end-signal.ts';

const NOW = Date.parse('2026-11-21T08:00:00Z');
const MINUTE_MS = 60_000;
const LANDED: EndSignal = { kind: 'landed' };
const BUCKET: Place = { scheme: 's3', container: 's3://b/', bucket: 'b', template: 'o/**' };
const DISK: Place = { scheme: 'file', container: '', bucket: '', template: '/o/' };

const marker = (name: string): EndSignal => ({ kind: 'marker', name });

/** An object that was changed so many minutes ago. */
function object(key: string, minutesAgo: number, change: Partial<ListedObject> = {}): ListedObject {
  return { key, sizeBytes: 5, lastModified: NOW - minutesAgo * MINUTE_MS, ...change };
}

function collect(place: Place, finished: EndSignal, ...objects: readonly ListedObject[]) {
  const collector = new FileCollector(new CollectingScope(place, finished, 'UTC', NOW, null));
  collector.add(objects);
  return collector.collected();
}

function endedOf(finished: EndSignal, ...objects: readonly ListedObject[]): string[] {
  const { backups } = collect(BUCKET, finished, ...objects);
  return backups.filter(({ ended }) => ended).map(({ key }) => key);
}

test('a file is a backup of its own time, size and content', () => {
  const ts = NOW - 5 * MINUTE_MS;
  const file = {
    key: 'o/a',
    location: 's3://b/o/a',
    source: 'file',
    ts,
    modifiedAt: ts,
    startedAt: null,
    sizeBytes: 5,
    fileCount: null,
    content: null,
    beingWritten: false,
    ended: true,
  };
  expect(collect(BUCKET, LANDED, object('o/a', 5)).backups).toEqual([file]);
  const { backups } = collect(BUCKET, { kind: 'heartbeat' }, object('o/a', 5, { contentMark: 'etag' }));
  expect(backups).toEqual([{ ...file, content: 'etag', ended: false }]);
});

test('nothing is found where nothing lies', () => {
  expect(collect(BUCKET, LANDED)).toEqual({
    backups: [],
    futureDated: null,
    ordered: true,
    orderedInFolder: true,
    newestKey: null,
    markedAt: null,
  });
});

describe('of very many files', () => {
  const many = Array.from({ length: 50 }, (_, index) => object(`/o/${100 + index}`, 60 - index));

  test('the newest 40 are kept where each is a backup', () => {
    const { backups } = collect(DISK, LANDED, ...many);
    expect(backups).toHaveLength(40);
    expect(backups.map(({ key }) => key)).toContain('/o/149');
  });

  test('more are kept where each waits for its signal', () => {
    expect(collect(DISK, marker('.ok'), ...many).backups).toHaveLength(50);
  });

  test('those that are being written do not displace those that have ended', () => {
    const written = many.map((each) => ({ ...each, lastModified: NOW }));
    const { backups } = collect(DISK, LANDED, ...written, object('/o/099', 60));
    expect(backups).toHaveLength(41);
    expect(backups.at(-1)).toMatchObject({ key: '/o/099', beingWritten: false });
  });
});

describe('a listing of a disk, which comes in no order,', () => {
  test('is in the order of time where its names are', () => {
    expect(collect(DISK, LANDED, object('/o/b', 10), object('/o/a', 20))).toMatchObject({
      ordered: true,
      orderedInFolder: false,
      newestKey: '/o/b',
    });
  });

  test('is not where they are not', () => {
    expect(collect(DISK, LANDED, object('/o/b', 20), object('/o/a', 10)).ordered).toBe(false);
  });
});

describe('a marker of each backup', () => {
  test('ends it where it is not older', () => {
    const [a, b, c] = [object('o/a', 20), object('o/b', 20), object('o/c', 20)];
    expect(endedOf(marker('.ok'), a, object('o/a.ok', 20), b, object('o/b.ok', 21), c)).toEqual(['o/a']);
  });

  test('has no time for the folder', () => {
    expect(collect(BUCKET, marker('.ok'), object('o/a', 20), object('o/a.ok', 20)).markedAt).toBeNull();
  });
});

describe('a marker of a folder', () => {
  const done = marker('DONE');

  test('ends the newest backup beside it that is not newer', () => {
    const files = [object('o/a', 30), object('o/b', 20), object('o/c', 10), object('p/d', 5)];
    expect(endedOf(done, ...files, object('o/DONE', 20))).toEqual(['o/b']);
    expect(endedOf(done, ...files, object('o/DONE', 31))).toEqual([]);
  });

  test('ends the one of two of the same time whose key sorts last', () => {
    expect(endedOf(done, object('o/a', 20), object('o/b', 20), object('o/DONE', 20))).toEqual(['o/b']);
  });

  test('ends the one that was written last, though the path of another names a later day', () => {
    const dated: Place = { ...BUCKET, template: 'o/{yyyy}-{MM}-{dd}' };
    const [copied, written] = [object('o/2026-11-18', 10), object('o/2026-11-20', 20)];
    const { backups } = collect(dated, done, copied, written, object('o/DONE', 5));
    expect(backups.map(({ key, ended }) => [key, ended])).toEqual([
      ['o/2026-11-20', false],
      ['o/2026-11-18', true],
    ]);
  });

  test('was written when the newest of them was', () => {
    const markers = [object('o/x/DONE', 30), object('o/y/DONE', 10), object('o/z/DONE', 20)];
    expect(collect(BUCKET, done, ...markers).markedAt).toBe(NOW - 10 * MINUTE_MS);
  });

  test('says nothing by a time far ahead', () => {
    expect(collect(BUCKET, done, object('o/DONE', -16)).markedAt).toBeNull();
    expect(collect(BUCKET, done, object('o/DONE', -15)).markedAt).toBe(NOW + 15 * MINUTE_MS);
  });
});
