import type { Logger } from '@aws-lambda-powertools/logger';
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Pass } from '../../lib/app/check/check.ts';
import type { CheckedJob } from '../../lib/app/check/check-job.ts';
import { rulesReport } from '../../lib/app/check/check-report.ts';
import type { LoadedRules } from '../../lib/app/rules/load-rules.ts';
import { formatOptional } from '../../lib/core/event/publishable.ts';
import { type Instant, SECOND_MS } from '../../lib/core/instant.ts';
import type { JobRow } from '../../lib/core/model/job-row.ts';
import { quietedOf } from '../../lib/core/model/quieted.ts';
import { eachTest } from '../../lib/core/model/verdict.ts';
import { sentenceOf } from '../../lib/core/wording/sentence.ts';

/** One line for each job that is not green, or that could not be judged. */
export function logJobs(logger: Logger, pass: Pass): void {
  for (const checked of pass.checked) {
    if (checked.unknown !== null) logger.warn('job unknown', jobLine(checked, pass.now));
    else if (checked.row.state !== 'green') logger.warn(`job ${checked.row.state}`, jobLine(checked, pass.now));
  }
}

function jobLine({ job, row, decision, unknown }: CheckedJob, now: number) {
  const verdict = decision?.verdict ?? null;
  const tests = verdict === null ? [] : eachTest(verdict.tests);
  return {
    job_id: job.id,
    state: row.state,
    since: formatOptional(row.since),
    changed: decision?.transition?.reason ?? null,
    quieted: quietedOf(row, now),
    failing: tests.filter(({ test }) => test.result !== 'pass').map(({ test }) => sentenceOf(test)),
    ...(unknown === null ? {} : { unknown }),
  };
}

/** What of a pass is worth a line, as fields of it. */
export function passLine(pass: Pass, requests: number, busError: string | null) {
  const unknown = pass.checked.filter((job) => job.unknown !== null).length;
  return {
    judged: pass.checked.length - unknown,
    unknown,
    unreached: pass.unreached.length,
    states: pass.standing,
    transitions: pass.transitions.length,
    republished: pass.republished.length,
    held: pass.held.length,
    requests,
    duration_ms: pass.durationMs,
    rules: rulesLine(pass.rules),
    ...(pass.failures.length > 0 && { trouble: pass.failures }),
    ...(busError !== null && { bus: busError }),
  };
}

/** A line of a log has its limits; `sentinel lint` shows all. */
const MAX_PROBLEMS = 20;

/** The rules in force, and the first of what is wrong with the document as it stands. */
export function rulesLine(rules: LoadedRules) {
  const { problems, ...report } = rulesReport(rules);
  return { ...report, problems: problems.slice(0, MAX_PROBLEMS), problem_count: problems.length };
}

/**
 * The metrics of a pass, each only where there is something to report: a metric is billed for each hour in
 * which it is written. What was found in an earlier pass, and is stored, counts until it is over.
 */
export function measurePass(metrics: Metrics, pass: Pass): void {
  const rows = [...pass.others, ...pass.checked.map(({ row }) => row)];
  addMetrics(metrics, rows, [...pass.held.map(({ at }) => at), ...unhandledSince(pass)], pass.now);
}

/** The same of a pass in slices that is over, by the open rows as they are stored; what changed in it is on its way. */
export function measureRows(metrics: Metrics, rows: readonly JobRow[], begun: Instant, now: Instant): void {
  const waiting = rows.flatMap(({ outbox, seq, handledSeq, changedAt }) => [
    ...outbox.map(({ transition }) => transition?.at ?? null),
    seq > (handledSeq ?? 0) ? changedAt : null,
  ]);
  const since = waiting.filter((at) => at !== null && at < begun);
  addMetrics(metrics, rows, since as Instant[], now);
}

function addMetrics(metrics: Metrics, rows: readonly JobRow[], waiting: readonly Instant[], now: Instant): void {
  const undeliveredS = Math.round((now - Math.min(now, ...waiting)) / SECOND_MS);
  const unreadable = rows.filter((row) => row.unreadable !== null).length;
  if (undeliveredS > 0) metrics.addMetric('OldestUndeliveredSeconds', MetricUnit.Seconds, undeliveredS);
  if (unreadable > 0) metrics.addMetric('EvidenceUnreadable', MetricUnit.Count, unreadable);
}

/**
 * Since when changes wait that dispatch has not dealt with: a bus can take an event that no rule of its matches. What
 * this very pass changed, or handed on for someone who acted since the last one, is on its way.
 */
function unhandledSince({ checked, others, republished }: Pass): number[] {
  const firstOnItsWay = new Map(republished.toReversed().map(({ jobId, seq }) => [jobId, seq]));
  return [...others, ...checked.map(({ before }) => before)].flatMap(({ jobId, seq, handledSeq, changedAt }) => {
    const firstUnhandled = (handledSeq ?? 0) + 1;
    const isWaiting = firstUnhandled <= seq && firstUnhandled < (firstOnItsWay.get(jobId) ?? Number.POSITIVE_INFINITY);
    return isWaiting && changedAt !== null ? [changedAt] : [];
  });
}
