import { createHash } from 'node:crypto';
import { formatInstant } from '../../core/instant.ts';
import type { ChainLink } from '../../core/record/chain-link.ts';
import type { AuditRow } from '../../ports/state-store.ts';

/** SHA-256 over the canonical row and the hash of the one before, in hexadecimal (docs/design/record.md#chain). */
export function rowHash(
  { jobId, atId, at, content }: Pick<AuditRow, 'jobId' | 'atId' | 'at' | 'content'>,
  { no, prev, prevAt }: Omit<ChainLink, 'hash'>,
): string {
  const prev_at = prevAt === null ? null : formatInstant(prevAt);
  return hashOf({ job_id: jobId, at_id: atId, at: formatInstant(at), content, no, prev, prev_at });
}

/** SHA-256 over plain data in canonical form: JSON without spaces, the keys of every object sorted. */
export function hashOf(content: unknown): string {
  return createHash('sha256').update(canonical(content)).digest('hex');
}

function canonical(content: unknown): string {
  return JSON.stringify(content, (_, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
}
