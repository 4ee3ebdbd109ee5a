import { addTo } from '../../core/add-to.ts';
import { memberFolders } from '../../core/evidence/member-folders.ts';
import { DAY_MS, type Instant, MINUTE_MS } from '../../core/instant.ts';
import type { Job } from '../../core/model/job.ts';
import type { PlannedLook } from '../../core/model/job-row.ts';
import { isDue } from '../../core/planning/next-look.ts';
import { ruleMark } from '../../core/planning/rule-mark.ts';
import { withProofJobs } from '../../core/proof/proof-job.ts';
import type { MemberLog } from '../../ports/member-log.ts';
import type { LastPass } from '../../ports/state-store.ts';
import { judgedJobs } from '../members/judged-jobs.ts';

/** Where no look is at a member, whose code is not loaded then. */
const NO_MEMBERS = { memberOfId: () => null };
/** A pass that says it covered a time later than this ahead was made with another clock. */
const CLOCK_SKEW_MS = 5 * MINUTE_MS;

/** What the pass before leaves to this one. */
export type PassBefore = Pick<LastPass, 'coveredUntil' | 'comparedAt' | 'rulesVersion'>;

export interface DuePorts {
  readonly store: { readLooks(until: Instant | null): Promise<ReadonlyMap<string, PlannedLook>> };
  readonly members: Pick<MemberLog, 'read'>;
}

export interface DueJobs {
  /**
   * In the document's order, proofs among them, and members where each has a folder of its own. A job with `{each}` itself
   * stands for all of its members.
   */
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
  { store, members }: DuePorts,
  before: PassBefore | null,
  rulesVersion: string | null,
  now: Instant,
): Promise<DueJobs> {
  const covered = before?.coveredUntil ?? null;
  if (before === null || covered === null || covered > now + CLOCK_SKEW_MS) {
    return { jobs: withProofJobs(documentJobs), comparedAt: now };
  }
  const { comparedAt } = before;
  const isRecent = comparedAt !== null && comparedAt <= now + CLOCK_SKEW_MS && now - comparedAt < DAY_MS;
  const isCompared = isRecent && before.rulesVersion === rulesVersion;
  const looks = await store.readLooks(isCompared ? now : null);
  if (isCompared) return { jobs: await namedBy(documentJobs, looks), comparedAt };
  const judged = await judgedJobs(documentJobs, members, areApart);
  return { jobs: comparedWith(judged, looks, now), comparedAt: now };
}

/** Whether the members of a job are looked at each when it is due. Else one look serves all, and one that is due makes them all so. */
function areApart({ each, place }: Job): boolean {
  return each !== undefined && place !== null && memberFolders(place) !== null;
}

async function namedBy(documentJobs: readonly Job[], looks: ReadonlyMap<string, PlannedLook>): Promise<Job[]> {
  if (looks.size === 0) return [];
  const ofMembers = membersIn(looks);
  const { memberOfId } = ofMembers.size > 0 ? await import('../../core/members/member-job.ts') : NO_MEMBERS;
  return withProofJobs(documentJobs).flatMap((job) => {
    const members = job.each === undefined ? undefined : ofMembers.get(job.id);
    if (looks.has(job.id)) return [job];
    if (members === undefined) return [];
    return areApart(job) ? members.flatMap(({ id }) => memberOfId(job, id) ?? []) : [job];
  });
}

function comparedWith(jobs: readonly Job[], looks: ReadonlyMap<string, PlannedLook>, now: Instant): Job[] {
  const ofMembers = membersIn(looks);
  return jobs.filter((job) => {
    const own = looks.get(job.id);
    if (own !== undefined && isDue(own, now)) return true;
    const isTogether = job.each !== undefined && !areApart(job);
    const planned = isTogether ? ofMembers.get(job.id)?.map(({ look }) => look) : own && [own];
    if (planned === undefined) return true;
    const mark = ruleMark(job);
    return planned.some((look) => isDue(look, now) || look.mark !== mark);
  });
}

interface MemberLook {
  readonly id: string;
  readonly look: PlannedLook;
}

/** The looks at members, by the ids of their jobs. */
function membersIn(looks: ReadonlyMap<string, PlannedLook>): ReadonlyMap<string, readonly MemberLook[]> {
  const ofMembers = new Map<string, MemberLook[]>();
  for (const [id, look] of looks) {
    const parent = parentOf(id);
    if (parent !== id) addTo(ofMembers, parent, { id, look });
  }
  return ofMembers;
}

/** Neither an id nor a member's name holds a slash of its own. */
function parentOf(id: string): string {
  const slash = id.indexOf('/');
  return slash === -1 ? id : id.slice(0, slash);
}
