import { addTo } from '../add-to.ts';
import { PlaceMatcher } from '../evidence/place-matcher.ts';
import { type FoundSeries, type Piece, type Series, templateOf } from './series.ts';

/** A series of this share of another's files, or less, is no other one where the other's place takes all of it. */
const SMALL = 0.1;
const MIN_FILES = 10;

/**
 * What the place of a larger series takes anyway, such as the odd name of which a random token has no letters, or
 * `00000002.history` beside WAL files, is of that series: a check would see it there. What has a date that the larger one
 * has not is another series. `root` is what keys begin with.
 */
export function withAbsorbed(found: readonly FoundSeries[], root: string): readonly FoundSeries[] {
  const takers = takersByFolder(found, root);
  if (takers.size === 0) return found;
  const absorbed = new Map<FoundSeries, FoundSeries[]>();
  const gone = new Set<FoundSeries>();
  for (const small of found) {
    const taker = takerOf(small, takers, root);
    if (taker === null || gone.has(taker)) continue;
    gone.add(small);
    addTo(absorbed, taker, small);
  }
  return found.flatMap((of) => {
    const more = absorbed.get(of);
    if (gone.has(of)) return [];
    return more === undefined ? [of] : [joined(of, more)];
  });
}

interface Taker {
  readonly of: FoundSeries;
  readonly matcher: PlaceMatcher;
}

/** By the folder in which all they take begins. */
function takersByFolder(found: readonly FoundSeries[], root: string): ReadonlyMap<string, readonly Taker[]> {
  const takers = new Map<string, Taker[]>();
  for (const of of found) {
    const { kind, segments, tool } = of.series;
    const isOpen = segments.some((segment) => segment.some((piece) => piece.kind === 'star'));
    if (kind !== 'files' || tool !== null || !isOpen || of.keys.length < MIN_FILES) continue;
    const matcher = new PlaceMatcher(root + templateOf(segments));
    const folder = matcher.prefix.slice(0, matcher.prefix.lastIndexOf('/') + 1);
    addTo(takers, folder, { of, matcher });
  }
  return takers;
}

function takerOf(small: FoundSeries, takers: ReadonlyMap<string, readonly Taker[]>, root: string): FoundSeries | null {
  const { kind, segments, tool } = small.series;
  const [first] = small.keys;
  if (kind !== 'files' || tool !== null || first === undefined) return null;
  for (let end = first.lastIndexOf('/') + 1; end >= root.length; end = first.lastIndexOf('/', end - 2) + 1) {
    for (const { of, matcher } of takers.get(first.slice(0, end)) ?? []) {
      const isSmall = small.keys.length <= SMALL * of.keys.length && datesIn(segments) <= datesIn(of.series.segments);
      if (of !== small && isSmall && small.keys.every((key) => matcher.match(key) !== null)) return of;
    }
    if (end === 0) break;
  }
  return null;
}

function datesIn(segments: Series['segments']): number {
  return segments.flat().filter(({ kind }: Piece) => kind === 'date').length;
}

function joined(of: FoundSeries, more: readonly FoundSeries[]): FoundSeries {
  // What is older than its series is no gap of it.
  const from = of.series.runs[0]?.ts ?? 0;
  const later = more.flatMap(({ series }) => series.runs).filter(({ ts }) => ts >= from);
  const runs = [...of.series.runs, ...later].sort((a, b) => a.ts - b.ts);
  return { ...of, series: { ...of.series, runs }, keys: [of, ...more].flatMap(({ keys }) => keys) };
}
