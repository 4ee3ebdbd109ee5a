import { expect, test } from 'vitest';
import { findSeries } from '../../../lib/core/foresight/find-series.ts';
import { templateOf } from '../../../lib/core/foresight/series.ts';

/** The places of series of five nights, and how many files only describe a backup. */
function found(...names: readonly ((day: string) => string)[]) {
  const files = ['20261120', '20261121', '20261122', '20261123', '20261124'].flatMap((day, index) =>
    names.map((name, at) => ({ key: name(day), sizeBytes: 900, lastModified: Date.UTC(2026, 10, 20 + index, 2, at) })),
  );
  const { series, described } = findSeries({ files, below: 0, markers: new Map(), zone: 'UTC' });
  return { places: series.map(({ series: { segments } }) => templateOf(segments)).sort(), described: described.length };
}

test.each([
  [
    'a manifest and signatures',
    (day: string) => `dup-full.${day}T02.manifest.gpg`,
    (day: string) => `dup-full-signatures.${day}T02.sigtar.gpg`,
  ],
  [
    'notes and a log',
    (day: string) => `dup-full.${day}T02.vol1.tar.gz.notes`,
    (day: string) => `dup-full.${day}T02.nfo`,
  ],
])('%s of each backup have no series', (_, ...beside) => {
  expect(found((day) => `dup-full.${day}T02.vol1.tar.gz`, ...beside)).toEqual({
    places: ['dup-full.{yyyy}{MM}{dd}T*.vol1.tar.gz'],
    described: 10,
  });
});

test.each([
  ['a database that is called catalog', (day: string) => `orders.${day}.dump`, (day: string) => `catalog.${day}.dump`],
  [
    'a manifest without a backup of its day',
    (day: string) => `dup.${day}.manifest`,
    (day: string) => `dup.2025${day.slice(4)}.tar`,
  ],
])('%s has a series', (_, ...names) => {
  expect(found(...names)).toMatchObject({ described: 0, places: [expect.any(String), expect.any(String)] });
});
