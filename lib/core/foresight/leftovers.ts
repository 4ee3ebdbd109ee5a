import type { ListedObject } from '../evidence/listed-object.ts';
import type { Instant } from '../instant.ts';
import type { LearnedSeries } from './learned-series.ts';
import { templateOf } from './series.ts';
import { shortDate } from './series-words.ts';
import type { Leftover } from './suggestion.ts';

/** More places than this are listed as one. */
const MAX_PLACES = 40;

/** What fits no series, by folder; nothing is left out without a word. */
export function leftoversOf(
  files: readonly ListedObject[],
  ended: readonly LearnedSeries[],
  beside: ReadonlyMap<string, number>,
  { folder, zone, now }: { readonly folder: string; readonly zone: string; readonly now: Instant },
): readonly Leftover[] {
  const folders = new Map<string, Leftover>();
  for (const { key, sizeBytes, lastModified } of files) {
    const path = key.slice(folder.length);
    const inside = path.slice(0, path.lastIndexOf('/') + 1);
    const known = folders.get(inside);
    if (known === undefined) {
      folders.set(inside, {
        folder: inside,
        count: 1,
        bytes: sizeBytes,
        newestAt: lastModified,
        example: path.slice(inside.length),
        reason: 'no series of three or more',
      });
    } else {
      const isNewer = lastModified > known.newestAt;
      folders.set(inside, {
        ...known,
        count: known.count + 1,
        bytes: known.bytes + sizeBytes,
        ...(isNewer ? { newestAt: lastModified, example: path.slice(inside.length) } : {}),
      });
    }
  }
  const over = ended.map(({ series: { segments }, lines }): Leftover => {
    const runs = lines.flatMap((line) => line.runs).sort((a, b) => a.ts - b.ts);
    const newestAt = runs.at(-1)?.ts ?? 0;
    return {
      folder: templateOf(segments),
      count: runs.length,
      bytes: runs.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
      newestAt,
      example: runs.at(-1)?.key.split('/').at(-1) ?? '',
      reason: `ended ${shortDate(newestAt, now, zone)}`,
    };
  });
  const all = [...[...folders.values()].sort((a, b) => b.count - a.count), ...over];
  const kinds = new Map<string, number>();
  for (const [key, count] of beside) {
    const kind = key.split('\u0001')[1] ?? '';
    kinds.set(kind, (kinds.get(kind) ?? 0) + count);
  }
  const never = [...kinds].map(
    ([kind, count]): Leftover => ({
      folder: '',
      count,
      bytes: 0,
      newestAt: 0,
      example: '',
      reason: NEVER[kind] ?? kind,
    }),
  );
  return [...folded(all), ...never];
}

const NEVER: Readonly<Record<string, string>> = {
  companion: 'logs, notes and the like that are named after a backup',
  stored: 'data of repositories, of which no name says when it was written',
  checksum: 'checksums and signatures',
  litter: 'what operating systems leave lying',
  hidden: 'hidden files',
  'on-its-way': 'copies that are not whole yet',
  'folder-marker': 'markers of folders',
  own: 'reports of the sentinel',
};

function folded(all: readonly Leftover[]): readonly Leftover[] {
  if (all.length <= MAX_PLACES) return all;
  const rest = all.slice(MAX_PLACES);
  const sum: Leftover = {
    folder: `${rest.length} more places`,
    count: rest.reduce((total, { count }) => total + count, 0),
    bytes: rest.reduce((total, { bytes }) => total + bytes, 0),
    newestAt: Math.max(...rest.map(({ newestAt }) => newestAt)),
    example: rest[0]?.example ?? '',
    reason: 'no series of three or more',
  };
  return [...all.slice(0, MAX_PLACES), sum];
}
