import type { Logger } from '@aws-lambda-powertools/logger';
import { type Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Pass } from '../../lib/app/check/check.ts';
import type { CheckedJob } from '../../lib/app/check/check-job.ts';
import { rulesReport } from '../../lib/app/check/check-report.ts';
import type { LoadedRules } from '../../lib/app/rules/load-rules.ts';
import { formatOptional } from '../../lib/core/event/publishable.ts';
import { SECOND_MS } from '../../lib/core/instant.ts';
import { quietedOf } from '../../lib/core/model/quieted.ts';
import { sentenceOf } from '../../lib/core/wording/sentence.ts';

/** One line for each job that is not green, or that could not be judged. */
export function logJobs(logger: Logger, pass: Pass): void {
  for (const checked of pass.checked) {
    if (checked.unknown !== null) logger.warn('job unknown', jobLine(checked, pass.now));
    else if (checked.row.state !== 'green') logger.warn(`job ${checked.row.state}`, jobLine(checked, pass.now));
  }
}

function jobLine({ job, row, decision, unknown }: CheckedJob, now: number) {
  const tests = Object.values(decision?.verdict?.tests ?? {});
  return {
    job_id: job.id,
    state: row.state,
    since: formatOptional(row.since),
    changed: decision?.transition?.reason ?? null,
    quieted: quietedOf(row, now),
    failing: tests.filter(({ result }) => result !== 'pass').map(sentenceOf),
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

/** The metrics of a pass or a slice; whether a pass is complete, and its counts, are reported by the one that ends it. */
export function measurePass(metrics: Metrics, pass: Pass, requests: number): void {
  const oldest = Math.min(pass.now, ...pass.held.map(({ at }) => at), ...unhandledSince(pass));
  metrics.addMetric('Requests', MetricUnit.Count, requests);
  metrics.addMetric('OldestUndeliveredSeconds', MetricUnit.Seconds, Math.round((pass.now - oldest) / SECOND_MS));
  metrics.addMetric('EvidenceUnreadable', MetricUnit.Count, pass.checked.filter(isUnreadable).length);
}

/**
 * Since when changes wait that dispatch has not dealt with: a bus can take an event that no rule of its matches. What
 * this very pass changed, or handed on for someone who acted since the last one, is on its way.
 */
function unhandledSince({ checked, republished }: Pass): number[] {
  const firstOnItsWay = new Map(republished.toReversed().map(({ jobId, seq }) => [jobId, seq]));
  return checked.flatMap(({ job, before: { seq, handledSeq, changedAt } }) => {
    const firstUnhandled = (handledSeq ?? 0) + 1;
    const isWaiting = firstUnhandled <= seq && firstUnhandled < (firstOnItsWay.get(job.id) ?? Number.POSITIVE_INFINITY);
    return isWaiting && changedAt !== null ? [changedAt] : [];
  });
}

/** Counts of a whole pass. */
export function measureCounts(
  metrics: Metrics,
  counts: {
    readonly configured: number;
    readonly judged: number;
    readonly unknown: number;
    readonly durationMs: number;
  },
): void {
  metrics.addMetric('JobsConfigured', MetricUnit.Count, counts.configured);
  metrics.addMetric('JobsJudged', MetricUnit.Count, counts.judged);
  metrics.addMetric('JobsUnknown', MetricUnit.Count, counts.unknown);
  metrics.addMetric('PassDuration', MetricUnit.Milliseconds, counts.durationMs);
}

/** Refused, or unknown because looking failed; not a job that was merely not reached. */
function isUnreadable({ decision, row }: CheckedJob): boolean {
  if (decision === null) return false;
  if (decision.verdict === null) return row.unreadable !== null;
  const { kind } = decision.verdict.tests.recent.reason;
  return kind === 'unreadable' || kind === 'unread-again';
}
