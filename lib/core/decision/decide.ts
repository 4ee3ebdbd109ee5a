import type { Evidence, EvidenceRead } from '../evidence/evidence.ts';
import type { Instant } from '../instant.ts';
import type { JudgedRuns } from '../judging/baseline.ts';
import { judge, judgeBlind } from '../judging/judge.ts';
import type { Verdict } from '../judging/verdict.ts';
import { remember } from '../model/run.ts';
import type { Severity } from '../model/severity.ts';
import { STATE_RANK, type State } from '../model/state.ts';
import type { EarliestNotification } from '../people/earliest-notification.ts';
import { isFairChanceOver } from './fair-chance.ts';
import { renderVerdict } from './rendered-verdict.ts';
import type { AuditEntry, JobRow } from './row.ts';
import type { Rule } from './rule.ts';
import { eventId, type Transition, type TransitionReason } from './transition.ts';

/** From the third check in a row that could not read a place on, it is judged by what is remembered. */
const UNREAD_BEFORE_JUDGED = 3;

export interface DecisionInput {
  readonly rule: Rule;
  /** The identity of the place that is watched; `heartbeat` for a job that only pings. */
  readonly place: string;
  readonly evidence: Evidence;
  readonly row: JobRow;
  readonly now: Instant;
  readonly earliestNotification: EarliestNotification;
}

export interface Decision {
  /** Null when the job could not be judged in this check. */
  readonly verdict: Verdict | null;
  /** The row as it should be stored; `version` and `outbox` are as they were read. */
  readonly row: JobRow;
  readonly transition: Transition | null;
  readonly audit: readonly AuditEntry[];
}

/**
 * From evidence to one of four states (decision page, sections 3 and 5). Pure: the same input gives the same output,
 * and deciding again from the row it gave, over the same evidence, changes nothing. Never throws.
 */
export function decide(input: DecisionInput): Decision {
  const { rule, place, evidence, now } = input;
  const row = endQuieting(atPlace(input.row, place), now);
  if (evidence.kind === 'read') {
    const judged = judge(rule, place, evidence, row, now);
    return settle(input, remembering(row, judged.runs, evidence), judged.verdict, true);
  }
  if (evidence.kind === 'refused') {
    const known = { ...row, unreadable: null };
    return settle(input, known, judgeBlind(rule, evidence, known, storedSeverity(row), now), true);
  }
  const count = (row.unreadable?.count ?? 0) + 1;
  const unreadable = { count, since: row.unreadable?.since ?? now, error: evidence.error };
  if (count < UNREAD_BEFORE_JUDGED) {
    return { verdict: null, row: { ...input.row, unreadable }, transition: null, audit: [] };
  }
  const counted = { ...row, unreadable };
  return settle(input, counted, judgeBlind(rule, evidence, counted, storedSeverity(row), now), false);
}

/** When the rules doc names another place, what was remembered of the old one says nothing. */
function atPlace(row: JobRow, place: string): JobRow {
  if (row.place === place) return row;
  if (row.place === null) return { ...row, place };
  return { ...row, place, latest: null, goodRuns: [], lastEvidenceTs: null, accepted: null, listing: null };
}

/** A snooze that has run out is over, and the clocks of the break start again. */
function endQuieting(row: JobRow, now: Instant): JobRow {
  if (row.snoozed === null || now < row.snoozed.until) return row;
  if (row.muted !== null) return { ...row, snoozed: null };
  return { ...row, snoozed: null, wouldBe: null, resumed: true, toldAt: null, hardToldAt: null };
}

function remembering(row: JobRow, runs: JudgedRuns, evidence: EvidenceRead): JobRow {
  const latest = runs.latest && remember(runs.latest);
  const seen = latest?.ts ?? null;
  return {
    ...row,
    latest,
    goodRuns: runs.goodRuns,
    lastEvidenceTs: seen === null ? row.lastEvidenceTs : Math.max(seen, row.lastEvidenceTs ?? seen),
    listing: evidence.listing,
    unreadable: null,
  };
}

/** How bad the stored state is: what not knowing must not lower. */
function storedSeverity(row: JobRow): Severity {
  const state = row.wouldBe?.state ?? row.state;
  return state === 'green' ? 'none' : state === 'warn' ? 'soft' : 'hard';
}

/** Section 3, rules 1 to 5. `canRefute`: the evidence was looked at, so a pending *fixed* is judged by it. */
function settle(input: DecisionInput, row: JobRow, verdict: Verdict, canRefute: boolean): Decision {
  if (row.muted !== null || row.snoozed !== null) return settleQuieted(input, row, verdict);
  if (verdict.worst === 'none') return settlePassed(input, row, verdict);
  return settleFailing(input, row, verdict, verdict.worst, canRefute);
}

