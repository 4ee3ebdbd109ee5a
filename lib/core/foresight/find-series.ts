import { pathPeriod } from '../evidence/path-period.ts';
import { MINUTE_MS } from '../instant.ts';
import type { LookedAt } from './looked-at.ts';
import { type NamePart, pathParts } from './name-parts.ts';
import { findRepositories } from './repositories.ts';
import { findRunFolders, MEDIA, type PartedFile } from './run-folders.ts';
import { type Piece, type Series, type SeriesRun, templateOf } from './series.ts';
import { type FoundFiles, type GroupedFile, grouped, type ShapeGroup, shapeKey, splitByMembers } from './split-series.ts';

/** A series with what belongs to it: fewer than three runs are none yet. */
export interface FoundSeries {
  readonly series: Series;
  readonly keys: readonly string[];
}

const COPIED_AFTER_MS = 36 * 60 * MINUTE_MS;
/** What tools write beside a series, in a series of its own. */
const LOG = /\.(?:log|txt|err|out|html?)(?:\.(?:gz|\d+))*$/i;
const BACKUP = /\.(?:dump|sql|gz|tgz|zst|xz|txz|bz2|tbz2?|lz4|lzo|zip|7z|rar|tar|bak|vma|sqlite3?|db|gpg|age|enc|archive|rdb|bson|mbox|img|qcow2|raw|trn|diff?|vbk|vib|vrb|hbk|xlsx|csv|json|xml|parquet|pgdump|backup|snap|iso|cpio|dar|kdbx|export|dmp)(?:\.\d+)?$/i;

/** The series that lie in a place, by the shapes of names and folders (docs/design/foresight.md#shapes). */
export function findSeries({ files, below, markers, zone }: LookedAt): readonly FoundSeries[] {
  const known = new Map<string, readonly NamePart[]>();
  const parted: PartedFile[] = files.map((object) => {
    const segments = object.key.slice(below).split('/');
    return { object, segments, parts: pathParts(segments, known) };
  });
  const repositories = findRepositories(parted);
  const folders = findRunFolders(repositories.rest, zone);
  const found: FoundSeries[] = [...repositories.found, ...folders.series].map(({ series, files: own }) => ({
    series: withKeys(series, below, own),
    keys: own.map(({ object }) => object.key),
  }));
  for (const group of groupsOf(folders.rest).values()) {
    for (const split of splitByMembers(group)) {
      if (split.files.length > 0 && isBackup(split)) found.push(seriesOf(split, markers, zone));
    }
  }
  return withoutLogs(found);
}

function groupsOf(files: readonly PartedFile[]): Map<string, ShapeGroup> {
  const groups = new Map<string, { parts: PartedFile['parts']; files: GroupedFile[] }>();
  for (const { object, parts } of files) {
    const key = shapeKey(parts);
    const file = grouped(object, parts);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { parts, files: [file] });
    else group.files.push(file);
  }
  return groups;
}

/** Run folders know their keys from the place on. */
function withKeys(series: Series, below: number, files: readonly PartedFile[]): Series {
  const front = files[0]?.object.key.slice(0, below) ?? '';
  if (series.kind !== 'run') return series;
  return { ...series, runs: series.runs.map((run) => ({ ...run, key: front + run.key })) };
}

/** Names with a date, of ids alone, or with the ending of a backup; photos and the like are copies of something. */
function isBackup({ segments, files }: FoundFiles): boolean {
  const name = segments.at(-1) ?? [];
  const key = files[0]?.object.key ?? '';
  if (MEDIA.test(key)) return false;
  const isDated = segments.some((segment) => segment.some(({ kind }) => kind === 'date'));
  return isDated || BACKUP.test(key) || name.every(({ kind }) => kind === 'star');
}

function seriesOf({ segments, files }: FoundFiles, markers: LookedAt['markers'], zone: string): FoundSeries {
  const runs = files
    .map(({ object, dates }): SeriesRun => {
      const { key, lastModified, sizeBytes, contentMark = null } = object;
      const period = dates.length === 0 ? null : pathPeriod(Object.assign({}, ...dates), zone);
      // A copy of an old backup looks new: its name says when it is of.
      const ts = period !== null && lastModified > period.to + COPIED_AFTER_MS ? period.to : lastModified;
      return { key, ts, sizeBytes, fileCount: null, content: contentMark, member: null };
    })
    .sort((a, b) => a.ts - b.ts);
  const [marker = null] = [...markers].filter(([, marked]) => files.filter(({ object }) => marked.has(object.key)).length >= 0.9 * files.length).map(([ending]) => ending);
  return {
    series: { kind: 'file', segments, runs, marker, writtenAt: null, tool: null },
    keys: files.map(({ object }) => object.key),
  };
}

/** Logs that lie in the folder of a series are of it. */
function withoutLogs(found: readonly FoundSeries[]): readonly FoundSeries[] {
  const folders = new Set(found.filter(({ series }) => !isLog(series)).map(({ series }) => folderText(series.segments)));
  return found.filter(({ series }) => !isLog(series) || !folders.has(folderText(series.segments)));
}

function isLog({ kind, segments }: Series): boolean {
  return kind === 'file' && LOG.test(templateOf([segments.at(-1) ?? []]));
}

function folderText(segments: readonly (readonly Piece[])[]): string {
  return templateOf(segments.slice(0, -1));
}
