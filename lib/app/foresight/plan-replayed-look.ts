import type { Decision, DecisionInput } from '../../core/decision/decision.ts';
import { DAY_MS, type Instant, SECOND_MS } from '../../core/instant.ts';
import type { Job } from '../../core/model/job.ts';
import { nextVerdict } from '../../core/planning/next-change.ts';
import { nextLook } from '../../core/planning/next-look.ts';

/**
 * When a replayed job is looked at again: at the first look that it would have had and that could have found anything,
 * since the evidence to come is known. `changesAt`: when the evidence is another one.
 */
export function planReplayedLook(
  job: Job,
  input: DecisionInput,
  decision: Decision,
  changesAt: (job: Job) => Instant,
): Instant {
  const planned = nextLook(job, input, decision);
  const everyMs = job.checkEveryS * SECOND_MS;
  const isPaced = planned % everyMs === 0 && planned - input.now <= everyMs;
  if (!isPaced || job.rule.verify !== null || job.rule.mustChange || job.proofOf !== undefined) return planned;
  const until = Math.min(changesAt(job), input.now + DAY_MS);
  if (until <= planned) return planned;
  const needed = nextVerdict(input, decision, until) ?? until;
  return Math.max(planned, Math.ceil(needed / everyMs) * everyMs);
}
