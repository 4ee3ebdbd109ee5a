import { expect, test } from 'vitest';
import { findSeries } from '../../../lib/core/foresight/find-series.ts';
import { templateOf } from '../../../lib/core/foresight/series.ts';
import { DAY_MS } from '../../../lib/core/instant.ts';

const NOW = Date.parse('2026-11-29T02:00:00Z');

/** The first is the newest. */
function placesOf(names: readonly string[]): readonly string[] {
  const files = names.map((key, index) => ({ key, sizeBytes: 1000 + index, lastModified: NOW - index * DAY_MS }));
  const { series: found } = findSeries({ files, below: 0, markers: new Map(), zone: 'UTC' });
  return found.map(({ series, keys }) => `${keys.length} ${templateOf(series.segments)}`).sort();
}

test.each([
  ['the newest without a number', ['a/etc.tar.gz', 'a/etc.tar.gz.1', 'a/etc.tar.gz.2'], ['3 a/etc*']],
  ['older ones compressed', ['db.sql', 'db.sql.1.gz', 'db.sql.2.gz', 'db.sql.3.gz'], ['4 db*']],
  ['older ones compressed a day later', ['db.sql', 'db.sql.1', 'db.sql.2.gz', 'db.sql.3.gz'], ['4 db*']],
  ['numbers inside the ending', ['db.sql.gz', 'db.1.sql.gz', 'db.2.sql.gz'], ['3 db*']],
  [
    'beside another name that begins so',
    ['etc.tar.gz', 'etc.tar.gz.1', 'etc.tar.gz.2', 'etc-old.tar.gz.1', 'etc-old.tar.gz.2'],
    ['2 etc-old*', '3 etc.tar.gz*'],
  ],
  [
    'volumes of one backup',
    ['f-2026-11-01.7z.001', 'f-2026-11-01.7z.002', 'f-2026-11-08.7z.001'],
    ['3 f-{yyyy}-{MM}-{dd}*'],
  ],
])('a place for %s', (_, names, places) => {
  expect(placesOf(names)).toEqual(places);
});
