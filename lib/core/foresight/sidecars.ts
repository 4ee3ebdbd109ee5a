import { addTo } from '../add-to.ts';
import { namesOfBackup } from '../evidence/companions.ts';
import { nameParts } from './name-parts.ts';
import { type FoundSeries, templateOf } from './series.ts';

/** Words of what only describes a backup: lists, sums and notes. */
const DESCRIBING = new Set(
  'catalog catalogue checksum checksums contents dindex filelist hash header idx index info list listing log manifest manifests mbr md meta metadata nfo note notes report sha sig sigtar signature signatures stats statistics summary toc'.split(
    ' ',
  ),
);
/** Words that say nothing of what is in a backup, beside the former. */
const PLAIN = new Set(
  '7z aes age and archive asc backup base bin bz2 config content copy data database dat db diff difftar dump enc file files full gpg gz inc incr json lz4 main new of part s snap snapshot sql tar tgz the to txt user vma vol volume xml xz yaml zip zst'.split(
    ' ',
  ),
);
/** The share of its files that have a backup of the same date, time or id beside them. */
const MOST = 0.9;

/** Series of backups, and those whose files only describe the backups beside them. */
export interface ApartSidecars {
  readonly backups: readonly FoundSeries[];
  readonly sidecars: readonly FoundSeries[];
}

/**
 * What tools write beside each backup under a name of its own, such as duplicity's manifests and signatures: in the same
 * folder, of the same dates, times and ids, and named by words such as `manifest` where the backup has none. A check would
 * miss nothing without them, and a series of them would be late whenever the backup is (docs/design/foresight.md#sidecars).
 */
export function apartSidecars(found: readonly FoundSeries[]): ApartSidecars {
  const folders = new Map<string, FoundSeries[]>();
  for (const of of found) {
    if (of.series.kind !== 'files' || of.series.tool !== null) continue;
    const folder = templateOf(of.series.segments.slice(0, -1));
    addTo(folders, folder, of);
  }
  const sidecars = new Set<FoundSeries>();
  for (const beside of folders.values()) {
    if (beside.length < 2) continue;
    const stamps = new Map<FoundSeries, ReadonlySet<string>>();
    const stampsIn = (of: FoundSeries) => {
      const known = stamps.get(of) ?? stampsOf(of);
      stamps.set(of, known);
      return known;
    };
    for (const one of beside) {
      const words = wordsOf(one);
      if (![...words].some((word) => DESCRIBING.has(word))) continue;
      const isOf = (other: FoundSeries) =>
        other !== one && describes(words, wordsOf(other)) && areOfOne(stampsIn(one), stampsIn(other));
      if (beside.some(isOf)) sidecars.add(one);
    }
  }
  if (sidecars.size === 0) return { backups: found, sidecars: [] };
  return { backups: found.filter((of) => !sidecars.has(of)), sidecars: [...sidecars] };
}

/** All that the one's words say beyond the other's is that it describes; the other's say nothing of its own. */
function describes(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const own = [...one].filter((word) => !other.has(word));
  return (
    own.some((word) => DESCRIBING.has(word)) &&
    own.every((word) => DESCRIBING.has(word) || PLAIN.has(word)) &&
    [...other].every((word) => one.has(word) || PLAIN.has(word))
  );
}

/** The words of its names, without the ending of an archive. */
function wordsOf({ series: { segments } }: FoundSeries): ReadonlySet<string> {
  const name = templateOf([segments.at(-1) ?? []]).replace(/\{\w+\}/g, ' ');
  const [, stem = name] = namesOfBackup(name);
  return new Set(stem.toLowerCase().match(/[a-z]+/g) ?? []);
}

/** The dates, times, ids and long numbers of each name. */
function stampsOf({ keys }: FoundSeries): ReadonlySet<string> {
  return new Set(keys.map(stampOf));
}

function stampOf(key: string): string {
  return nameParts(key.slice(key.lastIndexOf('/') + 1))
    .flatMap(({ kind, text }) =>
      kind === 'date' || kind === 'time' || kind === 'id' || (kind === 'number' && text.length > 4) ? text : [],
    )
    .join(' ');
}

function areOfOne(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  const shared = [...one].filter((stamp) => stamp !== '' && other.has(stamp)).length;
  return shared >= MOST * one.size && shared > 0;
}
