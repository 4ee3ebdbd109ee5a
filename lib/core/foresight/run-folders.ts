import { isNeverBackup } from '../evidence/never-backup.ts';
import type { Instant } from '../instant.ts';
import { endOf } from './end-of-copy.ts';
import { type NamePart, nameParts } from './name-parts.ts';
import type { PartedFile } from './parted-file.ts';
import type { Piece, Series, SeriesRun } from './series.ts';
import { shapeKey } from './split-series.ts';

/** What tools write into a folder when all else is there; the first that is found counts. */
const MARKERS =
  /^(?:_?success|_?done|_?complete[d]?|_?finished|_?ok|\.done|\.complete|\.success|\.ok|\.finished|metadata|backup\.manifest|backup_manifest|_manifest|manifest\.json|xtrabackup_info)$/i;
/** A file of a dump that is spread over a folder, whose files are no backups by themselves. */
const PART_OF_DUMP =
  /^(?:toc\.dat|base\.tar(?:\.\w+)?|pg_wal\.tar(?:\.\w+)?|backup_label|xtrabackup_checkpoints|velero-backup\.json|ibdata1|PG_VERSION)$/;
const WHOLE_BACKUP =
  /\.(?:dump|sql|bak|vma|tar|zip|7z|tgz|archive|sqlite3?|db)(?:\.(?:gz|zst|xz|bz2|lz4|gpg|age|enc))*$/i;
/** What people keep, and tools copy: no backup by itself. */
export const MEDIA =
  /\.(?:jpe?g|png|gif|heic|raw|cr2|nef|mp4|mov|avi|mkv|mp3|flac|wav|pdf|docx?|pptx?|odt|html?|md|js|ts|py|c|h)$/i;
const MIN_RUNS = 3;
const MOST = 0.9;

interface RunFolder {
  readonly path: string;
  readonly files: PartedFile[];
  oldest: Instant;
  newest: Instant;
}

interface Candidate {
  /** Which segment is the run's. */
  readonly at: number;
  readonly sample: PartedFile;
  readonly isDated: boolean;
  readonly folders: Map<string, RunFolder>;
}

/** Folders of which each is one backup, and the files that lie in none. */
export interface FoundRunFolders {
  readonly series: readonly { readonly series: Series; readonly files: readonly PartedFile[] }[];
  readonly rest: readonly PartedFile[];
}

/**
 * Finds the folders that are one backup each (docs/design/foresight.md#folders): their name is another each time, and
 * what lies in them is written together. A folder of a date with one file in it is a date in a place; one with a dump of
 * each of several databases is a place with `{each}`.
 */
export function findRunFolders(files: readonly PartedFile[], zone: string): FoundRunFolders {
  const candidates = new Map<string, Candidate>();
  const rest: PartedFile[] = [];
  for (const file of files) {
    const at = runSegment(file.folder.parts);
    if (at < 0) {
      rest.push(file);
      continue;
    }
    const key = `${shapeKey(file.folder.parts.slice(0, at))}/${runKey(file.folder.parts[at] ?? [])}`;
    let candidate = candidates.get(key);
    if (candidate === undefined) {
      const isDated = (file.folder.parts[at] ?? []).some(({ kind }) => kind === 'date');
      candidate = { at, sample: file, isDated, folders: new Map() };
      candidates.set(key, candidate);
    }
    const path = file.folder.segments.slice(0, at + 1).join('/');
    const { lastModified } = file.object;
    const folder = candidate.folders.get(path);
    if (folder === undefined) {
      candidate.folders.set(path, { path, files: [file], oldest: lastModified, newest: lastModified });
    } else {
      folder.files.push(file);
      folder.oldest = Math.min(folder.oldest, lastModified);
      folder.newest = Math.max(folder.newest, lastModified);
    }
  }
  const series: { series: Series; files: readonly PartedFile[] }[] = [];
  for (const candidate of candidates.values()) {
    for (const part of byParent(candidate)) {
      const all = [...part.folders.values()];
      const marker = markerOf(all, part.at);
      if (isRuns(part, all, marker))
        series.push({ series: seriesOf(part, all, marker, zone), files: all.flatMap(({ files: own }) => own) });
      else for (const { files: own } of all) rest.push(...own);
    }
  }
  return { series, rest };
}

/** The folder whose name is another each time: the last with a date, else the last with a number or an id; -1 for none. */
function runSegment(parts: readonly (readonly NamePart[])[]): number {
  let counted = -1;
  for (let index = parts.length - 1; index >= 0; index -= 1) {
    const segment = parts[index] ?? [];
    if (segment.some(({ kind }) => kind === 'date')) return index;
    if (counted < 0 && segment.some(({ kind }) => kind === 'id' || kind === 'number')) counted = index;
  }
  return counted;
}

