import { expect, test } from 'vitest';
import { findSeries } from '../../../lib/core/foresight/find-series.ts';
import { templateOf } from '../../../lib/core/foresight/series.ts';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../lib/core/instant.ts';

const FROM = Date.parse('2026-10-01T02:00:00Z');

/** The places of what lands in 28 days. */
function placesOf(day: (n: number) => readonly { key: string; afterMs: number }[]): readonly string[] {
  const files = Array.from({ length: 28 }, (_, n) =>
    day(n).map(({ key, afterMs }) => ({ key, sizeBytes: 900, lastModified: FROM + n * DAY_MS + afterMs })),
  ).flat();
  const { series } = findSeries({ files, below: 0, markers: new Map(), zone: 'UTC' });
  return series.map((of) => templateOf(of.series.segments)).sort();
}

const dateOf = (n: number) => new Date(FROM + n * DAY_MS).toISOString().slice(0, 10);

test.each([
  [
    'parts behind a date',
    (n: number) => [1, 2, 3].map((part) => ({ key: `db_${dateOf(n)}_${part}.bkp`, afterMs: part * MINUTE_MS })),
    ['db_{yyyy}-{MM}-{dd}_*.bkp'],
  ],
  [
    'numbers before a date are names',
    (n: number) => [1, 2, 3].map((part) => ({ key: `db${part}_${dateOf(n)}.bkp`, afterMs: part * MINUTE_MS })),
    ['db1_{yyyy}-{MM}-{dd}.bkp', 'db2_{yyyy}-{MM}-{dd}.bkp', 'db3_{yyyy}-{MM}-{dd}.bkp'],
  ],
  [
    'numbers of machines behind a date are names',
    (n: number) => [101, 102, 105].map((part) => ({ key: `vm-${dateOf(n)}-${part}.vma`, afterMs: part * MINUTE_MS })),
    ['vm-{yyyy}-{MM}-{dd}-101.vma', 'vm-{yyyy}-{MM}-{dd}-102.vma', 'vm-{yyyy}-{MM}-{dd}-105.vma'],
  ],
  [
    'a cycle of days',
    (n: number) => [{ key: `set${Math.floor(n / 7)}_day${n % 7}.tib`, afterMs: 0 }],
    ['set*_day*.tib'],
  ],
  [
    'members side by side are no cycle',
    (n: number) =>
      [4, 5, 6].map((name) => ({
        key: `w${Math.floor(n / 7)}-node${name}.tib`,
        afterMs: name * MINUTE_MS + (n % 7) * HOUR_MS,
      })),
    ['w*-node4.tib', 'w*-node5.tib', 'w*-node6.tib'],
  ],
  ['a year that has not ended', (n: number) => [{ key: `db-2026-${300 + n}.dump`, afterMs: 0 }], ['db-*-*.dump']],
  ['a year that is a name', (n: number) => [{ key: `dwh-2019-${300 + n}.dump`, afterMs: 0 }], ['dwh-2019-*.dump']],
] as const)('%s', (_, day, places) => {
  expect(placesOf(day)).toEqual(places);
});
