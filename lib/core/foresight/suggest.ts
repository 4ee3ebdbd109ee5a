import { QUIET_MS } from '../evidence/collecting.ts';
import type { ListedObject } from '../evidence/listed-object.ts';
import { PlaceMatcher } from '../evidence/place-matcher.ts';
import { expectedBefore } from '../hours/expected-times.ts';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../instant.ts';
import { formatBytes } from '../quantity.ts';
import { sortOut } from './companions-of-place.ts';
import { findMirrors } from './find-mirrors.ts';
import { findSeries } from './find-series.ts';
import { nameOf } from './job-names.ts';
import type { LearnedSchedule, LearnedTimes } from './learned-schedule.ts';
import { type LearnedLine, type LearnedSeries, learn, newestOf } from './learned-series.ts';
import { leftoversOf } from './leftovers.ts';
import { mergeMembers } from './merge-members.ts';
import { withQuietSource } from './quiet-source.ts';
import { type FoundSeries, templateOf } from './series.ts';
import { seriesWords, stoppedWords } from './series-words.ts';
import { leftoverOf, snapshotTrees } from './snapshot-trees.ts';
import { FINDINGS, type NewestBackup, type SuggestedJob, type SuggestFinding, type Suggestion } from './suggestion.ts';

/** What a place is looked at for. */
export interface PlaceListing {
  /** What the text of a place begins with: `s3://bucket/`, or empty for files. */
  readonly container: string;
  /** The folder that was listed, as keys begin with it: with its slash, or empty for a whole bucket. */
  readonly folder: string;
  readonly objects: readonly ListedObject[];
  /** Ids that other jobs have. */
  readonly taken: ReadonlySet<string>;
  readonly zone: string;
  readonly now: Instant;
  /** Files may be seen while they are written. */
  readonly showsWriting: boolean;
  /** Keys that a job has already, or that none is to have. */
  readonly isWatched: (key: string) => boolean;
}

/** Members and series that ended this long ago, and this many periods, are of the past. */
const ENDED_MS = 60 * DAY_MS;
const ENDED_PERIODS = 10;
/** A file of another age is of no interest to `must change`. */
const MIN_CHANGED = 7;
const MAX_SAME_SIZE = 3;
const DATABASE = /\.(?:dump|sql|bak|dmp|pgdump|rdb|archive)(?:\.(?:gz|zst|xz|bz2|lz4))?$/i;

/** The jobs that what lies in a place suggests, what is wrong with them now, and what fits none. */
export function suggest(listing: PlaceListing): Suggestion {
  const { folder, objects, zone, now } = listing;
  const below = folder.length;
  // What may still be written, or is dated ahead, is no run yet.
  const newestAt = now - (listing.showsWriting ? QUIET_MS : 0);
  const sorted = sortOut(
    objects.filter(({ lastModified }) => lastModified <= newestAt),
    below,
  );
  const trees = snapshotTrees(sorted.files, below);
  const copied = new Set(trees.flatMap((tree) => tree.files));
  const files = copied.size === 0 ? sorted.files : sorted.files.filter((file) => !copied.has(file));
  const { series: all, described, stored } = findSeries({ files, below, markers: sorted.markers, zone });
  const [watched, found] = apart(all, (series) => isWatchedWhole(series, listing));
  const learned = found.flatMap((series) => learn(series, zone) ?? []);
  const merged = mergeMembers(learned, folder);
  const small = found.filter(
    (series) =>
      !merged.some(({ keys }) => keys[0] === series.keys[0]) && !learned.some((of) => of.series === series.series),
  );
  const elsewhere = watched.flatMap(({ keys }) => keys.at(-1) ?? []);
  const settled = merged.map((series) => withExceptions(series, merged, small, elsewhere, folder, now));
  const learnedMore = settled.map((series) => withQuietSource(series, files));
  const [ended, current] = apart(learnedMore, (series) => isOver(series, now));
  const fitting = keysOf(settled, folder, files);
  const covered = new Set([...watched.flatMap(({ keys }) => keys), ...described, ...stored]);
  const rest = files.filter(({ key }) => !fitting.has(key) && !covered.has(key) && !listing.isWatched(key));
  const mirrors = findMirrors(rest, [...fitting, ...covered], below, zone).flatMap(
    (mirror) => learn(mirror, zone) ?? [],
  );
  const mirrored = new Set(mirrors.flatMap(({ keys }) => keys));
  const taken = new Set(listing.taken);
  const jobs: SuggestedJob[] = [];
  const findings: SuggestFinding[] = [];
  for (const series of [...current, ...mirrors].sort((a, b) =>
    templateOf(a.series.segments) < templateOf(b.series.segments) ? -1 : 1,
  )) {
    const { id, name } = nameOf(series.series, folder === '' ? listing.container : folder, taken);
    taken.add(id);
    jobs.push(jobOf(series, { id, name }, listing));
    findings.push(...findingsOf(series, id, listing));
  }
  findings.sort((a, b) => FINDINGS.indexOf(a.kind) - FINDINGS.indexOf(b.kind));
  const others = leftoversOf(
    rest.filter(({ key }) => !mirrored.has(key)),
    ended,
    withCounts(sorted.beside, { companion: described, stored }),
    listing,
  );
  const leftovers = [...trees.map((tree) => leftoverOf(tree, below)), ...others];
  return { jobs, findings, leftovers };
}

