import { publishable } from '../../core/event/publishable.ts';
import { formatInstant } from '../../core/instant.ts';
import type { OutboxEntry } from '../../core/model/job-row.ts';
import type { AuditRow } from '../../ports/state-store.ts';

/** The rows of the audit log that an entry stands for, in the order of its links. */
export function auditRowsOf(jobId: string, { audit, transition, links }: OutboxEntry): AuditRow[] {
  const rows: AuditRow[] = audit.map(({ id, at, kind, by, reason, detail }) => ({
    jobId,
    atId: id,
    at,
    content: { kind, by, reason, ...detail },
  }));
  if (transition !== null) {
    const atId = `t#${new Date(transition.at).toISOString()}#${transition.eventId}`;
    const content = { kind: 'transition', ...publishable(transition), at: formatInstant(transition.at) };
    rows.push({ jobId, atId, at: transition.at, content });
  }
  return rows.map((row, index) => (links[index] ? { ...row, link: links[index] } : row));
}
