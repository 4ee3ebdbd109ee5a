import { actionsNow } from '../../core/acting/actions-now.ts';
import { mayAct } from '../../core/acting/may-act.ts';
import { placeText } from '../../core/evidence/place.ts';
import { daysShown } from '../../core/history/days-shown.ts';
import { todayIn } from '../../core/history/today.ts';
import { longestAge } from '../../core/hours/longest-age.ts';
import { inParallel } from '../../core/in-parallel.ts';
import type { Instant } from '../../core/instant.ts';
import type { Job } from '../../core/model/job.ts';
import { STANDING_ORDER, type Standing } from '../../core/model/standing.ts';
import { STATE_RANK } from '../../core/model/state.ts';
import { proofIdOf } from '../../core/proof/proof-job.ts';
import type { DayLog } from '../../ports/day-log.ts';
import type { DeliveryLog } from '../../ports/delivery-log.ts';
import type { AuditLog, LastPass, RowsRead, StateStore } from '../../ports/state-store.ts';
import type { RulesDocument } from '../../rules-doc/document.ts';
import type { Counts } from '../check/check-report.ts';
import { type Findings, runView } from '../check/findings.ts';
import type { LoadedRules } from '../rules/load-rules.ts';
import { atRiskSecondsNow } from './figures-now.ts';
import { deliveryView, historyView } from './history-view.ts';
import { inTurns } from './in-turns.ts';
import type { JobDetailView, JobView } from './job-view.ts';
import { type AllViews, keptViews } from './kept-views.ts';
import { readStatus, statusCounts, storedJobs } from './status.ts';
import { viewOf } from './view-of-row.ts';

export interface ViewPorts {
  readonly store: Pick<StateStore, 'read' | 'readLastPass'>;
  readonly audit: Pick<AuditLog, 'history'>;
  readonly deliveries: Pick<DeliveryLog, 'read'>;
  readonly findings: Findings;
  readonly days: Pick<DayLog, 'newest'>;
}

/** Who looks, and whether they may act as well as look. */
export interface Viewer {
  /** An id under `people` in the rules doc. */
  readonly personId: string;
  readonly mayWrite: boolean;
}

export interface JobViews {
  readonly now: Instant;
  /** Worst first; those that stand alike in the document's order. */
  readonly jobs: readonly JobView[];
  /** The date in the document's time zone. */
  readonly today: string;
  readonly counts: Counts;
  readonly lastPass: LastPass | null;
}

/** The very same list of ids for the same jobs: what is kept of it need not be looked through. */
const ids = new WeakMap<readonly Job[], readonly string[]>();

const PARALLEL_READS = 16;
const MAX_DAYS = 400;
const MAX_DELIVERIES = 50;
const MAX_HISTORY = 100;

/**
 * All jobs as they are stored, worst first: escalate, alert, unknown, warn; then those that are quieted, first those
 * that would fail otherwise; then green. Throws StateStoreUnavailable.
 */
export async function readJobViews(
  loaded: LoadedRules & { readonly document: RulesDocument },
  ports: ViewPorts,
  now: Instant,
): Promise<JobViews> {
  const { jobs, timezone } = loaded.document;
  const read = await ports.store.read(idsOf(jobs));
  const views = await keptViews(read, jobs, now, () => makeViews(read, jobs, ports.findings, now));
  return { now, ...views, today: todayIn(timezone, now).date, lastPass: await ports.store.readLastPass() };
}

function idsOf(jobs: readonly Job[]): readonly string[] {
  const known = ids.get(jobs) ?? jobs.map(({ id }) => id);
  ids.set(jobs, known);
  return known;
}

async function makeViews(read: RowsRead, all: readonly Job[], findings: Findings, now: Instant): Promise<AllViews> {
  const stored = storedJobs(all, read, now);
  const failing = stored.filter(({ row }) => row.state !== 'green' || row.wouldBe !== null);
  const found = new Map(
    await inParallel(failing, PARALLEL_READS, async ({ row }) => [row, await findings.of(row)] as const),
  );
  const views = await inTurns(stored, (each) => viewOf(each, found.get(each.row) ?? null, now));
  return { jobs: worstFirst(views), counts: statusCounts({ jobs: stored }) };
}

