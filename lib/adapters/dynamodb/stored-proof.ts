import * as z from 'zod';
import { formatInstant } from '../../core/instant.ts';
import { PROOF_VERDICTS } from '../../core/model/proof.ts';
import type { SeenProof } from '../../core/proof/seen-proof.ts';
import { instant, orNull } from './schema.ts';
import { runIdentity } from './stored-run.ts';
import type { Plain } from './values.ts';

/** A proof that a row remembers. */
export const storedProof = z
  .object({
    id: z.string(),
    at: instant,
    verdict: z.enum(PROOF_VERDICTS),
    copy: orNull(runIdentity),
    restore_ms: orNull(z.number().nonnegative()),
    by: orNull(z.string()),
    words: z.string(),
  })
  .transform(({ restore_ms, ...proof }): SeenProof => ({ ...proof, restoreMs: restore_ms }));

/** What {@link storedProof} reads. */
export function proofAttribute({ id, at, verdict, copy, restoreMs, by, words }: SeenProof): Plain {
  const run = copy && { location: copy.location, ts: formatInstant(copy.ts), size_bytes: copy.sizeBytes };
  return { id, at: formatInstant(at), verdict, copy: run, restore_ms: restoreMs, by, words };
}
