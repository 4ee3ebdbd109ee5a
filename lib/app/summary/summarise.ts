import type { SeenUnwatched } from '../../core/foresight/unwatched-series.ts';
import type { DayView } from '../../core/history/day.ts';
import { goodCopyOf } from '../../core/history/good-copy.ts';
import { inParallel } from '../../core/in-parallel.ts';
import { DAY_MS, DAY_S, formatInstant, HOUR_MS, type Instant, parseInstant, SECOND_MS } from '../../core/instant.ts';
import type { Job } from '../../core/model/job.ts';
import { labelOf } from '../../core/model/job-label.ts';
import type { JobRow } from '../../core/model/job-row.ts';
import { quietedOf } from '../../core/model/quieted.ts';
import { STATE_RANK, type State } from '../../core/model/state.ts';
import type { Transition } from '../../core/model/transition.ts';
import { provenWith } from '../../core/proof/proof-job.ts';
import { mayHaveBeenNotified } from '../../core/routing/delivery.ts';
import type {
  BrokenJob,
  EndedBreak,
  PassFacts,
  QuietedJob,
  SummaryFacts,
  SummaryJob,
  SummaryReader,
} from '../../core/summary/facts.ts';
import { sameTrend, TREND_DAYS, trendsOf } from '../../core/summary/trends.ts';
import type { DayLog } from '../../ports/day-log.ts';
import type { DeliveryLog } from '../../ports/delivery-log.ts';
import type { Proposals } from '../../ports/proposals.ts';
import type { RecordLog } from '../../ports/record-log.ts';
import type { AuditLog, LastPass, StateStore } from '../../ports/state-store.ts';
import type { UnwatchedLog } from '../../ports/unwatched-log.ts';
import type { RulesDocument } from '../../rules-doc/document.ts';
import { findingOf, reasonsOf } from '../check/findings.ts';
import type { LoadedRules } from '../rules/load-rules.ts';
import { readStatus, type StoredJob } from '../views/status.ts';
import { jobsSpokenOf } from './jobs-spoken-of.ts';

const LANES = 32;
/** Of this many jobs the histories are looked up, a request or two for each: a day on which all of a thousand break. */
const MAX_EXPLAINED = 1_000;
/** A break rarely has more transitions, and a job that has more breaks in a day is named for the newest of them. */
const TRANSITIONS_BACK = 20;
/** Beyond this many jobs no one's trends are looked for: it takes a request for each. */
const MAX_TRENDS = 5_000;
/** A pass that has not begun this many ticks after the last is overdue. */
const OVERDUE_TICKS = 2;
/** Where no schedule says how often, a sentinel that has checked nothing for longer than a day may not be running. */
const UNSCHEDULED_OVERDUE_MS = 26 * HOUR_MS;
/** A day may have this many passes fewer than ticks: the first and last lie across midnight. */
const SPARE_PASSES = 1;

export interface SummaryPorts {
  readonly store: Pick<StateStore, 'read' | 'readLooks' | 'readLastPass'>;
  readonly audit: AuditLog;
  readonly days: DayLog;
  readonly deliveries: DeliveryLog;
  readonly proposals: Proposals;
  readonly unwatched: Pick<UnwatchedLog, 'newest'>;
  readonly record: Pick<RecordLog, 'newestHead'>;
}

export interface SummaryOptions {
  readonly now: Instant;
  /** Seconds between the ticks of the schedule; null where no one can say how often passes are to come. */
  readonly tickS: number | null;
  /** Those who are to read it: it is gathered as far back, and as much, as the most demanding of them wishes. */
  readonly readers: readonly SummaryReader[];
}

