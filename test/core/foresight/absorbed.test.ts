import { expect, test } from 'vitest';
import { findSeries } from '../../../lib/core/foresight/find-series.ts';
import { templateOf } from '../../../lib/core/foresight/series.ts';
import { HOUR_MS } from '../../../lib/core/instant.ts';

const FROM = Date.parse('2026-11-01T00:00:00Z');
const wal = Array.from({ length: 200 }, (_, index) => ({
  key: `wal/0000000100000000${index.toString(16).toUpperCase().padStart(8, '0')}`,
  sizeBytes: 16_777_216,
  lastModified: FROM + index * HOUR_MS,
}));

function placesOf(more: readonly string[]) {
  const others = more.map((key, index) => ({ key, sizeBytes: 300, lastModified: FROM + index * 24 * HOUR_MS }));
  const { series } = findSeries({ files: [...wal, ...others], below: 0, markers: new Map(), zone: 'UTC' });
  return series.map((of) => [templateOf(of.series.segments), of.keys.length]);
}

test('what a place takes anyway is of its series, in its sizes as well', () => {
  const history = ['wal/00000002.history', 'wal/00000003.history'];
  expect(placesOf(history)).toEqual([['wal/*', 202]]);
});

test('a series with dates of its own stays one', () => {
  const bases = ['01', '02', '03', '04'].map((day) => `wal/base-2026-11-${day}.tar`);
  expect(placesOf(bases)).toContainEqual(['wal/base-{yyyy}-{MM}-{dd}.tar', 4]);
});
