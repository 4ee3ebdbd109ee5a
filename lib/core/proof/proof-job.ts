import type { Job } from '../model/job.ts';
import type { Rule } from '../model/rule.ts';

/** The ending of the id of a proof's row. Ids of the rules doc hold no such character. */
const PROOF_ID = '#proof';

/** What a proof's row is judged in, in place of a place of its own. */
export const PROOFS_PLACE = 'proofs';

/** Stands where the copy's location is not known, since a person restored it. */
export const BY_HAND = 'done by hand';

/** The id of the row that a job's proofs have. */
export function proofIdOf(jobId: string): string {
  return `${jobId}${PROOF_ID}`;
}

/**
 * A job's proofs as a job of their own (docs/design/decision.md#proven): with its people, and a rule whose period is that of
 * `proven every`. Null for a job without the clause. The members of a job with `{each}` share one: a proof restores the
 * copy of one of them.
 */
export function proofJob(job: Job): Job | null {
  const { proven } = job.rule;
  if (proven === null) return null;
  const rule: Rule = {
    ...job.rule,
    schedule: { kind: 'interval', everyS: proven.everyS, allowS: proven.everyS, hardAfterS: proven.hardAfterS },
    floor: null,
    ceilingBytes: null,
    atLeastFiles: null,
    growPercent: null,
    unchanged: null,
    mustChange: false,
    verify: null,
    urgent: false,
  };
  const { each: _, ...shared } = job;
  return {
    ...shared,
    id: proofIdOf(job.id),
    parentId: proofIdOf(job.parentId),
    proofOf: job,
    place: null,
    finished: { kind: 'landed' },
    heartbeat: false,
    rule,
    understood: understoodOf(job),
  };
}

/** The job, not one of its members, whose proofs say whether a copy can be restored; null where the rule does not ask. */
export function provenWith(job: Job): Job | null {
  const asked = job.member?.whole ?? job;
  return asked.rule.proven === null || job.proofOf !== undefined ? null : asked;
}

/** The jobs of a document, each followed by its proofs; the very same list where no rule asks for any. */
export function withProofJobs(jobs: readonly Job[]): readonly Job[] {
  if (jobs.every(({ rule }) => rule.proven === null)) return jobs;
  return jobs.flatMap((job) => {
    const proofs = proofJob(job);
    return proofs === null ? [job] : [job, proofs];
  });
}

/** Of the rule in words, what is said of proofs. */
function understoodOf({ understood }: Job): string {
  const own = understood.split('; ').filter((clause) => /^(proven|restore|escalate)\b/.test(clause));
  return own.join('; ');
}