/** The counts of what lies beside backups, and of these keys of more kinds. */
function withCounts(
  beside: ReadonlyMap<string, number>,
  more: Readonly<Record<string, readonly string[]>>,
): ReadonlyMap<string, number> {
  const added = Object.entries(more).flatMap(([kind, keys]) =>
    keys.length === 0 ? [] : [[`\u0001${kind}`, (beside.get(`\u0001${kind}`) ?? 0) + keys.length] as const],
  );
  return new Map([...beside, ...added]);
}

/** What is left out of a place with `{each}`: what ended long ago, and what has a job of its own. */
function withExceptions(
  of: LearnedSeries,
  all: readonly LearnedSeries[],
  small: readonly FoundSeries[],
  elsewhere: readonly string[],
  folder: string,
  now: Instant,
): LearnedSeries {
  if (of.lines[0]?.member === null) return of;
  const matcher = new PlaceMatcher(folder + templateOf(of.series.segments));
  const schedule = scheduleOf(of);
  const over = of.lines.filter((line) => isEnded(line.times.at(-1) ?? 0, schedule, now));
  const others = all.filter((other) => other !== of).flatMap(({ lines }) => lines.map((line) => newestOf(line).key));
  const oldSmall = small.flatMap(({ series }) => {
    const newest = series.runs.at(-1);
    return newest !== undefined && series.runs.length > 1 && isEnded(newest.ts, schedule, now) ? [newest.key] : [];
  });
  const taken = [...others, ...oldSmall, ...elsewhere].flatMap((key) => matcher.match(key)?.each?.join('/') ?? []);
  const except = [
    ...new Set([...(over.length < of.lines.length ? over.flatMap(({ member }) => member ?? []) : []), ...taken]),
  ].sort();
  const gone = new Set(except);
  return {
    ...of,
    except,
    lines: of.lines.filter(({ member }) => !gone.has(member ?? '')),
  };
}

/** Of a series by most of its files; of a repository by any, since a job watches only a part of it. */
function isWatchedWhole({ series, keys }: FoundSeries, { isWatched }: PlaceListing): boolean {
  return series.tool === null ? keys.filter(isWatched).length * 2 >= keys.length : keys.some(isWatched);
}

/** Those of which it holds, and the others. */
function apart<Item>(
  items: readonly Item[],
  holds: (item: Item) => boolean,
): readonly [readonly Item[], readonly Item[]] {
  return [items.filter(holds), items.filter((item) => !holds(item))];
}

function isOver(series: LearnedSeries, now: Instant): boolean {
  const schedule = scheduleOf(series);
  return series.lines.every((line) =>
    isEnded(Math.max(line.times.at(-1) ?? 0, series.quiet?.doneAt ?? 0), schedule, now),
  );
}

function isEnded(last: Instant, schedule: LearnedSchedule, now: Instant): boolean {
  return now - last > Math.max(ENDED_MS, ENDED_PERIODS * periodOf(schedule.times));
}

