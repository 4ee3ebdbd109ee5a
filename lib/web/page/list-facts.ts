import type { JobView } from '../../app/views/job-view.ts';
import { standingOf } from '../../app/views/read-job-views.ts';
import type { Standing } from '../../core/model/standing.ts';
import { NONE } from './job-filter.ts';

/** What the list says of all its jobs together. */
export interface ListFacts {
  /** Without the proofs, which are no backups more. */
  readonly backups: number;
  /** Backups that need a person: failing or unknown; quieted ones are taken care of. */
  readonly needed: number;
  /** Proofs that do. */
  readonly unproven: number;
  readonly quieted: number;
  /** Whether one fails by far. */
  readonly isWorst: boolean;
  readonly hasMembers: boolean;
  /** How many stand how. */
  readonly standings: ReadonlyMap<Standing, number>;
  /** Sorted, for the filter. */
  readonly groups: readonly string[];
  readonly owners: readonly string[];
}

const known = new WeakMap<readonly JobView[], ListFacts>();

/** The facts of a list, gathered once. */
export function factsOf(jobs: readonly JobView[]): ListFacts {
  const facts = known.get(jobs) ?? gather(jobs);
  known.set(jobs, facts);
  return facts;
}

function gather(jobs: readonly JobView[]): ListFacts {
  const backups = jobs.filter(({ proofs }) => proofs === undefined);
  const needed = backups.filter(isNeeding).length;
  const standings = new Map<Standing, number>();
  for (const job of jobs) standings.set(standingOf(job), (standings.get(standingOf(job)) ?? 0) + 1);
  return {
    backups: backups.length,
    needed,
    unproven: jobs.filter(isNeeding).length - needed,
    quieted: backups.filter((job) => job.unknown === null && job.quieted !== null).length,
    isWorst: standings.has('alert') || standings.has('escalate'),
    hasMembers: jobs.some(({ member }) => member !== undefined),
    standings,
    groups: sorted(jobs.map(({ group }) => group)),
    owners: sorted(jobs.map(({ owner }) => owner)),
  };
}

function isNeeding(job: JobView): boolean {
  return job.unknown !== null || (job.quieted === null && job.state !== 'green');
}

function sorted(values: readonly (string | null)[]): readonly string[] {
  return [...new Set(values.map((value) => value ?? NONE))].sort((a, b) => a.localeCompare(b, 'en'));
}
