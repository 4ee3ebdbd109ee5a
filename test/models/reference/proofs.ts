import { MINUTE } from './clauses.ts';
import { type Grade, worst } from './judge.ts';

/** One proof of a copy, by docs/design/decision.md#proven. */
export interface ReferenceProof {
  readonly at: number;
  readonly says: 'proven' | 'refuted' | 'inconclusive';
  /** The run that was restored; null where it is not known. */
  readonly copy: { readonly ts: number; readonly size: number } | null;
  readonly restoreMin: number | null;
}

/** What a rule asks of proofs. */
export interface ProofClauses {
  readonly everyMin: number;
  readonly withinMin: number | null;
  /** Percent; null where it is left to its default. */
  readonly margin: number | null;
}

/** What the proofs of a job, the newest last, say together. `since`: when the clause was first judged. */
export function judgeProofs(
  proofs: readonly ReferenceProof[],
  { everyMin, withinMin, margin }: ProofClauses,
  since: number,
  now: number,
): Grade {
  const every = everyMin * MINUTE;
  const proven = proofs.findLast(({ says }) => says === 'proven');
  const conclusive = proofs.findLast(({ says }) => says !== 'inconclusive');
  const age = now - (proven?.at ?? since);
  const hardFrom = every * (proven === undefined ? 2 : 1 + (margin ?? 25) / 100);
  const isSlow = withinMin !== null && (proven?.restoreMin ?? 0) > withinMin;
  return worst(
    conclusive?.says === 'refuted' ? 'hard' : 'pass',
    age > hardFrom ? 'hard' : age > every ? 'soft' : 'pass',
    proofs.at(-1)?.says === 'inconclusive' ? 'soft' : 'pass',
    isSlow ? 'soft' : 'pass',
  );
}

/** The newest proof of a run refuted it, which is known by its time and size. */
export function isRefuted(proofs: readonly ReferenceProof[], run: { ts: number; size: number | null }): boolean {
  const ofRun = proofs.filter(
    ({ copy, says }) => copy?.ts === run.ts && copy.size === run.size && says !== 'inconclusive',
  );
  return ofRun.at(-1)?.says === 'refuted';
}
