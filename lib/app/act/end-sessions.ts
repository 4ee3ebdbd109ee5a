import type { Instant } from '../../core/instant.ts';
import type { Sessions } from '../../ports/sessions.ts';
import type { AuditLog } from '../../ports/state-store.ts';
import { noteKey } from '../ping/note-key.ts';

/** What ending sessions works with. */
export interface EndSessionsPorts {
  readonly sessions: Sessions;
  readonly audit: Pick<AuditLog, 'put'>;
}

/**
 * Ends all sessions of a person, and puts it into the audit log. `generation`: of the session that asks for it, which
 * ends none that began after it; null for whatever there is. `by`: who did it, null when not known. Throws
 * StateStoreUnavailable.
 */
export async function endSessions(
  personId: string,
  generation: number | null,
  by: string | null,
  at: Instant,
  { sessions, audit }: EndSessionsPorts,
): Promise<void> {
  const ended = generation ?? (await sessions.generationOf(personId));
  // Refused, it is done: another sign-out was faster.
  if (!(await sessions.end(personId, ended))) return;
  await noteKey({ kind: 'sign-out', jobId: null, at, by, until: null, reason: `all sessions of ${personId}` }, audit);
}
