import { unjudgedPings } from '../app/ping/open-proposals.ts';
import type { LoadedRules } from '../app/rules/load-rules.ts';
import type { JobDetailView } from '../app/views/job-view.ts';
import { type JobViews, readJobView, readJobViews, type Viewer, type ViewPorts } from '../app/views/read-job-views.ts';
import { type JobRuns, type RunPorts, readRuns } from '../app/views/read-runs.ts';
import { mayAct } from '../core/acting/may-act.ts';
import { withHolidays } from '../core/hours/skipped-holidays.ts';
import type { Instant } from '../core/instant.ts';
import { isJudgedByPings } from '../core/model/job.ts';
import { labelOf } from '../core/model/job-label.ts';
import { type Proposal, proposedId } from '../core/ping/proposal.ts';
import type { Proposals } from '../ports/proposals.ts';
import type { LastPass, StateStore } from '../ports/state-store.ts';
import type { RulesDocument } from '../rules-doc/document.ts';
import { NoRules, type RulesInForce } from './kept-rules.ts';
import { isPassOverdue } from './pass-overdue.ts';

export interface PageViewPorts {
  readonly views: ViewPorts;
  readonly runs: RunPorts;
  /** The ping address of a job; null where none can be shown. */
  readonly pingAddressOf: (jobId: string) => Promise<string | null>;
  readonly store: Pick<StateStore, 'readLastPass'>;
  readonly proposals: Pick<Proposals, 'read'>;
  /** Throws NoRules. */
  readonly inForce: () => Promise<RulesInForce>;
  readonly now: () => Instant;
}

/** What every page shows beside its jobs. */
interface PageContext {
  readonly timezone: string;
  readonly lastPass: { readonly at: Instant; readonly isOverdue: boolean } | null;
  readonly rulesError: string | null;
}

/** What the status page shows to a viewer; null where there are no usable rules. Throws StateStoreUnavailable. */
export async function listForPage(
  viewer: Viewer,
  ports: PageViewPorts,
): Promise<
  | (PageContext & {
      readonly jobs: JobViews['jobs'];
      readonly today: string;
      readonly unjudged: readonly string[];
    })
  | null
> {
  const inForce = await inForceOrNull(ports);
  if (inForce === null) return null;
  const now = ports.now();
  const [{ jobs, today, lastPass }, proposals] = await Promise.all([
    readJobViews(inForce, ports.views, now),
    ports.proposals.read(),
  ]);
  const unjudged = proposals.length === 0 ? [] : namesUnjudged(proposals, inForce.document);
  return { ...contextOf(viewer, inForce, lastPass, now), jobs, today, unjudged };
}

function namesUnjudged(proposals: readonly Proposal[], document: RulesDocument): readonly string[] {
  const silent = new Set(unjudgedPings(proposals, document).map(proposedId));
  return document.jobs.filter(({ id }) => silent.has(id)).map(labelOf);
}

/** One job for the status page; null for one that the rules in force do not know. Throws StateStoreUnavailable. */
export async function jobForPage(
  jobId: string,
  viewer: Viewer,
  ports: PageViewPorts,
): Promise<
  (PageContext & { readonly job: JobDetailView; readonly runs: JobRuns; readonly pingAddress: string | null }) | null
> {
  const inForce = await inForceOrNull(ports);
  if (inForce === null) return null;
  const now = ports.now();
  const job = inForce.document.jobs.find(({ id }) => id === jobId);
  if (job === undefined) return null;
  const isTheirs = viewer.mayWrite && mayAct(viewer.personId, job, inForce.document) && isJudgedByPings(job);
  const [view, lastPass, runs, pingAddress] = await Promise.all([
    readJobView(jobId, viewer, inForce, ports.views, now),
    ports.store.readLastPass(),
    readRuns(withHolidays(job, inForce.lastGood?.holidays ?? {}), ports.runs, now),
    isTheirs ? ports.pingAddressOf(jobId) : null,
  ]);
  return view && { ...contextOf(viewer, inForce, lastPass, now), job: view, runs, pingAddress };
}

async function inForceOrNull({ inForce }: PageViewPorts): Promise<RulesInForce | null> {
  try {
    return await inForce();
  } catch (error) {
    if (error instanceof NoRules) return null;
    throw error;
  }
}

function contextOf(viewer: Viewer, rules: RulesInForce, pass: LastPass | null, now: Instant): PageContext {
  const { document } = rules;
  return {
    timezone: document.people.get(viewer.personId)?.timezone ?? document.timezone,
    lastPass: pass && { at: pass.at, isOverdue: isPassOverdue(pass, document, now) },
    rulesError: rulesErrorOf(rules),
  };
}

function rulesErrorOf({ used, lastGood, unavailable, problems, fileName }: LoadedRules): string | null {
  if (used !== 'last-good') return null;
  const errors = problems.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  const where =
    first === undefined
      ? ''
      : `${errors.length === 1 ? '' : ', the first'} at ${fileName}:${first.line}: ${first.message}`;
  const message =
    unavailable ?? `${fileName} has ${errors.length === 1 ? 'an error' : `${errors.length} errors`}${where}`;
  const when = lastGood === null ? '' : ` of ${lastGood.acceptedAt}`;
  return `${message}; using the last good one${when}`;
}
