import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CollectedBackups, CollectingScope } from '../../../lib/core/evidence/collecting.ts';
import { FileCollector } from '../../../lib/core/evidence/file-collector.ts';
import { FolderCollector } from '../../../lib/core/evidence/folder-collector.ts';
import type { ListedObject } from '../../../lib/core/evidence/listed-object.ts';
import type { Place } from '../../../lib/core/evidence/place.ts';
import type { EndSignal } from '../../../lib/core/model/end-signal.ts';

const now = Date.parse('2026-11-21T08:00:00Z');
const at = (time: string) => Date.parse(time.length > 8 ? time : `2026-11-21T${time}Z`);
const object = (key: string, time: string, sizeBytes = 5): ListedObject => ({ key, sizeBytes, lastModified: at(time) });
const landed: EndSignal = { kind: 'landed' };
const marker = (name: string): EndSignal => ({ kind: 'marker', name });
const s3 = (template: string): Place => ({ scheme: 's3', container: 's3://b/', bucket: 'b', template });
const local = (template: string): Place => ({ scheme: 'file', container: '', bucket: '', template });

function collect(
  place: Place,
  finished: EndSignal,
  pages: readonly (readonly ListedObject[])[],
  options: { zone?: string; reports?: Place } = {},
): CollectedBackups {
  const scope = new CollectingScope(place, finished, options.zone ?? 'UTC', now, options.reports ?? null);
  const collector = scope.matcher.hasRun ? new FolderCollector(scope) : new FileCollector(scope);
  for (const page of pages) collector.add(page);
  return collector.collected();
}

const keys = (found: CollectedBackups) => found.backups.map(({ key }) => key);
const ended = (found: CollectedBackups) => found.backups.filter((backup) => backup.ended).map(({ key }) => key);

describe('files', () => {
  it('are not what the sentinel and copying tools leave beside them', () => {
    const found = collect(s3('o/'), landed, [
      [
        object('o/', '01:00:00', 0),
        object('o/.sentinel/r.json', '01:00:00'),
        object('o/a.dump', '02:00:00'),
        object('o/b.dump.part', '03:00:00'),
        object('o/b.filepart', '03:00:00'),
        object('o/b.partial', '03:00:00'),
        object('o/b.tmp', '03:00:00'),
        object('o/c.sentinel.json', '03:00:00'),
        object('o/empty', '01:30:00', 0),
        object('o/sub/.sentinel/x', '03:00:00'),
      ],
    ]);
    expect(keys(found)).toEqual(['o/a.dump', 'o/empty']);
  });

  it('are backups in a .sentinel folder that the place itself names', () => {
    expect(keys(collect(s3('x/.sentinel/b/'), landed, [[object('x/.sentinel/b/a', '02:00:00')]]))).toHaveLength(1);
  });

  it('are not the job’s own reports', () => {
    const page = [object('o/a.dump', '02:00:00'), object('o/a.json', '02:01:00')];
    const found = collect(s3('o/'), { kind: 'report', place: s3('o/*.json') }, [page], { reports: s3('o/*.json') });
    expect(keys(found)).toEqual(['o/a.dump']);
  });

  it('that changed less than two minutes ago are being written, on a disk', () => {
    const page = [
      object('/o/old', '07:58:00'),
      { key: '/o/fresh', sizeBytes: 5, lastModified: now - 119_999 },
      { key: '/o/ahead', sizeBytes: 5, lastModified: now + 15 * 60_000 },
    ];
    const found = collect(local('/o/'), landed, [page]);
    expect(found.backups.filter((backup) => backup.beingWritten).map(({ key }) => key)).toEqual([
      '/o/ahead',
      '/o/fresh',
    ]);
    expect(collect(s3('/o/'), landed, [page]).backups.some((backup) => backup.beingWritten)).toBe(false);
  });

  it('from more than 15 minutes ahead are no backups; the furthest is noted', () => {
    const page = [
      { key: 'o/a', sizeBytes: 5, lastModified: now + 15 * 60_000 },
      { key: 'o/b', sizeBytes: 5, lastModified: now + 15 * 60_000 + 1 },
      object('o/c', '2027-01-01T00:00:00Z'),
    ];
    const found = collect(s3('o/'), landed, [page]);
    expect(keys(found)).toEqual(['o/a']);
    expect(found.futureDated).toEqual({ ts: at('2027-01-01T00:00:00Z'), location: 's3://b/o/c' });
  });

  it('are no younger than the period in their path, since copying makes old files look new', () => {
    const found = collect(s3('o/{yyyy}-{MM}-{dd}.dump'), landed, [[object('o/2026-11-01.dump', '07:00:00')]], {
      zone: 'Asia/Singapore',
    });
    expect(found.backups[0]).toMatchObject({ ts: at('2026-11-01T16:00:00Z'), modifiedAt: at('07:00:00') });
  });

  it.each([
    { name: 'named for the day before', key: 'o/2026-11-20.dump', ts: '07:00:00' },
    { name: 'named for the day after, which a host ahead of here writes', key: 'o/2026-11-22.dump', ts: '07:00:00' },
    { name: 'up to 36 hours after the period in the path', key: 'o/2026-11-19.dump', ts: '07:00:00' },
    { name: 'but not longer', key: 'o/2026-11-18.dump', ts: '2026-11-19T00:00:00Z' },
  ])('are of their own time: $name', ({ key, ts }) => {
    const found = collect(s3('o/{yyyy}-{MM}-{dd}.dump'), landed, [[object(key, '07:00:00')]]);
    expect(found.backups[0]?.ts).toBe(at(ts));
  });

  describe('with a marker by their own name', () => {
    it('have ended when it is there and not older than they are', () => {
      const found = collect(s3('o/*'), marker('.done'), [
        [
          object('o/a', '02:00:00'),
          object('o/a.done', '02:00:00'),
          object('o/b', '03:00:00'),
          object('o/b.done', '02:59:59'),
          object('o/c', '04:00:00'),
        ],
      ]);
      expect(keys(found)).toEqual(['o/c', 'o/b', 'o/a']);
      expect(ended(found)).toEqual(['o/a']);
    });
  });

  describe('with a marker in their folder', () => {
    it('have ended when they are the newest there that is not newer than it', () => {
      const found = collect(s3('o/*/*.gz'), marker('DONE'), [
        [
          object('o/x/1.gz', '02:00:00'),
          object('o/x/2.gz', '03:00:00'),
          object('o/x/3.gz', '04:00:00'),
          object('o/x/DONE', '03:30:00'),
          object('o/y/1.gz', '02:00:00'),
          object('o/y/NOTDONE', '03:30:00'),
        ],
      ]);
      expect(ended(found)).toEqual(['o/x/2.gz']);
      expect(keys(found)).not.toContain('o/x/DONE');
    });
  });

  it('keep the newest of a listing of any length', () => {
    const pages = Array.from({ length: 30 }, (_, page) =>
      Array.from({ length: 100 }, (_, index) => ({
        key: `o/${String(page * 100 + index).padStart(6, '0')}`,
        sizeBytes: 1,
        lastModified: now - 1e9 + page * 100 + index,
      })),
    );
    const found = collect(s3('o/'), landed, pages);
    expect(found.backups).toHaveLength(40);
    expect(found).toMatchObject({ ordered: true, newestKey: 'o/002999' });
  });
});

