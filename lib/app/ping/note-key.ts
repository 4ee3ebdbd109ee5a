import { randomBytes } from 'node:crypto';
import type { Instant } from '../../core/instant.ts';
import type { AuditLog } from '../../ports/state-store.ts';
import { KEYS_HISTORY } from '../views/read-history.ts';

/** A key or token that was made, replaced or ended, or sessions that were ended. */
export interface KeyChange {
  readonly kind: 'key-create' | 'key-rotate' | 'token-create' | 'token-revoke' | 'sign-out';
  /** The job whose key it is; null for keys that are no job's. */
  readonly jobId: string | null;
  readonly at: Instant;
  /** Who did it, by the name that the machine knows them by; null when it knows none. */
  readonly by: string | null;
  /** Until when the one before is taken, or this one; null when that does not apply. */
  readonly until: Instant | null;
  /** What distinguishes it from others; nothing secret. */
  readonly reason: string | null;
}

/** Puts a change of keys into the audit log: the job's, or that of all keys. Throws StateStoreUnavailable. */
export async function noteKey(
  { kind, jobId, at, by, until, reason }: KeyChange,
  audit: Pick<AuditLog, 'put'>,
): Promise<void> {
  const instant = new Date(at).toISOString();
  const row = {
    jobId: jobId ?? KEYS_HISTORY,
    atId: `a#${instant}#${kind}#${randomBytes(4).toString('hex')}`,
    at,
    content: { kind, by, reason, until: until === null ? null : new Date(until).toISOString() },
  };
  await audit.put([row]);
}
