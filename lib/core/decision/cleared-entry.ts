import type { Instant } from '../instant.ts';
import type { AuditEntry, JobRow } from '../model/job-row.ts';

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