/** The same for names that differ in times, numbers and ids alone: a random number looks like an id now and then. */
function runKey(segment: readonly NamePart[]): string {
  return segment
    .map((part) => {
      if (part.kind === 'text') return part.text;
      return part.kind === 'date' ? `\u0001${part.template}` : part.kind === 'word' ? '\u0001word' : '\u0001';
    })
    .join('');
}

/** Folders above that are numbered or named otherwise hold series of their own: a machine's, a database's. */
function byParent(candidate: Candidate): readonly Candidate[] {
  const parents = new Map<string, Candidate>();
  for (const [path, folder] of candidate.folders) {
    const [file] = folder.files;
    if (file === undefined) continue;
    // Dates above the folder are of the same series.
    const parent = file.folder.parts
      .slice(0, candidate.at)
      .map((segment) =>
        segment.map((part) => (part.kind === 'date' || part.kind === 'time' ? '\u0001' : part.text)).join(''),
      )
      .join('/');
    const found = parents.get(parent);
    if (found === undefined) parents.set(parent, { ...candidate, sample: file, folders: new Map([[path, folder]]) });
    else found.folders.set(path, folder);
  }
  return [...parents.values()];
}

function isRuns({ at, isDated }: Candidate, folders: readonly RunFolder[], marker: string | null): boolean {
  if (folders.length < MIN_RUNS) return false;
  if (marker !== null) return true;
  if (folders.some(({ files }) => files.some(({ segments }) => PART_OF_DUMP.test(segments.at(-1) ?? '')))) return true;
  // Files that have dates of their own lie in a folder of a month, or of a year.
  if (share(folders, (folder) => datesWithin(folder, at) > 1) > 1 - MOST) return false;
  const shapes = folders.map(({ files }) => new Set(files.map((file) => shapeKey(file.parts.slice(at + 1)))));
  if (share(folders, ({ files }) => backupsIn(files) <= 1) >= MOST) return false;
  if (share(shapes, ({ size }) => size === 1) >= MOST) return isDated && areApart(folders) && areShort(folders);
  if (!areApart(folders) || !comesBack(shapes) || areMedia(folders)) return false;
  const isDeep = share(folders, ({ files }) => files.some(({ segments }) => segments.length > at + 2)) >= MOST;
  return isDeep || !areWholeBackups(folders, at);
}

/** Each file is a dump by itself, of something that is dumped each time: a place with `{each}`. */
function areWholeBackups(folders: readonly RunFolder[], at: number): boolean {
  const endings = new Set<string>();
  const names = new Map<string, number>();
  for (const { files } of folders) {
    for (const { object, segments } of files) {
      const name = segments.slice(at + 1).join('/');
      if (isNeverBackup(object.key, object.sizeBytes, 0)) continue;
      if (!WHOLE_BACKUP.test(name)) return false;
      endings.add(name.slice(name.indexOf('.', name.lastIndexOf('/') + 1)).replace(/\d+/g, '0'));
      const shape = nameParts(name)
        .map((part) => (part.kind === 'text' || part.kind === 'number' ? part.text : '*'))
        .join('');
      names.set(shape, (names.get(shape) ?? 0) + 1);
    }
  }
  return (
    endings.size <= 2 && names.size > 1 && share([...names.values()], (count) => count >= folders.length / 2) >= 0.5
  );
}

function backupsIn(files: readonly PartedFile[]): number {
  return files.filter(({ object }) => !isNeverBackup(object.key, object.sizeBytes, 0)).length;
}

function datesWithin({ files }: RunFolder, at: number): number {
  const dates = new Set<string>();
  for (const { parts } of files) {
    for (const segment of parts.slice(at + 1))
      for (const part of segment) if (part.kind === 'date') dates.add(part.text);
  }
  return dates.size;
}

/** One folder is done before the next begins. */
function areApart(folders: readonly RunFolder[]): boolean {
  const inOrder = [...folders].sort((a, b) => a.oldest - b.oldest);
  const next = inOrder.slice(1);
  return share(next, ({ oldest }, index) => oldest >= (inOrder[index]?.newest ?? 0)) >= MOST;
}

/** Each is written in a small part of the time between two. */
function areShort(folders: readonly RunFolder[]): boolean {
  const inOrder = [...folders].sort((a, b) => a.oldest - b.oldest);
  return (
    share(inOrder.slice(1), ({ oldest }, index) => {
      const before = inOrder[index];
      return before !== undefined && before.newest - before.oldest <= 0.25 * (oldest - before.oldest);
    }) >= MOST
  );
}

/** Photos and the like lie in folders of dates too, and are no backups of anything. */
function areMedia(folders: readonly RunFolder[]): boolean {
  const all = folders.flatMap(({ files }) => files);
  return share(all, ({ object }) => MEDIA.test(object.key)) > 0.5;
}

