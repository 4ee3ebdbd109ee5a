import { formatOptional } from '../../core/event/publishable.ts';
import type { Json } from '../../core/event/snake-case.ts';
import { type GoodCopy, goodCopyOf } from '../../core/history/good-copy.ts';
import { formatInstant, type Instant } from '../../core/instant.ts';
import type { Job } from '../../core/model/job.ts';
import { labelOf } from '../../core/model/job-label.ts';
import { type JobRow, newRow, UNREAD_BEFORE_JUDGED } from '../../core/model/job-row.ts';
import { quietedOf } from '../../core/model/quieted.ts';
import type { LastPass, RowsRead, StateStore } from '../../ports/state-store.ts';
import { type Counts, rowReport, rulesReport } from '../check/check-report.ts';
import { reasonsOf } from '../check/findings.ts';
import type { LoadedRules } from '../rules/load-rules.ts';

/** A job as it is stored; `unknown` says why nothing can be said of it. */
export interface StoredJob {
  readonly job: Job;
  readonly row: JobRow;
  readonly unknown: string | null;
}

export interface Status {
  readonly now: Instant;
  readonly rules: LoadedRules;
  /** In the document's order. */
  readonly jobs: readonly StoredJob[];
  readonly lastPass: LastPass | null;
}

/** The states as stored, without checking anything. Throws StateStoreUnavailable. */
export async function readStatus(
  rules: LoadedRules,
  jobs: readonly Job[],
  store: Pick<StateStore, 'read' | 'readLastPass'>,
  now: Instant,
): Promise<Status> {
  const stored = storedJobs(jobs, await store.read(jobs.map((job) => job.id)), now);
  return { now, rules, jobs: stored, lastPass: await store.readLastPass() };
}

/** The jobs as their rows have them, in their order. */
export function storedJobs(jobs: readonly Job[], { rows, unusable }: RowsRead, now: Instant): StoredJob[] {
  const broken = new Map(unusable.map(({ jobId, message }) => [jobId, message]));
  return jobs.map((job) => {
    const row = unquieted(rows.get(job.id) ?? newRow(job.id), now);
    return { job, row, unknown: broken.get(job.id) ?? unknownOf(row) };
  });
}

/** Once a snooze has run out, a job is what it would have been, until the next check says more. */
function unquieted(row: JobRow, now: Instant): JobRow {
  if (row.state !== 'green' || row.wouldBe === null || quietedOf(row, now) !== null) return row;
  const { state, since } = row.wouldBe;
  return { ...row, state, since, wouldBe: null };
}

/** How many jobs stand in each state. */
export function statusCounts({ jobs }: Pick<Status, 'jobs'>): Counts {
  const counts = { green: 0, warn: 0, alert: 0, escalate: 0, unknown: 0 };
  for (const { row, unknown } of jobs) counts[unknown === null ? row.state : 'unknown'] += 1;
  return counts;
}

/** What `status --json` prints. */
export function statusReport(status: Status): Record<string, Json> {
  return {
    now: formatInstant(status.now),
    rules: rulesReport(status.rules),
    last_pass: lastPassReport(status.lastPass),
    counts: statusCounts(status),
    jobs: status.jobs.map(({ job, row, unknown }) => ({
      job_id: job.id,
      name: labelOf(job),
      state: row.state,
      since: formatOptional(row.since),
      ...rowReport(row, status.now),
      reasons: reasonsOfRow(row, status.now),
      latest: runReport(row.latest),
      last_good: runReport(row.lastGood),
      ...goodCopyReport(goodCopyOf(row, status.now)),
      ...(row.restorable && { restorable: { proven_at: formatOptional(row.restorable.provenAt) } }),
      ...(unknown === null ? {} : { unknown }),
    })),
  };
}

function goodCopyReport({ atRiskS, deletedAbout }: GoodCopy): Record<string, Json> {
  return {
    data_at_risk_seconds: atRiskS,
    ...(deletedAbout !== null && { last_good_deleted_about: formatInstant(deletedAbout) }),
  };
}

/** What failed of a job that fails, or would if it were not quieted, with the figures of now; empty for any other. */
export function reasonsOfRow(row: JobRow, now: Instant): string[] {
  const isFailing = row.state !== 'green' || row.wouldBe !== null;
  return isFailing && row.found !== null ? reasonsOf(row.found, goodCopyOf(row, now).atRiskS) : [];
}

/** The last pass, as it is printed and sent. */
export function lastPassReport(pass: LastPass | null): Json {
  return (
    pass && {
      at: formatInstant(pass.at),
      duration_ms: pass.durationMs,
      configured: pass.configured,
      judged: pass.judged,
      unknown: pass.unknown,
    }
  );
}

function unknownOf(row: JobRow): string | null {
  if (row.since === null && row.unreadable === null) return 'not checked yet';
  if (row.unreadable === null) return null;
  const { count, error } = row.unreadable;
  return count > 0 && count < UNREAD_BEFORE_JUDGED ? error : null;
}

function runReport(run: JobRow['latest']): Json {
  return run && { ts: formatInstant(run.ts), size_bytes: run.sizeBytes, location: run.location };
}
