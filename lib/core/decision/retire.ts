import type { Instant } from '../instant.ts';
import { clearedEntry, type Decision } from './decide.ts';
import { type JobRow, UNTROUBLED } from './row.ts';
import { eventId, type Transition } from './transition.ts';

/**
 * A job that has left the rules doc: its break and its quieting end, its row stays (decision page, section 5).
 * Doing it again changes nothing.
 */
export function retire(row: JobRow, now: Instant): Decision {
  const rest: JobRow = { ...row, ...UNTROUBLED };
  const audit = row.breakSeq === null ? [] : [clearedEntry(row, now)];
  if (row.state === 'green') return { verdict: null, row: rest, transition: null, audit };
  const seq = row.seq + 1;
  const transition: Transition = {
    eventId: eventId(row.jobId, seq, now),
    jobId: row.jobId,
    seq,
    breakSeq: row.breakSeq,
    from: row.state,
    to: 'green',
    reason: 'retired',
    at: now,
    fixedRefuted: false,
    by: null,
    until: null,
    verdict: null,
  };
  return { verdict: null, row: { ...rest, state: 'green', since: now, seq, changedAt: now }, transition, audit };
}