/** How the jobs of a document stand, from what is stored. Throws StateStoreUnavailable. */
export async function gatherSummary(
  loaded: LoadedRules,
  ports: SummaryPorts,
  { now, tickS, readers }: SummaryOptions,
): Promise<SummaryFacts> {
  const { document } = loaded;
  const since = Math.min(now, ...readers.map((reader) => reader.since));
  const jobs = document?.jobs ?? [];
  const withTrends = readers.some((reader) => reader.withTrends);
  const spoken = withTrends ? jobs : await jobsSpokenOf(jobs, ports.store, since, now);
  const status = await readStatus(loaded, spoken, ports.store, now);
  const known = status.jobs.filter(({ unknown }) => unknown === null);
  const open = known.filter(({ row }) => quietedOf(row, now) === null);
  const failing = open
    .filter(({ row }) => row.state !== 'green')
    .sort((a, b) => STATE_RANK[b.row.state] - STATE_RANK[a.row.state]);
  const explained = new Set(failing.slice(0, MAX_EXPLAINED));
  const unjudged = open.filter(({ row }) => row.resumed && row.state === 'green');
  const changed = known.filter(({ row }) => (row.changedAt ?? row.since ?? 0) >= since && row.seq > 0);
  const quieted = known.filter(({ row }) => quietedOf(row, now) !== null);
  const [broken, silent, recovered, trends, proposals, unwatched, newestHead] = await Promise.all([
    inParallel(failing, LANES, (job) => brokenJob(job, explained.has(job), ports.audit, now)),
    inParallel(quieted, LANES, (job) => quietedJob(job, ports.audit, now)),
    inParallel(changed.slice(0, MAX_EXPLAINED), LANES, (job) => endedBreaks(job, since, ports)),
    // A request for each job, so not on the days when no one reads of them.
    withTrends ? trendsOfJobs(open, ports.days, jobs.length) : [],
    document === null ? null : proposed(document, ports.proposals),
    // Said once a week, to the admin.
    document !== null && readers.some(({ isAdmin, withTrends }) => isAdmin && withTrends)
      ? unwatchedBy(document, ports.unwatched, now)
      : null,
    ports.record.newestHead(),
  ]);
  return {
    now,
    jobs: jobs.filter(({ proofOf }) => proofOf === undefined).map(about),
    broken,
    recovered: recovered.flat().sort((a, b) => b.ended - a.ended),
    quieted: silent,
    unowned: unownedIn(document).map(about),
    unknown: [
      ...status.jobs.flatMap(({ job, unknown }) => (unknown === null ? [] : { job: about(job), message: unknown })),
      ...unjudged.map(({ job }) => ({ job: about(job), message: 'resumed, and not checked since' })),
    ],
    trends,
    loosened: (loaded.lastGood?.loosened ?? []).map(({ at, job, what, from, to }) => {
      return { at: parseInstant(at) ?? 0, parentId: job, what, from, to };
    }),
    proposals,
    unwatched,
    passes: passFacts(status.lastPass, now, tickS),
    recordHead: newestHead && { day: newestHead.head.day, hash: newestHead.head.hash },
    rulesError: rulesError(loaded),
  };
}

function about(job: Job): SummaryJob {
  const foundAt = job.member?.announcedAt ?? null;
  const isProven = provenWith(job) !== null;
  return { jobId: job.id, name: labelOf(job), owner: job.owner, isProven, ...(foundAt !== null && { foundAt }) };
}

/** Where there is but one person, no one else could own anything. */
function unownedIn(document: RulesDocument | null): readonly Job[] {
  if (document === null || document.people.size < 2) return [];
  return document.jobs.filter(
    ({ ownerFrom, proofOf }) => proofOf === undefined && (ownerFrom === null || ownerFrom === 'admin'),
  );
}

async function brokenJob(
  { job, row }: StoredJob,
  isExplained: boolean,
  audit: AuditLog,
  now: Instant,
): Promise<BrokenJob> {
  const transitions = isExplained && row.breakSeq !== null ? await audit.transitions(job.id, row.breakSeq) : [];
  const ofBreak = transitions.filter(({ breakSeq }) => breakSeq === row.breakSeq);
  const found = isExplained ? findingOf(row, ofBreak) : null;
  const good = goodCopyOf(row, now);
  const reasons = found === null ? [] : reasonsOf(found, good.atRiskS);
  return {
    job: about(job),
    state: row.state as BrokenJob['state'],
    since: isExplained ? (beginningIn(ofBreak) ?? row.since) : null,
    stateSince: row.since,
    atRiskSeconds: good.atRiskS,
    isUnseen: good.isUnseen,
    ...(good.deletedAbout !== null && { deletedAbout: good.deletedAbout }),
    ...(good.restorable && { restorable: good.restorable }),
    ...(good.isOfProofs && { isOfProofs: true as const }),
    reasons,
    // A reason that has the age of now is not of then.
    foundAt: found !== null && reasonsOf(found, null).some((reason) => reasons.includes(reason)) ? found.at : null,
  };
}

/** When the break began that these transitions are of; null when that one is not among them. */
function beginningIn(ofBreak: readonly Transition[]): Instant | null {
  return ofBreak.find(({ seq, breakSeq }) => seq === breakSeq)?.at ?? null;
}

/** The breaks of a job that have ended since then, also those that were over before anyone was notified. */
async function endedBreaks({ job, row }: StoredJob, since: Instant, ports: SummaryPorts): Promise<EndedBreak[]> {
  const newestFirst = await ports.audit.transitions(job.id, Math.max(1, row.seq - TRANSITIONS_BACK));
  const ended: { began: Transition; passed: Transition; worst: BrokenJob['state'] }[] = [];
  let began: Transition | null = null;
  let worst: State = 'green';
  for (const transition of newestFirst.toReversed()) {
    const { reason, to, seq, breakSeq } = transition;
    if (seq === breakSeq) [began, worst] = [transition, 'green'];
    if (STATE_RANK[to] > STATE_RANK[worst]) worst = to;
    if (reason !== 'passed' || began === null || breakSeq !== began.seq) continue;
    if (transition.at >= since && worst !== 'green') ended.push({ began, passed: transition, worst });
    began = null;
  }
  if (ended.length === 0) return [];
  const deliveries = await ports.deliveries.read(job.id);
  return ended.map(({ began, passed, worst }) => ({
    job: about(job),
    worst,
    began: began.at,
    ended: passed.at,
    wasNotified: deliveries.some((delivery) => delivery.breakSeq === began.breakSeq && mayHaveBeenNotified(delivery)),
  }));
}