describe('the order of a listing', () => {
  const cases = [
    { name: 'key order is time order', times: ['01:00:00', '02:00:00', '02:00:00'], ordered: true, newestKey: 'o/2' },
    {
      name: 'rotating names are not in time order',
      times: ['03:00:00', '01:00:00', '02:00:00'],
      ordered: false,
      newestKey: 'o/0',
    },
  ];
  it.each(cases)('$name', ({ times, ordered, newestKey }) => {
    const page = times.map((time, index) => object(`o/${index}`, time));
    expect(collect(s3('o/'), landed, [page])).toMatchObject({ ordered, newestKey });
  });

  it('is none where the keys themselves come unsorted, as from a directory bucket', () => {
    const page = [object('o/b', '01:00:00'), object('o/a', '02:00:00')];
    expect(collect(s3('o/'), landed, [page]).ordered).toBe(false);
  });

  it('is kept by run folders too', () => {
    const page = [
      object('s/r1/a', '01:00:00'),
      object('s/r1/b', '01:10:00'),
      object('s/r2/a', '01:05:00'),
      object('s/r2/b', '02:00:00'),
    ];
    expect(collect(s3('s/{run}/'), landed, [page])).toMatchObject({ ordered: true, newestKey: 's/r2/' });
  });
});

describe('run folders', () => {
  const success = marker('_SUCCESS');

  it('sum their objects, began with the oldest and ended with the marker', () => {
    const page = [
      object('s/r1/_SUCCESS', '02:31:00', 7),
      object('s/r1/a', '02:00:00', 3),
      object('s/r1/sub/b', '02:30:00', 2),
    ];
    expect(collect(s3('s/{run}/'), success, [page]).backups).toEqual([
      {
        key: 's/r1/',
        location: 's3://b/s/r1/',
        fileCount: 2,
        content: null,
        source: 'folder',
        ts: at('02:31:00'),
        startedAt: at('02:00:00'),
        modifiedAt: at('02:30:00'),
        sizeBytes: 5,
        beingWritten: false,
        ended: true,
      },
    ]);
  });

  it('ended with their newest object where no marker is asked for', () => {
    const page = [object('s/r1/a', '02:00:00'), object('s/r1/b', '02:30:00')];
    expect(collect(s3('s/{run}/'), landed, [page]).backups[0]).toMatchObject({ ts: at('02:30:00'), ended: true });
  });

  const markers = [
    { name: 'of the same time finishes it', markedAt: '02:30:00', want: true },
    { name: 'older than one of its objects does not', markedAt: '02:29:59', want: false },
  ];
  it.each(markers)('a marker $name', ({ markedAt, want }) => {
    const page = [object('s/r/_SUCCESS', markedAt), object('s/r/a', '02:00:00'), object('s/r/b', '02:30:00')];
    expect(collect(s3('s/{run}/'), success, [page]).backups[0]?.ended).toBe(want);
  });

  it('have their marker beside a pattern that it does not match, and not deeper down', () => {
    const page = [object('s/r/data/a.tar', '02:00:00'), object('s/r/data/_SUCCESS', '02:10:00')];
    expect(ended(collect(s3('s/{run}/data/*.tar'), success, [page]))).toEqual([]);
    const marked = [...page, object('s/r/_SUCCESS', '02:10:00')];
    expect(ended(collect(s3('s/{run}/data/*.tar'), success, [marked]))).toEqual(['s/r/']);
  });

  it('with a marker and nothing else are empty runs', () => {
    const found = collect(s3('s/{run}/'), success, [[object('s/r/_SUCCESS', '02:00:00')]]);
    expect(found.backups[0]).toMatchObject({ sizeBytes: 0, ts: at('02:00:00'), ended: true });
  });

  it('are being written on a disk while any of their files is fresh', () => {
    const page = [object('/s/r/a', '02:00:00'), { key: '/s/r/b', sizeBytes: 1, lastModified: now - 60_000 }];
    expect(collect(local('/s/{run}/'), landed, [page]).backups[0]).toMatchObject({
      beingWritten: true,
      startedAt: at('02:00:00'),
    });
  });

  it('from the future are no runs', () => {
    const found = collect(s3('s/{run}/'), landed, [[object('s/r/a', '2027-01-01T00:00:00Z')]]);
    expect(found.backups).toEqual([]);
    expect(found.futureDated?.location).toBe('s3://b/s/r/');
  });
});