function settleQuieted(input: DecisionInput, row: JobRow, verdict: Verdict): Decision {
  const { now } = input;
  if (verdict.worst === 'none') {
    const passed = { ...row, wouldBe: null, pendingFixed: null };
    if (row.breakSeq === null) return quietly(input, passed, verdict);
    if (row.muted !== null) return clearedQuietly(input, endBreak(passed), verdict);
    const woken = { ...endBreak(passed), snoozed: null, resumed: false };
    return changed(input, woken, verdict, 'green', 'passed', confirmed(row));
  }
  const state = verdict.worst === 'soft' ? 'warn' : 'alert';
  const wouldBe = row.wouldBe?.state === state ? row.wouldBe : ({ state, since: now } as const);
  return quietly(input, { ...row, wouldBe }, verdict);
}

function settlePassed(input: DecisionInput, row: JobRow, verdict: Verdict): Decision {
  const passed = isUntroubled(row) ? row : endBreak({ ...row, pendingFixed: null, resumed: false, wouldBe: null });
  if (row.state !== 'green') return changed(input, passed, verdict, 'green', 'passed', confirmed(row));
  return row.breakSeq === null ? quietly(input, passed, verdict) : clearedQuietly(input, passed, verdict);
}

/** A pass confirms the person who said that it was fixed. */
function confirmed(row: JobRow): Fix {
  return { fixedRefuted: false, by: row.pendingFixed?.by ?? null };
}

function settleFailing(
  input: DecisionInput,
  row: JobRow,
  verdict: Verdict,
  severity: 'soft' | 'hard',
  canRefute: boolean,
): Decision {
  const { rule, now, earliestNotification } = input;
  const refuted = canRefute && row.pendingFixed !== null;
  const failing: JobRow = {
    ...row,
    toldAt: row.toldAt ?? earliestNotification(now, severity),
    hardToldAt: row.hardToldAt ?? (severity === 'hard' ? earliestNotification(now, 'hard') : null),
    pendingFixed: refuted ? null : row.pendingFixed,
    resumed: false,
    wouldBe: null,
  };
  const isStuck =
    row.state === 'escalate' || (row.state !== 'green' && !refuted && isFairChanceOver(rule, failing, severity, now));
  const state: State = isStuck ? 'escalate' : severity === 'soft' ? 'warn' : 'alert';
  const by = refuted ? (row.pendingFixed?.by ?? null) : null;
  if (state === row.state) {
    return refuted
      ? changed(input, failing, verdict, state, 'still-failing', { fixedRefuted: true, by })
      : quietly(input, failing, verdict);
  }
  const begun = row.breakSeq === null ? { ...failing, breakSeq: row.seq + 1 } : failing;
  return changed(input, begun, verdict, state, reasonOf(row, state), { fixedRefuted: refuted, by });
}

function reasonOf(row: JobRow, to: State): TransitionReason {
  if (row.state === 'green') return row.resumed ? 'resumed' : 'worsened';
  if (to === 'escalate') return 'stuck';
  return STATE_RANK[to] > STATE_RANK[row.state] ? 'worsened' : 'improved';
}

/** True when ending its break would change nothing: nearly every job nearly always, so no copy is made of its row. */
function isUntroubled(row: JobRow): boolean {
  const { breakSeq, toldAt, hardToldAt, snoozeCount, pendingFixed, resumed, wouldBe } = row;
  const hasBreak = breakSeq !== null || toldAt !== null || hardToldAt !== null || snoozeCount !== 0;
  return !hasBreak && pendingFixed === null && !resumed && wouldBe === null;
}

/** All tests pass again: nothing of the break is kept. */
function endBreak(row: JobRow): JobRow {
  return { ...row, breakSeq: null, toldAt: null, hardToldAt: null, snoozeCount: 0 };
}

/** What became of someone's claim that it was fixed, and whose it was. */
interface Fix {
  readonly fixedRefuted: boolean;
  readonly by: string | null;
}

function quietly(input: DecisionInput, row: JobRow, verdict: Verdict): Decision {
  const known = row.since === null ? { ...row, since: input.now } : row;
  return { verdict, row: known, transition: null, audit: [] };
}

function clearedQuietly(input: DecisionInput, row: JobRow, verdict: Verdict): Decision {
  return { ...quietly(input, row, verdict), audit: [clearedEntry(input.row, input.now)] };
}

function changed(
  input: DecisionInput,
  row: JobRow,
  verdict: Verdict,
  to: State,
  reason: TransitionReason,
  fix: Fix,
): Decision {
  const { now } = input;
  const from = input.row.state;
  const seq = input.row.seq + 1;
  const transition: Transition = {
    eventId: eventId(row.jobId, seq, now),
    jobId: row.jobId,
    seq,
    breakSeq: row.breakSeq ?? input.row.breakSeq,
    from,
    to,
    reason,
    at: now,
    ...fix,
    until: null,
    verdict: renderVerdict(verdict),
  };
  const next = { ...row, seq, changedAt: now, state: to, since: from === to ? (row.since ?? now) : now };
  return { verdict, row: next, transition, audit: reason === 'passed' ? [clearedEntry(input.row, now)] : [] };
}

/** The audit row that says a break is over. */
export function clearedEntry(row: JobRow, at: Instant): AuditEntry {
  return {
    id: `t#${new Date(at).toISOString()}#cleared#${row.version + 1}`,
    at,
    kind: 'cleared',
    by: null,
    reason: null,
    detail: { break_seq: row.breakSeq },
  };
}
