import { ALMOST_NOTHING_BYTES } from '../judging/size.ts';
import type { SeriesRun } from './series.ts';

/** What the sizes of a series show. */
export interface LearnedSizes {
  /** Bytes; null where nothing is known. */
  readonly floorBytes: number | null;
  /** Percent; null where the default is quiet. */
  readonly shrinkPercent: number;
  readonly warnShrinkPercent: number | null;
  /** Of the runs that are like the others. Bytes. */
  readonly smallestBytes: number;
  readonly largestBytes: number;
  /** What is wrong with the newest; null where nothing is. */
  readonly finding: SizeFinding | null;
}

export type SizeFinding =
  | { readonly kind: 'empty' }
  /** Less than 64 B where others are larger. */
  | { readonly kind: 'hollow'; readonly bytes: number }
  /** The newest `count` are this small. */
  | { readonly kind: 'shrunk'; readonly bytes: number; readonly beforeBytes: number; readonly count: number };

const NEWEST = 30;
const OF_SMALLEST = 0.8;
/** Where sizes differ that much from run to run, the next may well be smaller than all of them. */
const OF_SMALLEST_SCATTERED = 0.4;
const SCATTERED_FROM = 0.5;
const DEFAULT_SHRINK = 50;
/** At most this many of the newest are taken for a collapse; more are how it is now. */
const MAX_COLLAPSED = 7;
const MIN_BEFORE = 3;

/**
 * The floor and the shrink limit of a series, oldest run first, from what is like the rest of it. Source:
 * docs/design/foresight.md#sizes.
 */
export function learnSizes(runs: readonly SeriesRun[]): LearnedSizes {
  const sizes = runs.slice(-2 * NEWEST).map(({ sizeBytes }) => sizeBytes);
  const usual = median(sizes);
  const isNothing = (bytes: number) => bytes === 0 || (bytes < ALMOST_NOTHING_BYTES && usual >= ALMOST_NOTHING_BYTES);
  const whole = sizes.filter((bytes) => !isNothing(bytes));
  const fall = collapse(whole);
  const isNow = fall !== null && fall.count <= MAX_COLLAPSED;
  const finding = nothingNow(sizes, isNothing) ?? (isNow ? fall : null);
  const good = fall === null ? withoutDips(whole) : isNow ? whole.slice(0, -fall.count) : whole.slice(-fall.count);
  const newest = good.slice(-NEWEST);
  const smallestBytes = Math.min(...newest);
  const drop = largestDrop(good);
  const floor = (drop > SCATTERED_FROM ? OF_SMALLEST_SCATTERED : OF_SMALLEST) * smallestBytes;
  return {
    ...shrinkLimits(drop),
    floorBytes: newest.length === 0 ? null : roundedDown(floor),
    smallestBytes: newest.length === 0 ? 0 : smallestBytes,
    largestBytes: newest.length === 0 ? 0 : Math.max(...newest),
    finding,
  };
}

function nothingNow(sizes: readonly number[], isNothing: (bytes: number) => boolean): SizeFinding | null {
  const newest = sizes.at(-1);
  if (newest === undefined || !isNothing(newest)) return null;
  return newest === 0 ? { kind: 'empty' } : { kind: 'hollow', bytes: newest };
}

/** The newest are far smaller than all before them, which never fell so far. */
function collapse(sizes: readonly number[]): Extract<SizeFinding, { kind: 'shrunk' }> | null {
  for (let count = 1; count <= sizes.length - MIN_BEFORE; count += 1) {
    const [before, after] = [sizes.slice(0, -count), sizes.slice(-count)];
    const beforeBytes = before.at(-1) ?? 0;
    const most = Math.max(...after);
    const usualDrop = largestDrop(before);
    const drop = 1 - most / Math.max(1, beforeBytes);
    if (drop > 0.45 && drop > 1.3 * usualDrop + 0.1 && most < 0.75 * Math.min(...before)) {
      return { kind: 'shrunk', bytes: after.at(-1) ?? 0, beforeBytes, count };
    }
  }
  return null;
}

/** Without single runs far below those on both sides: what went wrong once is no measure. */
function withoutDips(sizes: readonly number[]): readonly number[] {
  const dips = sizes.filter((bytes, index) => isDip(bytes, sizes[index - 1], sizes[index + 1]));
  return dips.length <= 0.05 * sizes.length + 1 && sizes.length > 5
    ? sizes.filter((bytes, index) => !isDip(bytes, sizes[index - 1], sizes[index + 1]))
    : sizes;
}

function isDip(bytes: number, before: number | undefined, after: number | undefined): boolean {
  return before !== undefined && after !== undefined && bytes < 0.1 * Math.min(before, after);
}

/** The largest fall from a run to the next, as a share. */
function largestDrop(sizes: readonly number[]): number {
  return sizes.slice(1).reduce((most, bytes, index) => Math.max(most, 1 - bytes / Math.max(1, sizes[index] ?? 1)), 0);
}

/** Quiet with as much again to spare: the default where that is so. */
function shrinkLimits(drop: number): Pick<LearnedSizes, 'shrinkPercent' | 'warnShrinkPercent'> {
  const percent = 100 * drop;
  const quiet = percent + Math.min(Math.max(5, percent / 2), (100 - percent) / 2);
  if (quiet <= DEFAULT_SHRINK / 2) return { shrinkPercent: DEFAULT_SHRINK, warnShrinkPercent: null };
  if (percent > 85) return { shrinkPercent: 100, warnShrinkPercent: 100 };
  const warn = Math.min(95, 5 * Math.ceil(quiet / 5));
  return {
    shrinkPercent: Math.max(DEFAULT_SHRINK, Math.min(97, 5 * Math.ceil((warn + (100 - warn) / 3) / 5))),
    warnShrinkPercent: warn,
  };
}

/** Two digits, rounded down, as people write a size. */
export function roundedDown(bytes: number): number {
  if (bytes < 1) return 1;
  const unit = 10 ** Math.max(0, Math.floor(Math.log10(bytes)) - 1);
  return Math.max(1, Math.floor(bytes / unit) * unit);
}

function median(sizes: readonly number[]): number {
  return [...sizes].sort((a, b) => a - b)[Math.floor(sizes.length / 2)] ?? 0;
}