async function quietedJob({ job, row }: StoredJob, audit: AuditLog, now: Instant): Promise<QuietedJob> {
  const how = quietedOf(row, now) ?? 'muted';
  const sign = how === 'muted' ? row.muted : row.snoozed;
  const until = how === 'snoozed' ? (row.snoozed?.until ?? null) : null;
  const common = { job: about(job), how, by: sign?.by ?? 'somebody', since: sign?.at ?? null, until };
  if (row.wouldBe === null || row.breakSeq === null) return { ...common, wouldBe: row.wouldBe };
  // The break may have begun long before it stood as it did when someone quieted it.
  const transitions = await audit.transitions(job.id, row.breakSeq);
  const began = beginningIn(transitions.filter(({ breakSeq }) => breakSeq === row.breakSeq));
  return { ...common, wouldBe: { ...row.wouldBe, since: Math.min(row.wouldBe.since, began ?? row.wouldBe.since) } };
}

async function trendsOfJobs(open: readonly StoredJob[], log: DayLog, jobs: number): Promise<SummaryFacts['trends']> {
  if (jobs > MAX_TRENDS) return [];
  // What is broken already is notified; and a job that began this month has no trend yet.
  const settled = open.filter(({ row, job }) => row.state === 'green' && isOldEnough(row) && job.proofOf === undefined);
  const trends = await inParallel(settled, LANES, async ({ job, row }) => {
    const days: readonly DayView[] = await log.newest(job.id, TREND_DAYS);
    const last = row.days === null ? [] : [row.days.today];
    const same = sameTrend(row.runs, job.rule);
    const trends = [...trendsOf([...days, ...last], job.rule.schedule), ...(same === null ? [] : [same])];
    return trends.map((trend) => ({ job: about(job), trend }));
  });
  return trends.flat();
}

function isOldEnough({ days }: JobRow): boolean {
  return days !== null && days.before.length >= TREND_DAYS / 2;
}

async function proposed(document: RulesDocument, proposals: Proposals): Promise<SummaryFacts['proposals']> {
  const all = await proposals.read();
  if (all.length === 0) return null;
  // What writes YAML is large, and on most days there is none to be written.
  const { proposedRules } = await import('../ping/proposed-rules.ts');
  const made = proposedRules(all, document);
  return made.count === 0 ? null : made;
}

async function unwatchedBy(
  document: RulesDocument,
  log: Pick<UnwatchedLog, 'newest'>,
  now: Instant,
): Promise<SeenUnwatched | null> {
  const seen = await log.newest();
  if (seen === null) return null;
  // Matching of places is of no use to a summary on other days.
  const { stillUnwatched } = await import('../../core/foresight/unwatched-series.ts');
  return stillUnwatched(seen, document, now);
}

function passFacts(last: LastPass | null, now: Instant, tickS: number | null): PassFacts {
  const dayOf = (at: Instant) => formatInstant(at).slice(0, 10);
  const [today, yesterday] = [dayOf(now), dayOf(now - DAY_MS)];
  const days = last?.days ?? [];
  const recent = days.filter(({ day }) => day === today || day === yesterday);
  const sum = (pick: (day: LastPass['days'][number]) => number) => recent.reduce((total, day) => total + pick(day), 0);
  // Only of a day before which there were passes can it be said that some are missing.
  const wasThere = days.some(({ day }) => day < yesterday);
  const made = recent.find(({ day }) => day === yesterday)?.passes ?? 0;
  const expected = tickS === null || !wasThere ? 0 : Math.floor(DAY_S / tickS) - SPARE_PASSES;
  const overdueMs = tickS === null ? UNSCHEDULED_OVERDUE_MS : OVERDUE_TICKS * tickS * SECOND_MS;
  return {
    lastAt: last?.at ?? null,
    due: last?.due ?? 0,
    unknown: last?.unknown ?? 0,
    passes: sum(({ passes }) => passes),
    complete: sum(({ complete }) => complete),
    isOverdue: last !== null && now - last.at > overdueMs,
    missed: made < expected ? expected + SPARE_PASSES - made : 0,
  };
}

function rulesError(loaded: LoadedRules): string | null {
  if (loaded.used === 'current') return null;
  const errors = loaded.problems.filter(({ severity }) => severity === 'error');
  // What only this installation refuses, lint does not know.
  const problems = errors.length === 1 ? errors[0]?.message : `${errors.length} errors; sentinel lint shows them`;
  const message = loaded.unavailable ?? problems;
  const instead =
    loaded.lastGood === null ? 'there is no earlier good one' : `going on with that of ${loaded.lastGood.acceptedAt}`;
  return `The rules doc ${loaded.source} is not usable (${message}); ${instead}.`;
}
