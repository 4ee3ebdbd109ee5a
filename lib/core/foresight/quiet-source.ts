import type { ListedObject } from '../evidence/listed-object.ts';
import { DAY_MS, HOUR_MS } from '../instant.ts';
import { MARKER } from './find-mirrors.ts';
import { gapsOf } from './gaps.ts';
import { type LearnedSeries, newestOf } from './learned-series.ts';

const MIN_UNCHANGED_MS = 30 * DAY_MS;
/** A run is at most this share of a day from the time of the others. */
const TOLERANCE = 0.1;

/**
 * A series whose files are whole days apart, some of them several, beside a file such as `last-run` that was written since:
 * its job runs every day, and a quiet source makes nothing new (docs/rules.md#when-a-run-is-finished).
 */
export function withQuietSource(of: LearnedSeries, files: readonly ListedObject[]): LearnedSeries {
  const [line, ...more] = of.lines;
  if (line === undefined || more.length > 0 || of.series.kind !== 'files' || of.series.marker !== null) return of;
  const { key } = newestOf(line);
  const inside = key.slice(0, key.lastIndexOf('/') + 1);
  if (line.runs.some((run) => run.key.slice(0, run.key.lastIndexOf('/') + 1) !== inside)) return of;
  const marker = files.find((file) => file.key.startsWith(inside) && MARKER.test(file.key.slice(inside.length)));
  const last = line.times.at(-1) ?? 0;
  if (marker === undefined || marker.lastModified < last) return of;
  const gaps = [...gapsOf(line.times), marker.lastModified - last];
  const apart = gaps.map((gap) => Math.abs(gap - Math.round(gap / DAY_MS) * DAY_MS));
  const longest = Math.max(...gaps);
  if (longest < 1.5 * DAY_MS || Math.max(...apart) > TOLERANCE * DAY_MS) return of;
  // Each of its runs made a file: the marker was written with the newest of them.
  if (line.schedule.isRegular && marker.lastModified - last < DAY_MS / 2) return of;
  const lateMs = Math.max(2 * HOUR_MS, Math.ceil((1.5 * Math.max(...apart)) / HOUR_MS) * HOUR_MS);
  const schedule = {
    ...line.schedule,
    times: { kind: 'interval', everyMs: DAY_MS },
    allowMs: DAY_MS + lateMs,
    isRegular: true,
    missing: [],
  } as const;
  const unchangedMs = Math.max(MIN_UNCHANGED_MS, Math.ceil((2 * longest) / (10 * DAY_MS)) * 10 * DAY_MS);
  return {
    ...of,
    series: { ...of.series, marker: marker.key.slice(inside.length) },
    lines: [{ ...line, schedule }],
    quiet: { doneAt: marker.lastModified, unchangedMs },
  };
}
