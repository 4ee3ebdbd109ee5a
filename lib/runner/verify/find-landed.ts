import { compareBytes } from '../../core/evidence/byte-order.ts';
import type { ListedObject } from '../../core/evidence/listed-object.ts';
import { isNeverBackup } from '../../core/evidence/never-backup.ts';
import type { Place } from '../../core/evidence/place.ts';
import { PlaceMatcher } from '../../core/evidence/place-matcher.ts';
import { folderOf } from '../../core/evidence/place-template.ts';
import { DAY_MS, type Instant, MINUTE_MS } from '../../core/instant.ts';
import type { EvidenceSource } from '../../ports/evidence-source.ts';
import type { Landed } from './landed.ts';

/** What is dated later than this after now is no backup, as in the checker (docs/design/evidence.md#times). */
const FUTURE_MS = 15 * MINUTE_MS;
/** How many files of a folder are checked, the newest first, unless all of it is to be read. */
export const MAX_FILES = 100;

/** How many of the newest backups are found, where more than one is asked for. */
export const MAX_LANDED = 30;

/** What lies at a place. */
export interface Found {
  /** Newest first, at most 30. */
  readonly landed: readonly Landed[];
  /** The location of something that says it is from the future; null when nothing does. */
  readonly futureDated: string | null;
}

interface Gathered {
  readonly key: string;
  readonly isFolder: boolean;
  ts: Instant;
  sizeBytes: number;
  files: number;
}

/**
 * The newest backups at a place: the newest files, or where the place has `{run}` the folders with the newest files in
 * them.
 * A place that is a folder without a pattern means that folder with all that is in it. `since`: nothing
 * that was last written before is wanted, so that of a place with dates only those days are listed; null for any time.
 * Throws EvidenceUnreadable.
 */
export async function findLanded(
  place: Place,
  source: EvidenceSource,
  since: Instant | null,
  now: Instant,
): Promise<Found> {
  const matcher = new PlaceMatcher(place.template);
  // A place that is a folder, without any pattern, is one copy: all that is in it.
  const mirror = place.template.endsWith('/') && place.template === matcher.prefix ? matcher.prefix : null;
  const folders = new Map<string, Gathered>();
  let files: Gathered[] = [];
  let futureDated: string | null = null;
  for (const prefix of await prefixesOf(matcher, since, now)) {
    for await (const page of source.list(place, prefix)) {
      for (const object of page) {
        if (!isPart(object, matcher)) continue;
        const { key, sizeBytes, lastModified } = object;
        if (lastModified > now + FUTURE_MS) {
          futureDated = place.container + key;
          continue;
        }
        const folder = mirror ?? folderOfRun(key, matcher);
        if (folder !== null) add(folders, folder, object);
        else files.push({ key, isFolder: false, ts: lastModified, sizeBytes, files: 1 });
        if (files.length > 10 * MAX_LANDED) files = newestOf(files);
      }
    }
  }
  const landed = newestOf([...files, ...folders.values()]);
  return { landed: landed.map((one) => ({ ...one, location: place.container + one.key })), futureDated };
}

/** Files of what landed, newest first. */
export interface LandedFiles {
  readonly files: readonly ListedObject[];
  /** Older ones that are not among them. */
  readonly others: number;
}

/**
 * The files that what landed is made of and that say something by their content, at most `max` of them. Throws
 * EvidenceUnreadable.
 */
export async function filesOf(landed: Landed, place: Place, source: EvidenceSource, max: number): Promise<LandedFiles> {
  const { key, sizeBytes, ts, isFolder } = landed;
  if (!isFolder) return { files: [{ key, sizeBytes, lastModified: ts }], others: 0 };
  const matcher = new PlaceMatcher(place.template);
  const files: ListedObject[] = [];
  let found = 0;
  const newestFirst = () => files.sort((a, b) => b.lastModified - a.lastModified);
  for await (const page of source.list(place, key)) {
    // An empty file beside others is no damage: markers are such.
    const parts = page.filter((object) => object.sizeBytes > 0 && isPart(object, matcher));
    found += parts.length;
    files.push(...parts);
    if (files.length > 10 * max) newestFirst().splice(max);
  }
  const newest = newestFirst().slice(0, max);
  return { files: newest, others: found - newest.length };
}

function isPart({ key, sizeBytes }: ListedObject, matcher: PlaceMatcher): boolean {
  return !isNeverBackup(key, sizeBytes, folderOf(matcher.prefix).length) && matcher.match(key) !== null;
}

/** The folder that is the backup, with its slash; null where the file is. */
function folderOfRun(key: string, matcher: PlaceMatcher): string | null {
  if (matcher.hasRun) return matcher.match(key)?.runFolder ?? null;
  if (matcher.tokens.at(-1)?.kind !== 'end-or-below') return null;
  // The shortest beginning that the place names by itself.
  for (let end = key.indexOf('/', 1); end >= 0; end = key.indexOf('/', end + 1)) {
    if (matcher.match(key.slice(0, end)) !== null) return key.slice(0, end + 1);
  }
  return null;
}

function add(folders: Map<string, Gathered>, key: string, { sizeBytes, lastModified }: ListedObject): void {
  const folder = folders.get(key);
  if (folder === undefined) {
    folders.set(key, { key, isFolder: true, ts: lastModified, sizeBytes, files: 1 });
    return;
  }
  folder.ts = Math.max(folder.ts, lastModified);
  folder.sizeBytes += sizeBytes;
  folder.files += 1;
}

/** Newest first. Of two with the same time, the key that sorts last as UTF-8 bytes is the newer. */
function newestOf(all: readonly Gathered[]): Gathered[] {
  return all.toSorted((a, b) => b.ts - a.ts || compareBytes(b.key, a.key)).slice(0, MAX_LANDED);
}

async function prefixesOf(matcher: PlaceMatcher, since: Instant | null, now: Instant): Promise<readonly string[]> {
  if (!matcher.hasDate || since === null) return [matcher.prefix];
  const { datePrefixes } = await import('../../core/evidence/date-prefixes.ts');
  // Whatever zone the names are in: a day on either side.
  return datePrefixes(matcher.tokens, 'UTC', since - DAY_MS, now + DAY_MS);
}