function periodOf(times: LearnedTimes): number {
  switch (times.kind) {
    case 'interval':
      return times.everyMs;
    case 'months':
      return times.months * 31 * DAY_MS;
    case 'calendar':
      return 7 * DAY_MS;
    default:
      return times satisfies never;
  }
}

/** The keys that a job of the series would take, companions of none among them. */
function keysOf(series: readonly LearnedSeries[], folder: string, files: readonly ListedObject[]): ReadonlySet<string> {
  const fitting = new Set(series.flatMap(({ keys }) => keys));
  const matchers = series.map(({ series: { segments } }) => new PlaceMatcher(folder + templateOf(segments)));
  for (const { key } of files)
    if (!fitting.has(key) && matchers.some((matcher) => matcher.match(key) !== null)) fitting.add(key);
  return fitting;
}

/** One schedule for all lines: the widest. */
function scheduleOf({ lines }: LearnedSeries): LearnedSchedule {
  const [first] = lines;
  if (first === undefined) throw new RangeError('a series has a line at least');
  const all = lines.map(({ schedule }) => schedule);
  const { times } = first.schedule;
  const widest = Math.max(...all.map(({ allowMs }) => allowMs));
  switch (times.kind) {
    case 'interval': {
      const everyMs = Math.max(...all.map((other) => (other.times.kind === 'interval' ? other.times.everyMs : 0)));
      return { ...first.schedule, times: { kind: 'interval', everyMs }, allowMs: widest };
    }
    case 'months':
      return { ...first.schedule, allowMs: widest };
    case 'calendar':
      return commonTimes(first.schedule, all);
    default:
      return times satisfies never;
  }
}

/** The earliest time of day of each, and as late as the last of them may come. */
function commonTimes(first: LearnedSchedule, all: readonly LearnedSchedule[]): LearnedSchedule {
  if (first.times.kind !== 'calendar') return first;
  const groupsOf = ({ times }: LearnedSchedule) => (times.kind === 'calendar' ? times.groups : []);
  const groups = first.times.groups.map((group, at) => ({
    ...group,
    minutesOfDay: group.minutesOfDay.map((_, index) =>
      Math.min(...all.map((other) => groupsOf(other)[at]?.minutesOfDay[index] ?? 1440)),
    ),
  }));
  const allowMs = Math.max(
    ...all.map((other) => {
      const later = groupsOf(other).flatMap(({ minutesOfDay }, at) =>
        minutesOfDay.map((minute, index) => minute - (groups[at]?.minutesOfDay[index] ?? minute)),
      );
      return other.allowMs + Math.max(0, ...later) * MINUTE_MS;
    }),
  );
  return { ...first, times: { kind: 'calendar', groups }, allowMs: Math.ceil(allowMs / HOUR_MS) * HOUR_MS };
}

function jobOf(
  of: LearnedSeries,
  { id, name }: { id: string; name: string },
  { container, folder, zone, now }: PlaceListing,
): SuggestedJob {
  const { series, lines, except } = of;
  const schedule = scheduleOf(of);
  const floors = lines.flatMap(({ sizes }) => sizes.floorBytes ?? []);
  const warns = lines.flatMap(({ sizes }) => sizes.warnShrinkPercent ?? []);
  const files = lines.flatMap(({ runs }) => runs.slice(-30).map(({ fileCount }) => fileCount ?? 0));
  const fewest =
    series.kind === 'files'
      ? 0
      : Math.floor(0.8 * files.reduce((least, count) => Math.min(least, count), Number.POSITIVE_INFINITY));
  // What a repository keeps at its end is small, and says nothing of its size.
  const shrinks = series.tool === null ? lines.map(({ sizes }) => sizes.shrinkPercent) : [90];
  return {
    id,
    name,
    backup: `${container}${folder}${templateOf(series.segments)}`,
    isMirror: series.kind === 'mirror',
    marker: series.marker,
    times: schedule.times,
    allowMs: schedule.allowMs,
    floorBytes: floors.length === 0 ? null : Math.min(...floors),
    floorFiles: fewest > 1 ? fewest : null,
    shrinkPercent: Math.max(...shrinks),
    warnShrinkPercent: warns.length === 0 ? null : Math.max(...warns),
    mustChange:
      series.kind === 'files' &&
      lines.every((line) => DATABASE.test(newestOf(line).key)) &&
      lines.every((line) => alwaysChanges(line.runs)),
    except,
    unchangedMs: of.quiet?.unchangedMs ?? null,
    comment: seriesWords(of, schedule, now, zone),
    newest: lines.map(newestBackup),
  };
}

