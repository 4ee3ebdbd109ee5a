import { addTo } from '../add-to.ts';
import { withAbsorbed } from './absorbed.ts';
import type { LookedAt } from './looked-at.ts';
import { type PartedFile, partedFiles } from './parted-file.ts';
import { randomTokens } from './random-tokens.ts';
import { findRepositories } from './repositories.ts';
import { withoutOpenEndings, withUnnumbered } from './rotated-names.ts';
import { findRunFolders, MEDIA } from './run-folders.ts';
import { type FoundSeries, type Piece, type Series, type SeriesRun, templateOf } from './series.ts';
import { apartSidecars } from './sidecars.ts';
import { type FoundFiles, ShapeGroup, shapeKey, splitByMembers } from './split-series.ts';
import { bundleDepth, isStoredData } from './stored-data.ts';

/** What tools write beside a series, in a series of its own. */
const LOG = /\.(?:log|txt|err|out|html?)(?:\.(?:gz|\d+))*$/i;
const BACKUP =
  /\.(?:dump|sql|gz|tgz|zst|xz|txz|bz2|tbz2?|lz4|lzo|zip|7z|rar|tar|bak|vma|sqlite3?|db|gpg|age|enc|archive|rdb|bson|mbox|img|qcow2|raw|trn|diff?|vbk|vib|vrb|hbk|xlsx|csv|json|xml|parquet|pgdump|backup|snap|iso|cpio|dar|kdbx|export|dmp|tib|tibx|mrimg|vhdx?|vhdz|vmdk|wim|gho|v2i|spf|bkf|bkp|bck|gbk|fbk|ldif|dbf|pst|ost|unf|cfg|conf)(?:\.\d+)?$/i;

/** What lies in a place. */
export interface Found {
  readonly series: readonly FoundSeries[];
  /** Keys of what only describes a backup. */
  readonly described: readonly string[];
  /** Keys of data of repositories, which no name or time says anything of. */
  readonly stored: readonly string[];
}

/** The series that lie in a place, by the shapes of names and folders (docs/design/foresight.md#shapes). */
export function findSeries({ files, below, markers, zone }: LookedAt): Found {
  const parted = partedFiles(files, below);
  const repositories = findRepositories(parted);
  const stored = new Set(repositories.rest.filter(isStoredData));
  const isLoose = (file: PartedFile) => !stored.has(file) && bundleDepth(file.folder.segments) === 0;
  const folders = findRunFolders(repositories.rest.filter(isLoose), zone);
  const found: FoundSeries[] = [...repositories.found, ...folders.series].map(({ series, files: own }) => ({
    series: withKeys(series, below, own),
    keys: own.map(({ object }) => object.key),
    isSure: true,
  }));
  const splits = [...groupsOf(folders.rest, zone).values()].flatMap(splitByMembers);
  for (const split of ofOnePlace(splits)) if (!isMedia(split)) found.push(seriesOf(split, markers));
  const root = files[0]?.key.slice(0, below) ?? '';
  const { backups, sidecars } = apartSidecars(withUnnumbered(withoutLogs(found)));
  return {
    series: withoutOpenEndings(withAbsorbed(backups, root)),
    described: sidecars.flatMap(({ keys }) => keys),
    stored: [...stored].flatMap((file) => (bundleDepth(file.folder.segments) === 0 ? file.object.key : [])),
  };
}

function groupsOf(files: readonly PartedFile[], zone: string): Map<string, ShapeGroup> {
  const shapes = new Map<string, PartedFile[]>();
  for (const file of files) {
    const key = shapeKey(file.parts);
    addTo(shapes, key, file);
  }
  const withIds = randomTokens(shapes);
  const groups = new Map<string, ShapeGroup>();
  for (const file of [...shapes.values()].flat()) {
    const parts = withIds.get(file) ?? file.parts;
    const key = shapeKey(parts);
    const group = groups.get(key) ?? new ShapeGroup(parts);
    groups.set(key, group);
    group.add(file.object, parts, zone);
  }
  return groups;
}

/** Files of several shapes whose place is the same text are one series. */
function ofOnePlace(splits: readonly FoundFiles[]): readonly FoundFiles[] {
  const places = new Map<string, FoundFiles>();
  for (const split of splits) {
    if (split.files.length === 0) continue;
    const place = templateOf(split.segments);
    const known = places.get(place);
    places.set(place, known === undefined ? split : { ...known, files: [...known.files, ...split.files] });
  }
  return [...places.values()];
}

/** Run folders know their keys from the place on. */
function withKeys(series: Series, below: number, files: readonly PartedFile[]): Series {
  const front = files[0]?.object.key.slice(0, below) ?? '';
  if (series.kind !== 'run') return series;
  return { ...series, runs: series.runs.map((run) => ({ ...run, key: front + run.key })) };
}

/** What people keep is a copy of something, whatever tool wrote it. */
function isMedia({ files }: FoundFiles): boolean {
  return MEDIA.test(files[0]?.object.key ?? '');
}

/** Names with a date, of ids alone, or with the ending of a backup. */
function isSurelyBackup({ segments, files }: FoundFiles): boolean {
  const name = segments.at(-1) ?? [];
  const isDated = segments.some((segment) => segment.some(({ kind }) => kind === 'date'));
  return isDated || BACKUP.test(files[0]?.object.key ?? '') || name.every(({ kind }) => kind === 'star');
}

function seriesOf(split: FoundFiles, markers: LookedAt['markers']): FoundSeries {
  const { segments, files } = split;
  const runs = files
    .map(({ object, ts }): SeriesRun => {
      const { key, sizeBytes, contentMark = null } = object;
      return { key, ts, sizeBytes, fileCount: null, content: contentMark };
    })
    .sort((a, b) => a.ts - b.ts);
  const [marker = null] = [...markers]
    .filter(([, marked]) => files.filter(({ object }) => marked.has(object.key)).length >= 0.9 * files.length)
    .map(([ending]) => ending);
  return {
    series: { kind: 'files', segments, runs, marker, writtenAt: null, tool: null },
    keys: files.map(({ object }) => object.key),
    isSure: isSurelyBackup(split),
  };
}

/** Logs that lie in the folder of a series are of it. */
function withoutLogs(found: readonly FoundSeries[]): readonly FoundSeries[] {
  const folders = new Set(
    found.filter(({ series }) => !isLog(series)).map(({ series }) => folderText(series.segments)),
  );
  return found.filter(({ series }) => !isLog(series) || !folders.has(folderText(series.segments)));
}

function isLog({ kind, segments }: Series): boolean {
  return kind === 'files' && LOG.test(templateOf([segments.at(-1) ?? []]));
}

function folderText(segments: readonly (readonly Piece[])[]): string {
  return templateOf(segments.slice(0, -1));
}
