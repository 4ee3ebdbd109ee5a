import { randomBytes } from 'node:crypto';
import { formatInstant, type Instant } from '../../core/instant.ts';
import type { AuditLog } from '../../ports/state-store.ts';
import type { UnreadableRow } from '../../ports/unreadable-rows.ts';
import { KEYS_HISTORY } from '../views/read-history.ts';

/**
 * Puts into the audit log that a row was taken out of the store: into the history of its job, or that of keys and
 * sessions. `file`: where the row was written to. Throws StateStoreUnavailable.
 */
export async function noteSetAside(
  { jobId, table, key, kind }: UnreadableRow,
  { at, by, file }: { readonly at: Instant; readonly by: string | null; readonly file: string },
  audit: Pick<AuditLog, 'put'>,
): Promise<void> {
  await audit.put([
    {
      jobId: jobId ?? KEYS_HISTORY,
      atId: `a#${formatInstant(at)}#set-aside#${randomBytes(4).toString('hex')}`,
      at,
      content: { kind: 'set-aside', by, reason: `${kind}: ${key} in ${table}; written to ${file}`, until: null },
    },
  ]);
}