/** One job, or node, with what its page shows besides; null for a job that the rules do not know. */
export async function readJobView(
  jobId: string,
  viewer: Viewer,
  loaded: LoadedRules & { readonly document: RulesDocument },
  ports: ViewPorts,
  now: Instant,
): Promise<JobDetailView | null> {
  const { document } = loaded;
  const job = document.jobs.find(({ id }) => id === jobId);
  if (!job) return null;
  const proofs = document.jobs.find(({ id }) => id === proofIdOf((job.member?.whole ?? job).id));
  const [status, deliveries, history, logged] = await Promise.all([
    readStatus(loaded, proofs === undefined ? [job] : [job, proofs], ports.store, now),
    ports.deliveries.read(jobId),
    ports.audit.history(jobId, MAX_HISTORY),
    ports.days.newest(jobId, MAX_DAYS),
  ]);
  const [stored, storedProofs] = status.jobs;
  if (!stored) return null;
  const { row } = stored;
  const found = await ports.findings.of(row);
  const view = viewOf(stored, found, now);
  const today = todayIn(document.timezone, now).date;
  const days = daysShown(logged, row.days, today, MAX_DAYS, atRiskSecondsNow(view, now));
  const firstKnown = days.findIndex(({ state }) => state !== 'none');
  const isTheirs = viewer.mayWrite && mayAct(viewer.personId, job, document);
  const actions = isTheirs ? actionsNow(row, found?.verdict ?? null, now, job) : [];
  return {
    ...view,
    proofRow: storedProofs === undefined ? null : viewOf(storedProofs, await ports.findings.of(storedProofs.row), now),
    rule: { text: job.understood, at: job.at },
    place: job.place && placeText(job.place),
    runbook: job.runbook,
    note: job.note,
    thresholds: thresholdsOf(job, now),
    days: firstKnown === -1 ? [] : days.slice(firstKnown),
    deliveries: deliveries
      .toSorted((a, b) => b.claimedAt - a.claimedAt)
      .slice(0, MAX_DELIVERIES)
      .map(deliveryView),
    history: history.map((entry) => historyView(entry, row.placeSince)),
    actions,
    breakSeq: row.breakSeq,
    acceptRun: actions.includes('accept') && row.latest ? runView(row.latest) : null,
  };
}

/** How a job stands, in one word. */
export function standingOf({ unknown, quieted, state }: Pick<JobView, 'unknown' | 'quieted' | 'state'>): Standing {
  return unknown === null ? (quieted ?? state) : 'unknown';
}

function worstFirst(views: readonly JobView[]): readonly JobView[] {
  const places: JobView[][] = [];
  for (const view of views) {
    const place = placeOf(view);
    places[place] ??= [];
    places[place].push(view);
  }
  return places.flat();
}

function placeOf(view: JobView): number {
  const standing = standingOf(view);
  const worst = STATE_RANK.escalate;
  const within = view.quieted === null ? 0 : worst - STATE_RANK[view.wouldBe?.state ?? 'green'];
  // Of those that are quieted it does not matter how: what they would be does.
  const place = STANDING_ORDER.indexOf(standing === 'muted' ? 'snoozed' : standing);
  return place * (worst + 1) + within;
}

function thresholdsOf({ rule }: Job, now: Instant): JobDetailView['thresholds'] {
  const { schedule, floor } = rule;
  const age = longestAge(schedule, now);
  return {
    ageVaries: schedule.kind !== 'interval',
    staleAfterSeconds: age?.staleAfterS ?? null,
    alertAfterSeconds: age?.alertAfterS ?? null,
    atLeastBytes: floor?.bytes ?? null,
    alertBelowBytes: floor?.hardBelowBytes ?? null,
  };
}
