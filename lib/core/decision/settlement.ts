import { isRunningOut } from '../history/runway.ts';
import { MINUTE_MS } from '../instant.ts';
import { isForDaytime } from '../judging/size.ts';
import type { JobRow } from '../model/job-row.ts';
import { STATE_RANK, type State } from '../model/state.ts';
import { nextTransition, type Transition, type TransitionReason } from '../model/transition.ts';
import type { Verdict } from '../model/verdict.ts';
import { renderVerdict } from '../wording/rendered-verdict.ts';
import { clearedEntry } from './cleared-entry.ts';
import type { Decision, DecisionInput } from './decision.ts';
import { isFairChanceOver } from './fair-chance.ts';
import { foundIn } from './found.ts';
import { heldBackSince } from './held.ts';

/** After this number of refutations of *fixed* in one break, the next one delays nothing. */
const MAX_SPARING_REFUTATIONS = 2;
/** So long after *fixed* was refuted nothing escalates, the last minute included. */
export const SPARED_MS = 60 * MINUTE_MS;

/** What became of a person's claim that it was fixed, and whose it was. */
type Fix = Pick<Transition, 'fixedRefuted' | 'by'>;

/**
 * One check on its way from a verdict to a state (docs/design/decision.md#state): what was asked, and the row as it is
 * before the verdict is settled, which may differ from the stored one: a snooze ran out, a job came back.
 */
export class Settlement {
  readonly #input: DecisionInput;
  readonly #row: JobRow;
  readonly #verdict: Verdict;

  constructor(input: DecisionInput, row: JobRow, verdict: Verdict) {
    this.#input = input;
    this.#row = row;
    this.#verdict = verdict;
  }

