import { addTo } from '../add-to.ts';
import type { ListedObject } from '../evidence/listed-object.ts';
import { timeOfDay } from '../hours/calendar-days.ts';
import { wallClockAt } from '../hours/zone.ts';
import { DAY_MS, HOUR_MS, type Instant } from '../instant.ts';
import { gapsOf } from './gaps.ts';
import type { FoundSeries } from './series.ts';
import { bundleDepth } from './stored-data.ts';

const MIN_FILES = 20;
const MIN_UPDATES = 5;
/** Files that are written nearer together than this are of one update. */
const ONE_UPDATE_MS = 2 * HOUR_MS;
/** Files that say when a job last ran. */
export const MARKER = /^(?:_success|_done|_complete|\.?last[-_]?(?:sync|run|success|backup)(?:\.txt)?)$/i;

/**
 * Of what fits no series, the folders that something updates at a time of its own: files of many names, written in
 * batches at about the same time of day. What people change all day is no copy that could be late
 * (docs/design/foresight.md#mirrors). `others`: keys of series; a folder that holds one of them is no copy as a whole.
 */
export function findMirrors(
  files: readonly ListedObject[],
  others: Iterable<string>,
  below: number,
  zone: string,
): readonly FoundSeries[] {
  const foldersOfOthers = foldersOf(others);
  const found: FoundSeries[] = [];
  for (const cluster of clustersOf(files, below)) {
    if (cluster.length < MIN_FILES) continue;
    const folder = commonFolder(cluster.map(({ key }) => key.slice(below)));
    if (foldersOfOthers.has((cluster[0]?.key ?? '').slice(0, below + folder.length))) continue;
    const marker = cluster.find(({ key }) => {
      const name = key.slice(below + folder.length);
      return !name.includes('/') && MARKER.test(name);
    });
    const copied = cluster.filter((object) => object !== marker);
    const updates = updatesOf(copied.map(({ lastModified }) => lastModified));
    if (updates.length < MIN_UPDATES || !areAtOneTime(updates, zone)) continue;
    const sizeBytes = copied.reduce((sum, object) => sum + object.sizeBytes, 0);
    const literals = folder
      .split('/')
      .slice(0, -1)
      .map((text) => [{ kind: 'literal', text } as const]);
    const ts = updates.at(-1) as Instant;
    found.push({
      series: {
        kind: 'mirror',
        segments: [...literals, []],
        runs: [
          {
            key: cluster[0]?.key.slice(0, below + folder.length) ?? '',
            ts,
            sizeBytes,
            fileCount: copied.length,
            content: null,
          },
        ],
        marker: marker === undefined ? null : marker.key.slice(below + folder.length),
        writtenAt: updates,
        tool: null,
      },
      keys: cluster.map(({ key }) => key),
      isSure: true,
    });
  }
  return found;
}

/** All that they lie in, up to the top. */
function foldersOf(keys: Iterable<string>): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const key of keys) {
    for (let end = key.lastIndexOf('/') + 1; ; end = key.lastIndexOf('/', end - 2) + 1) {
      const folder = key.slice(0, end);
      if (folders.has(folder)) break;
      folders.add(folder);
      if (end === 0) break;
    }
  }
  return folders;
}

/** All of it where most of it lies in folders that are no series; else by the first folder. */
function clustersOf(files: readonly ListedObject[], below: number): readonly (readonly ListedObject[])[] {
  const clusters = new Map<string, ListedObject[]>();
  for (const file of files) {
    const path = file.key.slice(below);
    const segments = path.split('/').slice(0, -1);
    const first = segments
      .slice(0, Math.max(1, bundleDepth(segments)))
      .map((segment) => `${segment}/`)
      .join('');
    addTo(clusters, first, file);
  }
  const top = clusters.get('') ?? [];
  return top.some(({ key }) => MARKER.test(key.slice(below))) ? [files] : [...clusters.values()];
}

function commonFolder(paths: readonly string[]): string {
  let common = paths[0] ?? '';
  for (const path of paths) while (!path.startsWith(common)) common = common.slice(0, -1);
  return common.slice(0, common.lastIndexOf('/') + 1);
}

function updatesOf(times: readonly Instant[]): readonly Instant[] {
  const sorted = [...times].sort((a, b) => a - b);
  return sorted.filter((ts, index) => index === sorted.length - 1 || (sorted[index + 1] ?? ts) - ts > ONE_UPDATE_MS);
}

/** Four in five are within three hours of the day, and no gap is longer than two weeks. */
function areAtOneTime(updates: readonly Instant[], zone: string): boolean {
  const ofDay = updates.map((ts) => timeOfDay(wallClockAt(zone, ts)) / HOUR_MS);
  const near = (hour: number) => ofDay.filter((other) => (other - hour + 24) % 24 <= 3).length;
  return Math.max(...ofDay.map(near)) >= 0.8 * updates.length && Math.max(...gapsOf(updates)) <= 14 * DAY_MS;
}
