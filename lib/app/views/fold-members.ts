import { addTo } from '../../core/add-to.ts';
import type { JobView } from './job-view.ts';
import { standingOf } from './read-job-views.ts';

/** The members of one job, worst first; `view` is what they come to together. */
export interface FoldedJob {
  readonly view: JobView;
  readonly members: readonly JobView[];
}

const NONE: readonly JobView[] = [];

/**
 * Jobs as a reader sees them who does not ask for single members: those of one job are one, which stands as the worst of
 * them. `jobs` are worst first, and so is the result; a job without members has none here.
 */
export function foldMembers(jobs: readonly JobView[]): FoldedJob[] {
  if (jobs.every(({ member }) => member === undefined)) return jobs.map((view) => ({ view, members: NONE }));
  const together = new Map<string, JobView[]>();
  for (const view of jobs) {
    const id = view.member?.jobId ?? view.jobId;
    addTo(together, id, view);
  }
  return [...together].map(([jobId, views]) => {
    const members = views.filter(({ member }) => member !== undefined);
    const [worst] = views;
    const isFolded = members.length > 0 && worst !== undefined;
    return isFolded ? { view: folded(jobId, worst, members), members } : { view: views[0] as JobView, members: [] };
  });
}

function folded(jobId: string, worst: JobView, members: readonly JobView[]): JobView {
  const { member, ...view } = worst;
  const isAllQuieted = members.every(({ quieted }) => quieted !== null);
  const sizes = members.map(({ latest }) => latest?.sizeBytes ?? 0);
  return {
    ...view,
    jobId,
    name: members[0]?.member?.job ?? view.name,
    quieted: isAllQuieted ? worst.quieted : null,
    // What needs no one says nothing of the others.
    ...(standingOf(worst) === 'green' && { found: null }),
    latest: view.latest && { ...view.latest, sizeBytes: sizes.reduce((sum, bytes) => sum + bytes, 0) },
    lastGood: oldest(
      members,
      ({ lastGood }) => lastGood,
      (run) => run.ts,
    ),
    atRiskSince: oldest(
      members,
      ({ atRiskSince }) => atRiskSince,
      (at) => at,
    ),
    isUnseen: members.some(({ isUnseen }) => isUnseen),
  };
}

/** Null as soon as it is null of one: there the worst is not known, or there is none. */
function oldest<T>(
  members: readonly JobView[],
  pick: (view: JobView) => T | null,
  timeOf: (value: T) => number,
): T | null {
  let found: T | null = null;
  for (const view of members) {
    const value = pick(view);
    if (value === null) return null;
    if (found === null || timeOf(value) < timeOf(found)) found = value;
  }
  return found;
}

/** Those that need a person: failing or unknown, and not quieted. */
export function needingMembers(members: readonly JobView[]): readonly JobView[] {
  return members.filter((view) => view.unknown !== null || (view.quieted === null && view.state !== 'green'));
}
