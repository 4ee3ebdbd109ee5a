import { formatOptional } from '../../core/event/publishable.ts';
import { type Json, snakeCased } from '../../core/event/snake-case.ts';
import { formatInstant, type Instant, SECOND_MS } from '../../core/instant.ts';
import type { RunIdentity } from '../../core/model/run.ts';
import type { SeenProof } from '../../core/proof/seen-proof.ts';
import { atRiskSecondsNow, reasonsNow } from './figures-now.ts';
import type { FoldedJob } from './fold-members.ts';
import type { JobDetailView, JobView } from './job-view.ts';

/** The text of what time does not change, without its last brace. */
const texts = new WeakMap<JobView, string>();

/**
 * A job as the API's list has it: what `status --json` prints of it, and more. Durations in seconds, sizes in bytes. As
 * text, since of a job whose row was not written only its figures of now are made again.
 */
export function jobText(view: JobView, now: Instant): string {
  const text = texts.get(view) ?? JSON.stringify(lastingJson(view)).slice(0, -1);
  texts.set(view, text);
  return `${text},${JSON.stringify(figuresJson(view, now)).slice(1)}`;
}

/** A job with its members, worst first; one without any as `jobText` has it. */
export function foldedText({ view, members }: FoldedJob, now: Instant): string {
  const text = jobText(view, now);
  if (members.length === 0) return text;
  return `${text.slice(0, -1)},"members":[${members.map((member) => jobText(member, now)).join(',')}]}`;
}

function lastingJson(view: JobView): Readonly<Record<string, Json>> {
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
    latest: runJson(view.latest),
    last_good: runJson(view.lastGood),
    ...(view.deletedAbout !== undefined && { last_good_deleted_about: formatInstant(view.deletedAbout) }),
    public: view.isPublic,
    ...(view.restorable && { restorable: { proven_at: formatOptional(view.restorable.provenAt) } }),
    ...(view.proofs && { proofs: proofsJson(view.proofs) }),
    ...(view.member && { member: { job_id: view.member.jobId, name: view.member.name } }),
    ...(view.unknown === null ? {} : { unknown: view.unknown }),
  };
}

function figuresJson(view: JobView, now: Instant): Readonly<Record<string, Json>> {
  return { reasons: reasonsNow(view, now), data_at_risk_seconds: atRiskSecondsNow(view, now) };
}

function proofsJson({ of, newest, proven }: NonNullable<JobView['proofs']>): Json {
  return { of, newest: newest && proofJson(newest), proven: proven && proofJson(proven) };
}

function proofJson({ id, at, verdict, copy, restoreMs, by, words }: SeenProof): Json {
  const restore_seconds = restoreMs === null ? null : restoreMs / SECOND_MS;
  return { id, at: formatInstant(at), verdict, copy: runJson(copy), restore_seconds, by, words };
}

/** A job as the API has it by itself. */
export function jobDetailJson(view: JobDetailView, now: Instant): Readonly<Record<string, Json>> {
  return {
    ...lastingJson(view),
    ...figuresJson(view, now),
    ...(view.proofRow && { proof: { ...lastingJson(view.proofRow), reasons: reasonsNow(view.proofRow, now) } }),
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
