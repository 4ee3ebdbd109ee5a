import { type Instant, MINUTE_MS } from '../instant.ts';
import type { JobRow } from './row.ts';

/** A pass this much later agrees with one that was held. */
const AGREES_AFTER_MS = 10 * MINUTE_MS;

/**
 * Notes in a job's break that this pass came more than a day after the one before: a clock that jumped ahead must not
 * escalate everything at once (docs/design/decision.md#clock). The note goes once a later pass agrees, or the clock
 * was put back.
 */
export function heldBack(row: JobRow, held: boolean, now: Instant): JobRow {
  if (row.breakSeq === null) return row;
  const { heldSince } = row;
  const isOver = heldSince !== null && (now < heldSince || (!held && now >= heldSince + AGREES_AFTER_MS));
  const since = isOver ? null : heldSince;
  const next = since ?? (held ? now : null);
  return next === heldSince ? row : { ...row, heldSince: next };
}

/** True while nothing of this job may escalate. */
export function isHeldBack({ heldSince }: JobRow, now: Instant): boolean {
  return heldSince !== null && now < heldSince + AGREES_AFTER_MS;
}
