import type { Instant } from '../instant.ts';
import { type Assertion, type Proof, type ProofVerdict, verdictOf } from '../model/proof.ts';
import type { RunIdentity } from '../model/run.ts';

/** How many of the newest proofs a row remembers (docs/design/decision.md#proven). */
const MAX_PROOFS = 20;

/** A proof as the row keeps it. */
export interface SeenProof {
  /** That of its report; of one done by hand, one of its own. */
  readonly id: string;
  /** When it ended. */
  readonly at: Instant;
  readonly verdict: ProofVerdict;
  /** The run that was restored; null where that is not known. */
  readonly copy: RunIdentity | null;
  /** The measured time to restore; null where it was not measured. */
  readonly restoreMs: number | null;
  /** Who did it by hand; null for one that a program made. */
  readonly by: string | null;
  /** What was found, or the note of who did it: text from outside. */
  readonly words: string;
  /** What was asked of the restored copy, and the answers; only of one that was just read from its report, for the record. */
  readonly answers?: readonly Assertion[];
}

/** How many questions, and characters of each text, are kept of a report: it comes from outside. */
const MAX_ANSWERS = 30;
const MAX_ANSWER_TEXT = 200;

/** What a report says, as the row keeps it; null for a proof that never began, since another one was running. */
export function seenProof(proof: Proof): SeenProof | null {
  if (proof.ending === 'locked') return null;
  const { copy, restoreMs } = proof;
  return {
    // A report of another program may have none.
    id: proof.runId === '' ? String(proof.startedAt) : proof.runId,
    at: proof.finishedAt,
    verdict: verdictOf(proof.ending),
    copy: copy && { location: copy.location, ts: copy.ts, sizeBytes: copy.sizeBytes },
    restoreMs,
    by: null,
    words: wordsOf(proof),
    ...(proof.assertions.length > 0 && { answers: proof.assertions.slice(0, MAX_ANSWERS).map(shortened) }),
  };
}

function shortened({ asked, wanted, found, holds }: Assertion): Assertion {
  const short = (text: string) => text.slice(0, MAX_ANSWER_TEXT);
  return { asked: short(asked), wanted: short(wanted), found: short(found), holds };
}

/** Without the job's name and the verdict, which stand beside it. */
function wordsOf({ jobId, node, summary }: Proof): string {
  const name = node === null ? jobId : `${jobId}/${node}`;
  const rest = summary.startsWith(`${name}: `) ? summary.slice(name.length + 2) : summary;
  return rest.replace(/^(?:NOT |not )?(?:proven|started)(?:, [^:]*)?: /, '');
}

/** The proofs to remember, newest first, with those of them that were not known before. */
export interface FoldedProofs {
  readonly proofs: readonly SeenProof[];
  readonly fresh: readonly SeenProof[];
}

/**
 * Takes what a look found into what the row remembers: a proof counts once it was seen, whether its report is still there
 * or not. Kept are the newest 20, and the newest that was proven. It is the very same memory when nothing is new.
 */
export function foldProofs(memory: readonly SeenProof[], found: readonly SeenProof[]): FoldedProofs {
  const known = new Set(memory.map(({ id }) => id));
  const oldest = memory.length < MAX_PROOFS ? Number.NEGATIVE_INFINITY : (memory[MAX_PROOFS - 1]?.at ?? 0);
  const fresh = [...new Map(found.map((proof) => [proof.id, proof])).values()].filter(
    ({ id, at }) => !known.has(id) && at > oldest,
  );
  if (fresh.length === 0) return { proofs: memory, fresh };
  const all = [...memory, ...fresh].sort((a, b) => b.at - a.at || (a.id < b.id ? -1 : 1));
  const newest = all.slice(0, MAX_PROOFS);
  const proven = newestProven(all);
  const proofs = proven === null || newest.includes(proven) ? newest : [...newest, proven];
  return { proofs, fresh: fresh.filter((proof) => proofs.includes(proof)) };
}

/** The newest proof that showed a restore to work; null for none. `proofs` come newest first. */
export function newestProven(proofs: readonly SeenProof[]): SeenProof | null {
  return proofs.find(({ verdict }) => verdict === 'proven') ?? null;
}

/** The runs that cannot be restored, by the newest proof of each that says anything of it. `proofs` come newest first. */
export function refutedRuns(proofs: readonly SeenProof[]): readonly RunIdentity[] {
  const judged: RunIdentity[] = [];
  const refuted: RunIdentity[] = [];
  for (const { verdict, copy } of proofs) {
    if (copy === null || verdict === 'inconclusive' || judged.some((other) => isSameCopy(other, copy))) continue;
    judged.push(copy);
    if (verdict === 'refuted') refuted.push(copy);
  }
  return refuted;
}

/** A copy is known again by its time and size, so that renaming it undoes nothing. */
export function isSameCopy(
  a: Pick<RunIdentity, 'ts' | 'sizeBytes'>,
  b: Pick<RunIdentity, 'ts' | 'sizeBytes'>,
): boolean {
  return a.ts === b.ts && a.sizeBytes === b.sizeBytes;
}