describe('a listing in pages', () => {
  const objects = fc
    .uniqueArray(
      fc.record({
        key: fc
          .tuple(fc.integer({ min: 0, max: 30 }), fc.constantFrom('a', 'b', 'a.ok', 'DONE'))
          .map(([run, name]) => `s/r${run}/${name}`),
        sizeBytes: fc.integer({ min: 1, max: 9 }),
        lastModified: fc.integer({ min: now - 50, max: now }),
      }),
      { selector: ({ key }) => key, maxLength: 60 },
    )
    .chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }), fc.integer({ min: 1, max: 9 })),
    );
  const kinds: { template: string; finished: EndSignal }[] = [
    { template: 's/', finished: landed },
    { template: 's/', finished: marker('.ok') },
    { template: 's/', finished: marker('DONE') },
    { template: 's/{run}/', finished: landed },
    { template: 's/{run}/', finished: marker('DONE') },
  ];

  it.each(kinds)('means the same in any order and any pages: $template, $finished', ({ template, finished }) => {
    fc.assert(
      fc.property(objects, ([all, shuffled, size]) => {
        const pages = Array.from({ length: Math.ceil(shuffled.length / size) }, (_, index) =>
          shuffled.slice(index * size, (index + 1) * size),
        );
        const once = collect(s3(template), finished, [all]);
        const paged = collect(s3(template), finished, pages);
        expect(paged.backups).toEqual(once.backups);
        expect(paged.newestKey).toEqual(once.newestKey);
      }),
      { seed: 20261121 },
    );
  });

  it('closes run folders behind it, and finds the same', () => {
    const all = Array.from({ length: 9000 }, (_, index) =>
      object(`s/${String(Math.floor(index / 3)).padStart(6, '0')}/${index % 3}`, '02:00:00'),
    ).map((listed, index) => ({ ...listed, lastModified: listed.lastModified + index }));
    const pages = Array.from({ length: 9 }, (_, page) => all.slice(page * 1000, (page + 1) * 1000));
    const found = collect(s3('s/{run}/'), landed, pages);
    expect(found).toMatchObject({ ordered: true, newestKey: 's/002999/' });
    expect(found.backups).toHaveLength(1000);
    expect(found.backups.every(({ sizeBytes }) => sizeBytes === 15)).toBe(true);
  });
});
