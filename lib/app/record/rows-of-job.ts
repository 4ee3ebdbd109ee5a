import type { JobRow } from '../../core/model/job-row.ts';
import type { AuditRow } from '../../ports/state-store.ts';
import { auditRowsOf } from './audit-rows.ts';

/** The rows of a job: those in the log and those that are still in its outbox, which count as there. */
export function rowsOfJob(row: JobRow | undefined, logged: readonly AuditRow[]): AuditRow[] {
  if (row === undefined || row.outbox.length === 0) return [...logged];
  const ids = new Set(logged.map(({ atId }) => atId));
  const waiting = row.outbox.flatMap((entry) => auditRowsOf(row.jobId, entry));
  return [...logged, ...waiting.filter(({ atId }) => !ids.has(atId))];
}
