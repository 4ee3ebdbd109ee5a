import { addTo } from '../../core/add-to.ts';
import { DAY_MS, type Instant, MINUTE_MS } from '../../core/instant.ts';
import type { Job } from '../../core/model/job.ts';
import type { PlannedLook } from '../../core/model/job-row.ts';
import { isDue } from '../../core/planning/next-look.ts';
import { ruleMark } from '../../core/planning/rule-mark.ts';
import { withProofJobs } from '../../core/proof/proof-job.ts';
import type { LastPass } from '../../ports/state-store.ts';

/** A pass that says it covered a time later than this ahead was made with another clock. */
const CLOCK_SKEW_MS = 5 * MINUTE_MS;

/** What the pass before leaves to this one. */
export type PassBefore = Pick<LastPass, 'coveredUntil' | 'comparedAt' | 'rulesVersion'>;

export interface DueJobs {
  /** In the document's order, proofs among them. */
  readonly jobs: readonly Job[];
  /** When all jobs were last compared with the rows. */
  readonly comparedAt: Instant;
}

/**
 * The jobs that are due at `now` (docs/design/evidence.md#when): those whose rows say so. Once a day, and when the
 * document is another one, all jobs are compared with the rows, which brings those to light that have none, were looked at
 * by another rule, or are planned for no time or an impossible one. Every job is due where nothing is known of the pass
 * before. Throws StateStoreUnavailable.
 */
export async function dueJobs(
  documentJobs: readonly Job[],
  store: { readLooks(until: Instant | null): Promise<ReadonlyMap<string, PlannedLook>> },
  before: PassBefore | null,
  rulesVersion: string | null,
  now: Instant,
): Promise<DueJobs> {
  const jobs = withProofJobs(documentJobs);
  const covered = before?.coveredUntil ?? null;
  if (before === null || covered === null || covered > now + CLOCK_SKEW_MS) return { jobs, comparedAt: now };
  const { comparedAt } = before;
  const isRecent = comparedAt !== null && comparedAt <= now + CLOCK_SKEW_MS && now - comparedAt < DAY_MS;
  const isCompared = isRecent && before.rulesVersion === rulesVersion;
  const looks = await store.readLooks(isCompared ? now : null);
  return isCompared
    ? { jobs: namedBy(jobs, new Set(looks.keys())), comparedAt }
    : { jobs: comparedWith(jobs, looks, now), comparedAt: now };
}

/** One look serves all members of a job, so that one that is due makes them all so. */
function namedBy(jobs: readonly Job[], ids: ReadonlySet<string>): Job[] {
  if (ids.size === 0) return [];
  const parents = new Set([...ids].map(parentOf));
  return jobs.filter(({ id, each }) => ids.has(id) || (each !== undefined && parents.has(id)));
}

function comparedWith(jobs: readonly Job[], looks: ReadonlyMap<string, PlannedLook>, now: Instant): Job[] {
  const ofMembers = new Map<string, PlannedLook[]>();
  for (const [id, look] of looks) {
    const parent = parentOf(id);
    if (parent === id) continue;
    addTo(ofMembers, parent, look);
  }
  return jobs.filter((job) => {
    const own = looks.get(job.id);
    if (own !== undefined && isDue(own, now)) return true;
    const planned = job.each === undefined ? own && [own] : ofMembers.get(job.id);
    if (planned === undefined) return true;
    const mark = ruleMark(job);
    return planned.some((look) => isDue(look, now) || look.mark !== mark);
  });
}

/** Neither an id nor a member's name holds a slash of its own. */
function parentOf(id: string): string {
  const slash = id.indexOf('/');
  return slash === -1 ? id : id.slice(0, slash);
}
