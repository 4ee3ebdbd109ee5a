import { formatOptional, publishableVerdict } from '../../core/event/publishable.ts';
import type { Json } from '../../core/event/snake-case.ts';
import { formatInstant } from '../../core/instant.ts';
import { labelOf } from '../../core/model/job-label.ts';
import { type Quieted, quietedOf } from '../../core/model/quieted.ts';
import type { Severity } from '../../core/model/severity.ts';
import type { State } from '../../core/model/state.ts';
import type { Transition } from '../../core/model/transition.ts';
import { renderVerdict } from '../../core/wording/rendered-verdict.ts';
import { formatProblem } from '../../rules-doc/yaml/format-problem.ts';
import type { LoadedRules } from '../rules/load-rules.ts';
import type { Pass } from './check.ts';
import type { CheckedJob } from './check-job.ts';

export type Counts = Readonly<Record<State | 'unknown', number>>;

/** The counts of a pass; a job that could not be judged is counted as unknown only. */
export function countsOf(checked: readonly CheckedJob[]): Counts {
  const counts = { green: 0, warn: 0, alert: 0, escalate: 0, unknown: 0 };
  for (const { row, unknown } of checked) counts[unknown === null ? row.state : 'unknown'] += 1;
  return counts;
}

/** Exit status of `check` and `status`, as monitoring plugins use it (command line page). */
export function exitStatusOf(counts: Counts, hasRules: boolean): 0 | 1 | 2 | 3 {
  if (counts.alert > 0 || counts.escalate > 0) return 2;
  if (counts.unknown > 0 || !hasRules) return 3;
  return counts.warn > 0 ? 1 : 0;
}

/** Requests for evidence, as they are billed. */
export interface RequestCounts {
  readonly list: number;
  readonly get: number;
}

/** What `check --json` prints: the shape of the command line page. `jobs`: those of the pass that are in it. */
export function checkReport(
  pass: Pass,
  requests: RequestCounts,
  isDryRun: boolean,
  jobs: readonly CheckedJob[] = pass.checked,
): Record<string, Json> {
  return {
    now: formatInstant(pass.now),
    rules: rulesReport(pass.rules),
    counts: countsOf(pass.checked),
    requests: { list: requests.list, get: requests.get },
    jobs: jobs.map((checked) => jobReport(checked, pass, isDryRun)),
    events: pass.transitions.map((transition) => eventReport(transition, isDryRun)),
    republished: pass.republished.map((transition) => eventReport(transition, false)),
  };
}

/** Jobs whose reports are made at a time. */
const JOBS_AT_ONCE = 100;

/** The report as indented JSON, piece by piece: of thousands of jobs it is many megabytes, and more as objects. */
export function* checkReportText(pass: Pass, requests: RequestCounts, isDryRun: boolean): Generator<string> {
  const text = JSON.stringify(checkReport(pass, requests, isDryRun, []), null, 2);
  // Within a text of JSON the quotation marks are escaped, so that the first is the list.
  const at = text.indexOf(NO_JOBS);
  yield text.slice(0, at) + NO_JOBS.slice(0, -1);
  for (let from = 0; from < pass.checked.length; from += JOBS_AT_ONCE) {
    const jobs = pass.checked.slice(from, from + JOBS_AT_ONCE).map((checked) => jobReport(checked, pass, isDryRun));
    const list = JSON.stringify({ jobs }, null, 2);
    yield `${from === 0 ? '' : ','}${list.slice(list.indexOf('[') + 1, list.lastIndexOf(']')).trimEnd()}`;
  }
  yield `${pass.checked.length === 0 ? '' : '\n  '}${text.slice(at + NO_JOBS.length - 1)}\n`;
}

const NO_JOBS = '"jobs": []';

/** The `rules` part of a report. */
export function rulesReport(rules: LoadedRules) {
  return {
    source: rules.source,
    version: rules.version,
    used: rules.used,
    problems: [
      ...(rules.unavailable === null ? [] : [rules.unavailable]),
      ...rules.problems.map((problem) => formatProblem(rules.fileName, problem)),
    ],
  };
}

/** A row's part of a report: what is the same for `check` and `status`. */
export function rowReport(row: CheckedJob['row'], now: number): Record<string, Json> {
  const quieted: Quieted | null = quietedOf(row, now);
  return {
    quieted,
    snoozed_until: formatOptional(row.snoozed?.until),
    pending_fixed: row.pendingFixed !== null,
    would_be: row.wouldBe && { state: row.wouldBe.state, since: formatInstant(row.wouldBe.since) },
  };
}

function jobReport({ job, before, row, decision, unknown }: CheckedJob, pass: Pass, isDryRun: boolean): Json {
  const transition = decision?.transition ?? null;
  const verdict = decision?.verdict ? publishableVerdict(renderVerdict(decision.verdict)) : null;
  const worst: Severity | null = decision?.verdict?.worst ?? null;
  return {
    job_id: job.id,
    name: labelOf(job),
    state: row.state,
    previous_state: before.state,
    since: formatOptional(row.since),
    changed: row.state !== before.state,
    reason: transition?.reason ?? null,
    event_id: transition && !isDryRun ? transition.eventId : null,
    worst,
    ...rowReport(row, pass.now),
    ...(verdict ?? { tests: null, latest: null, last_good: null, running: null, data_at_risk_seconds: null }),
    ...(unknown === null ? {} : { unknown }),
  };
}

function eventReport(transition: Transition, isDryRun: boolean): Json {
  const { eventId, jobId, from, to, reason, at, fixedRefuted, by, until } = transition;
  return {
    event_id: isDryRun ? null : eventId,
    job_id: jobId,
    from,
    to,
    reason,
    at: formatInstant(at),
    fixed_refuted: fixedRefuted,
    by,
    until: formatOptional(until),
  };
}
