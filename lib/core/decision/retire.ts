import { HOUR_MS, type Instant } from '../instant.ts';
import { type JobRow, NO_BREAK, type SetAside } from '../model/job-row.ts';
import { nextTransition } from '../model/transition.ts';
import { clearedEntry } from './cleared-entry.ts';
import type { Decision } from './decision.ts';

/** So long a job that left the rules doc can come back to where it was. */
const KEPT_ASIDE_MS = 24 * HOUR_MS;

/**
 * A job that has left the rules doc: its break and its quieting end and are kept aside, its row stays
 * (docs/design/decision.md#leaving). Doing it again changes nothing.
 */
export function retire(row: JobRow, now: Instant): Decision {
  const rest: JobRow = { ...row, ...NO_BREAK, nextLook: null, retired: asideOf(row, now) ?? row.retired };
  const audit = row.breakSeq === null ? [] : [clearedEntry(row, now)];
  if (row.state === 'green') return { verdict: null, row: rest, transition: null, audit };
  const transition = nextTransition(row, { to: 'green', reason: 'retired', at: now });
  const { seq } = transition;
  return { verdict: null, row: { ...rest, state: 'green', since: now, seq, changedAt: now }, transition, audit };
}

function asideOf(row: JobRow, at: Instant): SetAside | null {
  const { state, since, breakSeq, toldAt, hardToldAt, pendingFixed, refuted } = row;
  const { snoozed, snoozeCount, muted, wouldBe, resumed } = row;
  if (breakSeq === null && snoozed === null && muted === null) return null;
  const quieting = { snoozed, snoozeCount, muted, wouldBe, resumed };
  return { at, state, since, breakSeq, toldAt, hardToldAt, pendingFixed, refuted, ...quieting };
}

/** A job that is in the rules doc again: within 24 hours it goes on where it was. */
export function reinstated(row: JobRow, now: Instant): JobRow {
  if (row.retired === null) return row;
  const { at, ...aside } = row.retired;
  return now - at > KEPT_ASIDE_MS ? { ...row, retired: null } : { ...row, ...aside, retired: null };
}
