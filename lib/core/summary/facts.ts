import type { SeenUnwatched } from '../foresight/unwatched-series.ts';
import type { Instant } from '../instant.ts';
import type { Quieted } from '../model/quieted.ts';
import type { State } from '../model/state.ts';
import type { Trend } from './trends.ts';

/** A job, or node, as a summary speaks of it. */
export interface SummaryJob {
  readonly jobId: string;
  readonly name: string;
  /** Who is notified of it, after all inheritance; null when no one is named anywhere. */
  readonly owner: string | null;
  /** Of a member that was found by a look: from when on it is expected. */
  readonly foundAt?: Instant;
  /** Whether its rule asks that a restore is proven. */
  readonly isProven?: boolean;
}

/** How things stand, as a summary reports it. Everything comes from what is stored; nothing is judged. */
export interface SummaryFacts {
  readonly now: Instant;
  /** All that are watched, nodes one by one. */
  readonly jobs: readonly SummaryJob[];
  /** Not green and not quieted, the worst first. */
  readonly broken: readonly BrokenJob[];
  /** Breaks that are over, the newest first. */
  readonly recovered: readonly EndedBreak[];
  readonly quieted: readonly QuietedJob[];
  /** Jobs that no one owns though another person could, so that the admin is notified. */
  readonly unowned: readonly SummaryJob[];
  /** Jobs of which nothing is known: never checked, or not readable. */
  readonly unknown: readonly { readonly job: SummaryJob; readonly message: string }[];
  /** Of jobs that nothing is wrong with yet. */
  readonly trends: readonly { readonly job: SummaryJob; readonly trend: Trend }[];
  readonly loosened: readonly LoosenedRule[];
  /** Jobs that ping and that the rules doc does not know, and what to paste into it; null without any. */
  readonly proposals: { readonly count: number; readonly yaml: string } | null;
  /** Series of backups that no job watches, as they were seen; null without any. */
  readonly unwatched: SeenUnwatched | null;
  readonly passes: PassFacts;
  /** The newest hash over the record of all jobs (docs/record.md); null when there is none. */
  readonly recordHead: { readonly day: string; readonly hash: string } | null;
  /** Why the document in force is not the one that was uploaded last; null when it is. */
  readonly rulesError: string | null;
}

export interface BrokenJob {
  readonly job: SummaryJob;
  readonly state: Exclude<State, 'green'>;
  /** When its break began; null when that is not known, or no one asked. */
  readonly since: Instant | null;
  /** When it came to stand as it does; later than its break where it got worse or better since. */
  readonly stateSince: Instant | null;
  /** How old the newest good backup is; null when there is none. */
  readonly atRiskSeconds: number | null;
  /** The place cannot be looked at: that backup was there when it last could. */
  readonly isUnseen: boolean;
  /** About when the newest good copy will be deleted; absent where that is not known. */
  readonly deletedAbout?: Instant;
  /** When a restore was last shown to work; absent where the rule does not ask. */
  readonly restorable?: { readonly provenAt: Instant | null };
  /** It is about the proofs of a job, not about its copies. */
  readonly isOfProofs?: true;
  /** What failed, in words, and when that was found: its figures are of then. */
  readonly reasons: readonly string[];
  readonly foundAt: Instant | null;
}

/** A break that began and passed. */
export interface EndedBreak {
  readonly job: SummaryJob;
  readonly worst: Exclude<State, 'green'>;
  readonly began: Instant;
  readonly ended: Instant;
  /** False where it was over before anyone could be notified, as within one quiet period: only the summary reports it. */
  readonly wasNotified: boolean;
}

export interface QuietedJob {
  readonly job: SummaryJob;
  readonly how: Quieted;
  readonly by: string;
  readonly since: Instant | null;
  readonly until: Instant | null;
  /** What the state would be, and since when it has failed; null when nothing is wrong. */
  readonly wouldBe: { readonly state: State; readonly since: Instant } | null;
}

/** A clause that a document made easier to please. */
export interface LoosenedRule {
  readonly at: Instant;
  /** The job's key in the document: nodes go with their job. */
  readonly parentId: string;
  readonly what: string;
  readonly from: string;
  readonly to: string;
}

export interface PassFacts {
  /** When the last pass began; null when there was none. */
  readonly lastAt: Instant | null;
  /** Jobs that were due in it, and those that could not be judged. */
  readonly due: number;
  readonly unknown: number;
  /** Passes today and yesterday (UTC), and those that judged every job that was due. */
  readonly passes: number;
  readonly complete: number;
  /** The next pass should have begun by now; where no schedule says when, one should within a day. */
  readonly isOverdue: boolean;
  /** Passes that yesterday (UTC) should have had and had not; 0 where that cannot be said. */
  readonly missed: number;
}

/** Whose summary it is. */
export interface SummaryReader {
  readonly personId: string | null;
  /** The admin is notified of every job, of the rules doc and of the sentinel itself. */
  readonly isAdmin: boolean;
  readonly timezone: string;
  /** What happened since then is news. */
  readonly since: Instant;
  /** Slow changes are the same tomorrow: once a week is enough. */
  readonly withTrends: boolean;
}

/** The part of the facts that concerns a reader. */
export function factsFor(facts: SummaryFacts, { personId, isAdmin, since, withTrends }: SummaryReader): SummaryFacts {
  const isTheirs = ({ job }: { readonly job: SummaryJob }) => isAdmin || job.owner === personId;
  const jobs = facts.jobs.filter((job) => isTheirs({ job }));
  const ids = new Set(jobs.map(({ jobId }) => jobId.split('/')[0]));
  return {
    ...facts,
    jobs,
    broken: facts.broken.filter(isTheirs),
    recovered: facts.recovered.filter((ended) => isTheirs(ended) && ended.ended >= since),
    quieted: facts.quieted.filter(isTheirs),
    unowned: isAdmin ? facts.unowned : [],
    unknown: facts.unknown.filter(isTheirs),
    trends: withTrends ? facts.trends.filter(isTheirs) : [],
    loosened: facts.loosened.filter(({ at, parentId }) => at >= since && (isAdmin || ids.has(parentId))),
    proposals: isAdmin ? facts.proposals : null,
    unwatched: isAdmin && withTrends ? facts.unwatched : null,
    recordHead: isAdmin ? facts.recordHead : null,
    rulesError: isAdmin ? facts.rulesError : null,
  };
}
