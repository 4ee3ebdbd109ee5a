import type { AboutOf } from '../../core/event/job-about.ts';
import { inParallel } from '../../core/in-parallel.ts';
import type { JobRow, OutboxEntry } from '../../core/model/job-row.ts';
import type { Transition } from '../../core/model/transition.ts';
import type { EventSink } from '../../ports/event-sink.ts';
import { type AuditLog, type StateStore, StateStoreUnavailable } from '../../ports/state-store.ts';
import { auditRowsOf } from '../record/audit-rows.ts';

/** Rows whose outboxes are emptied side by side. */
const LANES = 32;

export interface OutboxPorts {
  readonly store: StateStore;
  readonly audit: AuditLog;
  /** Null where a check by hand leaves its transitions for the next scheduled one. */
  readonly sink: EventSink | null;
  /** What the rules doc says of the jobs, for the consumers. Left out where there is no document at hand. */
  readonly aboutOf?: AboutOf;
}

/** What became of one row's outbox. */
export interface Flushed {
  readonly jobId: string;
  readonly published: readonly Transition[];
  /** What is still in it, oldest first. */
  readonly left: readonly OutboxEntry[];
  /** Why the store did not let it be emptied; null when it did. */
  readonly failure: string | null;
}

/**
 * Finishes what a write began (docs/design/decision.md#writing): audit rows first (idempotent by id), then the
 * transition, then the entry goes. Dying between any two of these loses nothing: the next check starts again from the
 * first. `entries` are the row's whole outbox, since the order of a job's transitions matters to the consumers: what
 * comes later waits for what came first. Throws nothing of the store's: what is left is handed on by the next check.
 */
export async function flushEntries(
  jobId: string,
  entries: readonly OutboxEntry[],
  ports: OutboxPorts,
): Promise<Flushed> {
  const published: Transition[] = [];
  let done = 0;
  const flushed = (failure: string | null): Flushed => ({ jobId, published, left: entries.slice(done), failure });
  try {
    await ports.audit.put(entries.flatMap((entry) => auditRowsOf(jobId, entry)));
    for (const entry of entries) {
      if (entry.transition !== null) {
        if (ports.sink === null) break;
        const taken = await ports.sink.publish([entry.transition], ports.aboutOf);
        if (!taken.has(entry.transition.eventId)) break;
        published.push(entry.transition);
      }
      await ports.store.removeFromOutbox(jobId, entry.key);
      done += 1;
    }
    return flushed(null);
  } catch (error) {
    if (error instanceof StateStoreUnavailable) return flushed(error.message);
    throw error;
  }
}

/** Everything that earlier checks and actions left, row by row; rows with nothing in their outbox are left out. */
export async function flushRows(rows: Iterable<JobRow>, ports: OutboxPorts): Promise<readonly Flushed[]> {
  const waiting = [...rows].filter((row) => row.outbox.length > 0);
  return inParallel(waiting, LANES, (row) => flushEntries(row.jobId, row.outbox, ports));
}
