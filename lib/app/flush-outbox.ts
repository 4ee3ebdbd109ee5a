import type { JobRow, OutboxEntry } from '../core/decision/row.ts';
import type { Transition } from '../core/decision/transition.ts';
import { publishable } from '../core/event/publishable.ts';
import { formatInstant } from '../core/instant.ts';
import type { EventSink } from '../ports/event-sink.ts';
import type { AuditLog, AuditRow, StateStore } from '../ports/state-store.ts';

export interface OutboxPorts {
  readonly store: StateStore;
  readonly audit: AuditLog;
  /** Null where a check by hand leaves its transitions for the next scheduled one. */
  readonly sink: EventSink | null;
}

/**
 * Finishes what a write began (decision page, section 6): audit rows first (idempotent by id), then the transition,
 * then the entry goes. Dying between any two of these loses nothing: the next check starts again from the first.
 * Resolves to the transitions that were handed on; what could not be is still in the outbox. Throws only what the
 * store throws.
 */
export async function flushEntries(
  jobId: string,
  entries: readonly OutboxEntry[],
  ports: OutboxPorts,
): Promise<readonly Transition[]> {
  const published: Transition[] = [];
  for (const entry of entries) {
    await ports.audit.put(auditRowsOf(jobId, entry));
    if (entry.transition !== null) {
      if (ports.sink === null) break;
      const taken = await ports.sink.publish([entry.transition]);
      // The order of a job's transitions matters to whoever listens: what comes later waits too.
      if (!taken.has(entry.transition.eventId)) break;
      published.push(entry.transition);
    }
    await ports.store.removeFromOutbox(jobId, entry.key);
  }
  return published;
}

/** Everything that earlier checks and actions left, row by row. */
export async function flushRows(rows: Iterable<JobRow>, ports: OutboxPorts): Promise<readonly Transition[]> {
  const published: Transition[] = [];
  for (const row of rows) {
    if (row.outbox.length > 0) published.push(...(await flushEntries(row.jobId, row.outbox, ports)));
  }
  return published;
}

function auditRowsOf(jobId: string, entry: OutboxEntry): AuditRow[] {
  const rows = entry.audit.map(({ id, at, kind, by, reason, detail }) => ({
    jobId,
    atId: id,
    at,
    content: { kind, by, reason, ...detail },
  }));
  const transition = entry.transition;
  if (transition === null) return rows;
  const atId = `t#${new Date(transition.at).toISOString()}#${transition.eventId}`;
  const content = { kind: 'transition', ...publishable(transition), at: formatInstant(transition.at) };
  return [...rows, { jobId, atId, at: transition.at, content }];
}