function newestBackup(line: LearnedLine): NewestBackup {
  const { runs, member } = line;
  const newest = newestOf(line);
  const sameSize = runs
    .toReversed()
    .slice(0, MAX_SAME_SIZE)
    .filter(({ sizeBytes }) => sizeBytes === newest.sizeBytes);
  return {
    member,
    key: newest.key,
    sizeBytes: newest.sizeBytes,
    isFile: newest.fileCount === null,
    sameSize: newest.content === null && newest.fileCount === null ? sameSize.map(({ key }) => key) : [],
  };
}

/** How many of the newest are byte for byte the same, as far as the listing shows it; at least 1. */
function equalCount(runs: LearnedLine['runs']): number {
  const newest = runs.at(-1);
  if (newest === undefined || newest.content === null) return 1;
  const other = runs
    .toReversed()
    .findIndex(({ content, sizeBytes }) => content !== newest.content || sizeBytes !== newest.sizeBytes);
  return other < 0 ? runs.length : other;
}

/** At least seven, and never one like the one before. */
function alwaysChanges(runs: LearnedLine['runs']): boolean {
  const newest = runs.slice(-30);
  return (
    newest.length >= MIN_CHANGED &&
    newest.slice(1).every((run, index) => {
      const before = newest[index];
      return before?.sizeBytes !== run.sizeBytes || (run.content !== null && before.content !== run.content);
    })
  );
}

/** What is wrong now: a series that stopped, and what the newest of it is. */
function findingsOf(of: LearnedSeries, jobId: string, { zone, now }: PlaceListing): readonly SuggestFinding[] {
  const schedule = scheduleOf(of);
  return of.lines.flatMap((line): SuggestFinding[] => {
    const { member, sizes } = line;
    const found: SuggestFinding[] = [];
    const last = Math.max(line.times.at(-1) ?? 0, of.quiet?.doneAt ?? 0);
    if (isStopped(last, schedule, zone, now))
      found.push({ kind: 'stopped', jobId, member, words: stoppedWords(last, schedule, now, zone) });
    const { finding } = sizes;
    const usual = `${formatBytes(sizes.smallestBytes)} to ${formatBytes(sizes.largestBytes)} before`;
    switch (finding?.kind) {
      case 'empty':
        found.push({ kind: 'empty', jobId, member, words: `the newest is empty; ${usual}` });
        break;
      case 'hollow':
        found.push({
          kind: 'hollow',
          jobId,
          member,
          words: `the newest has ${finding.bytes} B, which is a compressed nothing; ${usual}`,
        });
        break;
      case 'shrunk': {
        const which = finding.count === 1 ? 'the newest has' : `the newest ${finding.count} have about`;
        found.push({
          kind: 'shrunk',
          jobId,
          member,
          words: `${which} ${formatBytes(finding.bytes)}, after ${formatBytes(finding.beforeBytes)}`,
        });
        break;
      }
      default:
    }
    const equal = equalCount(line.runs);
    if (equal >= 3 && of.series.kind === 'files' && !of.series.tool) {
      found.push({ kind: 'equal', jobId, member, words: `the newest ${equal} are byte for byte the same` });
    }
    return found;
  });
}

function isStopped(last: Instant, { times, allowMs }: LearnedSchedule, zone: string, now: Instant): boolean {
  switch (times.kind) {
    case 'interval':
      return now - last > allowMs;
    case 'months':
      return now - last > times.months * 31 * DAY_MS + allowMs;
    case 'calendar': {
      const [due] = expectedBefore({ kind: 'at', groups: times.groups }, zone, now - allowMs, 1);
      return due !== undefined && last < due - 30 * MINUTE_MS;
    }
    default:
      return times satisfies never;
  }
}