  settle(): Decision {
    const { worst } = this.#verdict;
    if (this.#row.muted !== null || this.#row.snoozed !== null) return this.#quieted();
    return worst === 'none' ? this.#passed() : this.#failing(worst);
  }

  #quieted(): Decision {
    const row = this.#row;
    const { worst } = this.#verdict;
    if (worst !== 'none') {
      const state = worst === 'soft' ? 'warn' : 'alert';
      const wouldBe = row.wouldBe?.state === state ? row.wouldBe : ({ state, since: this.#input.now } as const);
      return this.#stay({ ...row, wouldBe });
    }
    const passed = { ...row, wouldBe: null, pendingFixed: null };
    if (row.breakSeq === null) return this.#stay(passed);
    if (row.muted !== null) return this.#clear(endBreak(passed));
    return this.#change({ ...endBreak(passed), snoozed: null, resumed: false }, 'green', 'passed', this.#confirmed());
  }

  #passed(): Decision {
    const row = this.#row;
    const passed = isCalm(row) ? row : endBreak({ ...row, pendingFixed: null, resumed: false, wouldBe: null });
    if (this.#input.row.state !== 'green') return this.#change(passed, 'green', 'passed', this.#confirmed());
    return row.breakSeq === null ? this.#stay(passed) : this.#clear(passed);
  }

  #failing(severity: 'soft' | 'hard'): Decision {
    const { now, held, earliestNotification, evidence, row: stored } = this.#input;
    const row = this.#row;
    // A mark waits for a check that has looked.
    const refuted = evidence.kind === 'unknown' ? null : row.pendingFixed;
    const broken: JobRow = {
      ...row,
      toldAt: row.toldAt ?? earliestNotification(now, severity),
      hardToldAt: row.hardToldAt ?? (severity === 'hard' ? earliestNotification(now, 'hard') : null),
      pendingFixed: refuted ? null : row.pendingFixed,
      refuted: refuted ? { count: (row.refuted?.count ?? 0) + 1, at: now } : row.refuted,
      resumed: false,
      wouldBe: null,
    };
    const isDue = refuted === null && this.#isEscalationDue(broken, severity);
    const failing = { ...broken, heldSince: isDue ? heldBackSince(row, held, now) : null };
    const isEscalated = row.state === 'escalate' || (isDue && failing.heldSince === null);
    const state = isEscalated ? 'escalate' : severity === 'soft' ? 'warn' : 'alert';
    const fix = { fixedRefuted: refuted !== null, by: refuted?.by ?? null };
    if (state === stored.state) {
      return refuted ? this.#change(failing, state, 'still-failing', fix) : this.#stay(failing);
    }
    const begun = row.breakSeq === null ? { ...failing, breakSeq: row.seq + 1 } : failing;
    return this.#change(begun, state, this.#reasonFor(state), fix);
  }

  /** Rule 4 of the page, but for a clock that may have jumped. */
  #isEscalationDue(broken: JobRow, severity: 'soft' | 'hard'): boolean {
    const { rule, now } = this.#input;
    const { state } = this.#row;
    if (state === 'green' || state === 'escalate') return false;
    const isWaiting = isSpared(broken, now) || isOnlyOutOfOrdinary(this.#verdict);
    return !isWaiting && (isFairChanceOver(rule, broken, severity, now) || isRunningOut(rule, broken, now));
  }

  #reasonFor(to: State): TransitionReason {
    const { state, resumed } = this.#row;
    // The stored state is green, and the job's own is not: it came back to the rules doc.
    if (this.#input.row.state !== state && STATE_RANK[to] <= STATE_RANK[state]) return 'reinstated';
    if (state === 'green') return resumed ? 'resumed' : 'worsened';
    if (to === 'escalate') return 'stuck';
    return STATE_RANK[to] > STATE_RANK[state] ? 'worsened' : 'improved';
  }

  /** A pass confirms the person who said that it was fixed. */
  #confirmed(): Fix {
    return { fixedRefuted: false, by: this.#row.pendingFixed?.by ?? null };
  }

  #stay(row: JobRow): Decision {
    const { row: stored, now } = this.#input;
    const found = foundIn(row.found, this.#verdict, now);
    const isKnown = stored.since !== null && found === row.found && row.state === stored.state;
    const next = isKnown ? row : { ...row, state: stored.state, since: stored.since ?? now, found };
    return { verdict: this.#verdict, row: next, transition: null, audit: [] };
  }

  #clear(row: JobRow): Decision {
    return { ...this.#stay(row), audit: [clearedEntry(this.#row, this.#input.now)] };
  }

  #change(row: JobRow, to: State, reason: TransitionReason, fix: Fix): Decision {
    const { row: stored, now } = this.#input;
    const verdict = renderVerdict(this.#verdict);
    const breakSeq = row.breakSeq ?? this.#row.breakSeq;
    const transition = nextTransition({ ...stored, breakSeq }, { to, reason, at: now, verdict, ...fix });
    const since = this.#row.state === to ? (this.#row.since ?? now) : now;
    const found = this.#verdict.worst === 'none' ? null : { at: now, verdict };
    const next = { ...row, seq: transition.seq, changedAt: now, state: to, since, found };
    const audit = reason === 'passed' ? [clearedEntry(this.#row, now)] : [];
    return { verdict: this.#verdict, row: next, transition, audit };
  }
}

function isOnlyOutOfOrdinary({ tests }: Verdict): boolean {
  if (tests.proven !== undefined) return false;
  const { finished, recent, size } = tests;
  return isForDaytime(size.reason) && finished.result === 'pass' && recent.result === 'pass';
}

function isSpared({ refuted }: JobRow, now: number): boolean {
  return refuted !== null && refuted.count <= MAX_SPARING_REFUTATIONS && now - refuted.at <= SPARED_MS;
}

/** True when ending its break would change nothing: nearly every job nearly always, so no copy is made of its row. */
function isCalm(row: JobRow): boolean {
  const { breakSeq, toldAt, hardToldAt, snoozeCount, pendingFixed, resumed, wouldBe } = row;
  const hasBreak = breakSeq !== null || toldAt !== null || hardToldAt !== null || snoozeCount !== 0;
  return !hasBreak && pendingFixed === null && !resumed && wouldBe === null;
}

/** All tests pass again: nothing of the break is kept. */
function endBreak(row: JobRow): JobRow {
  const none = { breakSeq: null, toldAt: null, hardToldAt: null, refuted: null, heldSince: null } as const;
  return { ...row, ...none, snoozeCount: 0 };
}
