import { expect, test } from 'vitest';
import { findSeries } from '../../../lib/core/foresight/find-series.ts';
import { templateOf } from '../../../lib/core/foresight/series.ts';
import { DAY_MS } from '../../../lib/core/instant.ts';

const FROM = Date.parse('2026-10-01T02:00:00Z');

function placesOf(names: readonly string[]): readonly string[] {
  const files = names.map((key, index) => ({ key, sizeBytes: 1000 + index, lastModified: FROM + index * DAY_MS }));
  const { series: found } = findSeries({ files, below: 0, markers: new Map(), zone: 'UTC' });
  return found.map(({ series, keys }) => `${keys.length} ${templateOf(series.segments)}`).sort();
}

const day = (index: number) => `2026-10-${String(index + 1).padStart(2, '0')}`;
const CODES = ['A1B2', '7C0D', '1234', 'D3F4', '9EE1', 'ABCD', '55AA', 'C0DE', '0F1E', 'B00C'];
const LETTERS = ['quiet', 'brown', 'foxes', 'jumps', 'overs', 'lazys', 'hound', 'today', 'gladl', 'again'];

test.each([
  [
    'codes of one length, another each time, are one series',
    (i: number) => `job_${day(i)}_${CODES[i]}.vbk`,
    ['10 job_{yyyy}-{MM}-{dd}_*.vbk'],
  ],
  [
    'words are names',
    (i: number) => `${LETTERS[i]}-${day(i)}.dump`,
    LETTERS.map((word) => `1 ${word}-{yyyy}-{MM}-{dd}.dump`).sort(),
  ],
  [
    'codes that come back are names',
    (i: number) => `${CODES[i % 2]}-${day(i)}.dump`,
    ['5 7C0D-{yyyy}-{MM}-{dd}.dump', '5 A1B2-{yyyy}-{MM}-{dd}.dump'],
  ],
])('%s', (_, name, places) => {
  expect(placesOf(CODES.map((_code, index) => name(index)))).toEqual(places);
});
