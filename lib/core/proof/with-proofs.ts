import type { EvidenceRead } from '../evidence/evidence.ts';
import { isSameCopy, newestProven, refutedRuns, type SeenProof } from './seen-proof.ts';

/**
 * The evidence of a job with what its proofs say of its runs: a run that could not be restored is no good one, and when a
 * restore was last shown to work stands beside what is at risk (docs/design/decision.md#proven). `proofs` come newest first.
 */
export function withProofs(evidence: EvidenceRead, proofs: readonly SeenProof[]): EvidenceRead {
  const refuted = refutedRuns(proofs);
  const restorable = { provenAt: newestProven(proofs)?.at ?? null };
  if (refuted.length === 0) return { ...evidence, restorable };
  const runs = evidence.runs.map((run) => {
    const identity = { ts: run.ts, sizeBytes: run.sizeBytes ?? null };
    return refuted.some((copy) => isSameCopy(copy, identity)) ? { ...run, isRefuted: true as const } : run;
  });
  return { ...evidence, runs, restorable };
}
