import type { Decision } from '../../core/decision/decision.ts';
import type { JobRow, OutboxEntry } from '../../core/decision/row.ts';

/** What a write of this row puts into the outbox; null when it has nothing to report. */
export function outboxEntry(
  row: JobRow,
  { transition, audit }: Pick<Decision, 'transition' | 'audit'>,
): OutboxEntry | null {
  return transition === null && audit.length === 0 ? null : { key: row.version + 1, transition, audit };
}
