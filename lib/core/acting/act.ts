import { retire } from '../decision/retire.ts';
import { findSeen, isGood, rememberAccepted } from '../evidence/seen-run.ts';
import { DAY_MS, formatInstant, formatMinute, type Instant } from '../instant.ts';
import type { Action } from '../model/action.ts';
import type { AuditEntry, JobRow, Signature } from '../model/job-row.ts';
import { isSameRun, type RunIdentity } from '../model/run.ts';
import { nextTransition, type Transition } from '../model/transition.ts';
import { foldProofs, type SeenProof } from '../proof/seen-proof.ts';
import { formatBytes } from '../quantity.ts';

export const DEFAULT_SNOOZE_MS = DAY_MS;
export const MAX_SNOOZE_MS = 7 * DAY_MS;
export const MAX_SNOOZES = 3;

export type ActionResult =
  | {
      readonly done: true;
      readonly row: JobRow;
      readonly transition: Transition | null;
      readonly audit: readonly AuditEntry[];
      /** What happened, as a sentence for the one who asked. */
      readonly message: string;
    }
  | { readonly done: false; readonly message: string };

/** Applies an owner's action to a row. Refusals are those of docs/design/decision.md#actions. Pure. */
export function act(row: JobRow, action: Action, by: Signature): ActionResult {
  switch (action.verb) {
    case 'fixed':
      return done(
        row,
        { ...row, pendingFixed: by },
        'fixed',
        by,
        'marked fixed; the next check will show whether it is',
      );
    case 'snooze':
      return snooze(row, action.forMs, by);
    case 'mute':
      return quiet(
        row,
        { ...row, muted: by },
        'mute',
        by,
        { reason: 'muted', until: null },
        'muted until it is resumed',
      );
    case 'resume':
      return resume(row, by);
    case 'accept':
      return accept(row, action.run, by);
    case 'retire':
      return retireRow(row, by);
    case 'proven':
      return prove(row, by);
  }
}

function snooze(row: JobRow, forMs: number, by: Signature): ActionResult {
  if (forMs > MAX_SNOOZE_MS) {
    return { done: false, message: 'a snooze lasts 7 days at most; use mute for a job that is meant to be paused' };
  }
  if (row.breakSeq !== null && row.snoozeCount >= MAX_SNOOZES) {
    return {
      done: false,
      message: `snoozed ${MAX_SNOOZES} times in this break already; fix it, or mute it if it is meant to be paused`,
    };
  }
  const until = by.at + forMs;
  const next = { ...row, snoozed: { ...by, until }, snoozeCount: row.snoozeCount + 1 };
  return quiet(row, next, 'snooze', by, { reason: 'snoozed', until }, `snoozed until ${formatMinute(until)}`);
}

/** From a failing state a snooze or mute is a transition to green; the tests go on as `would_be`. */
function quiet(
  row: JobRow,
  next: JobRow,
  verb: 'snooze' | 'mute',
  by: Signature,
  change: { readonly reason: 'snoozed' | 'muted'; readonly until: Instant | null },
  message: string,
): ActionResult {
  const detail = { until: change.until === null ? null : formatInstant(change.until) };
  if (row.state === 'green') return done(row, next, verb, by, message, detail);
  const transition = nextTransition(row, { to: 'green', at: by.at, by: by.by, ...change });
  const { seq } = transition;
  const wouldBe = { state: row.state === 'warn' ? 'warn' : 'alert', since: row.since ?? by.at } as const;
  const quieted: JobRow = { ...next, seq, changedAt: by.at, state: 'green', since: by.at, wouldBe };
  return { ...done(row, quieted, verb, by, message, detail), transition };
}

function resume(row: JobRow, by: Signature): ActionResult {
  if (row.muted === null && row.snoozed === null) return done(row, row, 'resume', by, 'was neither snoozed nor muted');
  const next: JobRow = {
    ...row,
    muted: null,
    snoozed: null,
    wouldBe: null,
    resumed: true,
    toldAt: null,
    hardToldAt: null,
  };
  return done(row, next, 'resume', by, 'resumed; the next check judges it again');
}

function accept(row: JobRow, run: RunIdentity | null, by: Signature): ActionResult {
  const latest = row.latest;
  if (latest === null) return { done: false, message: 'there is no backup to accept; run a check first' };
  if (run !== null && !isSameRun(run, latest)) {
    return {
      done: false,
      message: `another backup has landed since (${latest.location}, ${formatMinute(latest.ts)}); look at that one`,
    };
  }
  if (latest.sizeBytes === 0)
    return { done: false, message: `${latest.location} is empty; an empty backup is never good` };
  const accepted = { location: latest.location, ts: latest.ts, sizeBytes: latest.sizeBytes };
  const size = latest.sizeBytes === null ? 'its size' : formatBytes(latest.sizeBytes);
  const runs = rememberAccepted(row.runs, latest);
  const seen = findSeen(runs, latest.ts, latest.sizeBytes);
  const isNowGood = seen !== undefined && isGood(seen);
  const lastGood = isNowGood ? latest : row.lastGood;
  const outcome = isNowGood
    ? 'later backups are compared with it'
    : 'only its size: something else is wrong with it, so it stays no good backup, and later ones are not compared with it';
  const next = { ...row, accepted, runs, lastGood, lastEvidenceTs: latest.ts };
  const detail = { location: latest.location, ts: formatInstant(latest.ts), size_bytes: latest.sizeBytes };
  return done(row, next, 'accept', by, `accepted ${size} (${latest.location}); ${outcome}`, detail);
}

/** Its list of members says that it is gone: what is open of it ends. */
function retireRow(row: JobRow, by: Signature): ActionResult {
  const { row: next, transition, audit } = retire(row, by.at);
  const result = done(row, next, 'retire', by, 'retired; a new backup of it brings it back');
  return { ...result, transition: transition && { ...transition, by: by.by }, audit: [...audit, ...result.audit] };
}

/** The note shows an auditor what was restored and looked at. */
function prove(row: JobRow, by: Signature): ActionResult {
  if (by.reason === null)
    return { done: false, message: 'a note is needed: what was restored, and what was looked at' };
  const id = `by-hand-${formatInstant(by.at)}`;
  const nothing = { copy: null, restoreMs: null };
  const proof: SeenProof = { id, at: by.at, verdict: 'proven', ...nothing, by: by.by, words: by.reason };
  const { proofs } = foldProofs(row.proofs, [proof]);
  return done(row, { ...row, proofs }, 'proven', by, 'noted as proven by hand; the next check judges it');
}

function done(
  row: JobRow,
  next: JobRow,
  verb: AuditEntry['kind'],
  by: Signature,
  message: string,
  detail: AuditEntry['detail'] = {},
): Extract<ActionResult, { done: true }> {
  const id = `a#${new Date(by.at).toISOString()}#${verb}#${row.version + 1}`;
  const audit = [{ id, at: by.at, kind: verb, by: by.by, reason: by.reason, detail }];
  return { done: true, row: next, transition: null, audit, message };
}
