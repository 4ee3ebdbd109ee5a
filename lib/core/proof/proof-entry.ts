import { formatInstant } from '../instant.ts';
import type { AuditEntry } from '../model/job-row.ts';
import type { SeenProof } from './seen-proof.ts';

/**
 * The audit row of a proof. Its id is made of the proof alone, so that it is the same whichever process writes it: one that a
 * person did by hand is the row of their action.
 */
export function proofEntry({ id, at, verdict, copy, restoreMs, words, answers }: SeenProof): AuditEntry {
  return {
    id: `a#${new Date(at).toISOString()}#proof#${id}`,
    at,
    kind: 'proof',
    by: null,
    reason: words,
    detail: {
      verdict,
      location: copy?.location ?? null,
      copy_ts: copy && formatInstant(copy.ts),
      size_bytes: copy?.sizeBytes ?? null,
      restore_seconds: restoreMs === null ? null : restoreMs / 1000,
      // As text: what a row of the log says has no lists.
      ...(answers && { answers: JSON.stringify(answers) }),
    },
  };
}
