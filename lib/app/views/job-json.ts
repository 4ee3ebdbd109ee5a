import { formatOptional } from '../../core/event/publishable.ts';
import { type Json, snakeCased } from '../../core/event/snake-case.ts';
import { formatInstant } from '../../core/instant.ts';
import type { RunIdentity } from '../../core/model/run.ts';
import type { JobDetailView, JobView } from './job-view.ts';

/** A job as the API's list has it: what `status --json` prints of it, and more. Durations in seconds, sizes in bytes. */
export function jobJson(view: JobView): Readonly<Record<string, Json>> {
  return {
    job_id: view.jobId,
    name: view.name,
    group: view.group,
    owner: view.owner,
    state: view.state,
    since: formatOptional(view.since),
    quieted: view.quieted,
    quieted_by: view.quietedBy,
    snoozed_until: formatOptional(view.snoozedUntil),
    pending_fixed: view.pendingFixed,
    would_be: view.wouldBe && { state: view.wouldBe.state, since: formatInstant(view.wouldBe.since) },
    reasons: view.reasons,
    latest: runJson(view.latest),
    last_good: runJson(view.lastGood),
    data_at_risk_seconds: view.dataAtRiskSeconds,
    public: view.isPublic,
    ...(view.unknown === null ? {} : { unknown: view.unknown }),
  };
}

/** A job as the API has it by itself. */
export function jobDetailJson(view: JobDetailView): Readonly<Record<string, Json>> {
  return {
    ...jobJson(view),
    rule: { understood: view.rule.text, at: view.rule.at },
    place: view.place,
    runbook: view.runbook,
    note: view.note,
    thresholds: snakeCased(view.thresholds),
    days: snakeCased(view.days),
    deliveries: view.deliveries.map(({ at, ...delivery }) => ({ at: formatInstant(at), ...delivery })),
    actions: view.actions,
    break_seq: view.breakSeq,
    accept_run: runJson(view.acceptRun),
  };
}

function runJson(run: RunIdentity | null): Json {
  return run && { ts: formatInstant(run.ts), size_bytes: run.sizeBytes, location: run.location };
}
