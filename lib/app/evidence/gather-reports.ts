import { CollectingScope, type FutureDated, furthest } from '../../core/evidence/collecting.ts';
import type { ListedObject } from '../../core/evidence/listed-object.ts';
import { NewestReports } from '../../core/evidence/newest-reports.ts';
import type { Place } from '../../core/evidence/place.ts';
import type { RememberedPlace } from '../../core/evidence/remembered-place.ts';
import { reportSignal } from '../../core/evidence/report-signal.ts';
import { NEAR_MS, type QuietSuccess, type RunSignal } from '../../core/evidence/run-signal.ts';
import type { Instant } from '../../core/instant.ts';
import type { Job } from '../../core/model/job.ts';
import { formatOf } from '../../core/model/report-format.ts';
import { EvidenceGone, type EvidenceSource } from '../../ports/evidence-source.ts';
import { listReports } from './list-reports.ts';
import type { ReadReport, WholeReports } from './whole-reports.ts';

/** A report is a page or two; a longer log is read in part. */
const MAX_BYTES = 1024 * 1024;

/** What a job's report files say. */
export interface ReportsFound {
  readonly signals: readonly (RunSignal | QuietSuccess)[];
  /** The newest report, where it could not be read. */
  readonly unreadable: { readonly at: Instant; readonly location: string; readonly error: string } | null;
  readonly futureDated: FutureDated | null;
}

/** Reads the reports from an hour before the remembered latest run on, 50 at most. Throws EvidenceUnreadable. */
export async function gatherReports(
  job: Job,
  place: Place,
  memory: RememberedPlace,
  now: Instant,
  source: EvidenceSource,
  wholes?: WholeReports,
): Promise<ReportsFound> {
  const scope = new CollectingScope(place, { kind: 'landed' }, job.rule.timezone, now, null);
  // What may speak of the remembered latest goes on to count: a backup may come to its place after its report.
  const after = (memory.latest?.ts ?? Number.NEGATIVE_INFINITY) - NEAR_MS - 1;
  const isShared = wholes !== undefined && (job.member ?? job.each) !== undefined;
  const newest = isShared
    ? await wholes.newest(job, place, after, now, source)
    : (await listReports(job, new NewestReports(place.template, after), place, memory, now, source)).get();

  const signals: (RunSignal | QuietSuccess)[] = [];
  let unreadable: ReportsFound['unreadable'] = null;
  let futureDated: FutureDated | null = null;
  let isNewest = true;
  for (const object of newest) {
    const location = place.container + object.key;
    if (scope.isFuture(object.lastModified)) {
      futureDated = furthest(futureDated, { ts: object.lastModified, location });
      continue;
    }
    const read = () => readReport(job, place, object, source);
    const signal = await (isShared ? wholes.once(location, read) : read());
    if (signal === 'gone') continue;
    if (signal !== null && 'unreadable' in signal) {
      // A local file that is being written may be whole in a minute.
      if (scope.isBeingWritten(object.lastModified)) continue;
      if (isNewest) unreadable = { at: object.lastModified, location, error: signal.unreadable };
    } else if (signal !== null && scope.isFuture(signal.endedAt)) {
      futureDated = furthest(futureDated, { ts: signal.endedAt, location });
    } else if (signal !== null) {
      signals.push(signal);
    }
    isNewest = false;
  }
  return { signals, unreadable, futureDated };
}

async function readReport(job: Job, place: Place, object: ListedObject, source: EvidenceSource): Promise<ReadReport> {
  const text = await readText(job, place, object, source);
  if (text === null) return 'gone';
  return reportSignal({ object, location: place.container + object.key, text }, job.report, job.rule.timezone);
}

/** Null when the report is gone since it was listed. */
async function readText(job: Job, place: Place, object: ListedObject, source: EvidenceSource): Promise<string | null> {
  if (object.sizeBytes === 0) return '';
  const from = formatOf(job.report.format).endsWithVerdict ? Math.max(0, object.sizeBytes - MAX_BYTES) : 0;
  try {
    return new TextDecoder().decode(await source.read(place, object.key, MAX_BYTES, from));
  } catch (error) {
    if (error instanceof EvidenceGone) return null;
    throw error;
  }
}