/** The same files are there each time. */
function comesBack(shapes: readonly ReadonlySet<string>[]): boolean {
  const counts = new Map<string, number>();
  for (const shape of shapes) for (const key of shape) counts.set(key, (counts.get(key) ?? 0) + 1);
  return share([...counts.values()], (count) => count >= shapes.length / 2) >= 0.5;
}

/** The name of the marker that lies in most of the folders, and is as new as all else there. */
function markerOf(folders: readonly RunFolder[], at: number): string | null {
  const names = new Map<string, number>();
  for (const { files, newest } of folders) {
    for (const { object, segments } of files) {
      const name = segments.at(-1) ?? '';
      if (segments.length !== at + 2 || !MARKERS.test(name) || object.lastModified < newest) continue;
      names.set(name, (names.get(name) ?? 0) + 1);
    }
  }
  const [best] = [...names].sort(([, a], [, b]) => b - a);
  return best !== undefined && best[1] >= 0.6 * folders.length ? best[0] : null;
}

function seriesOf(
  { at, sample }: Candidate,
  folders: readonly RunFolder[],
  marker: string | null,
  zone: string,
): Series {
  const runs = folders.flatMap(({ path, files }) => runOf(path, files, marker, at, zone)).sort((a, b) => a.ts - b.ts);
  const parents = sample.folder.parts.slice(0, at).map(parentPieces);
  return {
    kind: 'run',
    segments: [...parents, runPieces(folders.map(({ files }) => files[0]?.folder.parts[at] ?? [])), []],
    runs,
    marker,
    writtenAt: null,
    tool: null,
  };
}

function parentPieces(segment: readonly NamePart[]): readonly Piece[] {
  const pieces: Piece[] = [];
  for (const part of segment) {
    const last = pieces.at(-1);
    if (part.kind === 'date') pieces.push({ kind: 'date', template: part.template });
    else if (part.kind === 'time') pieces.push({ kind: 'star' });
    else if (last?.kind === 'literal') pieces[pieces.length - 1] = { kind: 'literal', text: last.text + part.text };
    else pieces.push({ kind: 'literal', text: part.text });
  }
  return pieces;
}

/** What all names of the folders begin and end with, and `{run}` between. */
function runPieces(names: readonly (readonly NamePart[])[]): readonly Piece[] {
  const [first = []] = names;
  // A number is of a name, such as `DC01`, only directly behind letters.
  const isOfName = (part: NamePart, index: number) =>
    part.kind === 'word' || (part.kind === 'number' && /[a-z]$/i.test(first[index - 1]?.text ?? ''));
  const isFixed = (part: NamePart, index: number) =>
    part.kind === 'text' || (isOfName(part, index) && names.every((name) => name[index]?.text === part.text));
  const from = first.findIndex((part, index) => !isFixed(part, index));
  const to = first.findLastIndex((part) => part.kind !== 'text');
  const front = first
    .slice(0, Math.max(0, from))
    .map(({ text }) => text)
    .join('');
  const back = first
    .slice(to + 1)
    .map(({ text }) => text)
    .join('');
  return [
    ...(front === '' ? [] : [{ kind: 'literal', text: front } as const]),
    { kind: 'run' },
    ...(back === '' ? [] : [{ kind: 'literal', text: back } as const]),
  ];
}

/** None where the marker is missing: such a run did not finish. */
function runOf(
  path: string,
  files: readonly PartedFile[],
  marker: string | null,
  at: number,
  zone: string,
): readonly SeriesRun[] {
  let [ts, markedAt, sizeBytes, fileCount] = [0, 0, 0, 0];
  for (const { object, segments } of files) {
    if (marker !== null && segments.length === at + 2 && segments.at(-1) === marker) {
      markedAt = object.lastModified;
      continue;
    }
    if (isNeverBackup(object.key, object.sizeBytes, 0)) continue;
    ts = Math.max(ts, object.lastModified);
    sizeBytes += object.sizeBytes;
    fileCount += 1;
  }
  if (fileCount === 0 || (marker !== null && markedAt < ts)) return [];
  const dates = Object.assign(
    {},
    ...(files[0]?.folder.parts.slice(0, at + 1) ?? []).flatMap((segment) =>
      segment.flatMap((part) => (part.kind === 'date' ? [part.digits] : [])),
    ),
  );
  // A folder whose name says a day long before it was copied there.
  const end = endOf(Math.max(ts, markedAt), dates, zone);
  return [{ key: `${path}/`, ts: end, sizeBytes, fileCount, content: null }];
}

function share<T>(items: readonly T[], is: (item: T, index: number) => boolean): number {
  return items.length === 0 ? 1 : items.filter(is).length / items.length;
}
