import { quietedOf } from '../core/decision/quieted.ts';
import type { State } from '../core/decision/state.ts';
import { inParallel } from '../core/in-parallel.ts';
import { type Instant, SECOND_MS } from '../core/instant.ts';
import {
  type BrokenJob,
  type PassFacts,
  type QuietedJob,
  SUMMARY_SPAN_MS,
  type SummaryFacts,
} from '../core/message/plain-summary.ts';
import type { AuditLog, AuditRow, LastPass, StateStore } from '../ports/state-store.ts';
import type { LoadedRules } from './load-rules.ts';
import { readStatus, type StoredJob } from './status.ts';

const LANES = 16;
/** Rows of a job's history that are looked through for how it came to stand as it does. */
const ROWS_BACK = 10;
/** Of so many broken jobs the reasons are looked up; a summary does not name more. */
const MOST_EXPLAINED = 100;
/** A pass that has not begun so many ticks after the last is overdue. */
const OVERDUE_TICKS = 2;

const WORST_FIRST: readonly State[] = ['escalate', 'alert', 'warn', 'green'];

export interface SummaryPorts {
  readonly store: StateStore;
  readonly audit: AuditLog;
}

/** How the jobs of a document stand, from what is stored. Throws StateStoreUnavailable. */
export async function gatherSummary(
  loaded: LoadedRules,
  ports: SummaryPorts,
  { now, tickS }: { readonly now: Instant; readonly tickS: number },
): Promise<SummaryFacts> {
  const jobs = loaded.document?.jobs ?? [];
  const status = await readStatus(loaded, jobs, ports.store, now);
  const known = status.jobs.filter(({ unknown }) => unknown === null);
  const quieted = known.filter(({ row }) => quietedOf(row, now) !== null);
  const open = known.filter(({ row }) => quietedOf(row, now) === null);
  const failing = open
    .filter(({ row }) => row.state !== 'green')
    .sort((a, b) => WORST_FIRST.indexOf(a.row.state) - WORST_FIRST.indexOf(b.row.state));
  const turnedGreen = open.filter(
    ({ row }) => row.state === 'green' && row.seq > 0 && row.since !== null && now - row.since <= SUMMARY_SPAN_MS,
  );
  const histories = await historiesOf([...failing.slice(0, MOST_EXPLAINED), ...turnedGreen], ports.audit);
  return {
    now,
    jobs: jobs.length,
    broken: failing.map((job) => brokenJob(job, histories.get(job.row.jobId) ?? [])),
    recovered: turnedGreen
      .filter(({ row }) => newestTransition(histories.get(row.jobId) ?? [])?.reason === 'passed')
      .map(({ job, row }) => ({ name: job.name, at: row.since ?? now })),
    quieted: quieted.map((job) => quietedJob(job, now)),
    unowned: jobs.filter(({ ownerFrom }) => ownerFrom === null || ownerFrom === 'admin').map(({ name }) => name),
    unknown: status.jobs.flatMap(({ job, unknown }) => (unknown === null ? [] : { name: job.name, why: unknown })),
    passes: passFacts(status.lastPass, now, tickS),
    rulesTrouble: rulesTrouble(loaded),
  };
}

async function historiesOf(jobs: readonly StoredJob[], audit: AuditLog): Promise<Map<string, readonly AuditRow[]>> {
  const rows = await inParallel(
    jobs,
    LANES,
    async ({ row }) => [row.jobId, await audit.history(row.jobId, ROWS_BACK)] as const,
  );
  return new Map(rows);
}

/** What of a transition's audit row the summary uses. */
interface ToldTransition {
  readonly kind?: unknown;
  readonly reason?: unknown;
  readonly verdict?: {
    readonly tests?: Readonly<Record<string, { readonly result?: string; readonly reason?: string }>>;
  } | null;
}

function newestTransition(history: readonly AuditRow[]): ToldTransition | null {
  return history.map(({ content }) => content as ToldTransition).find(({ kind }) => kind === 'transition') ?? null;
}

function brokenJob({ job, row }: StoredJob, history: readonly AuditRow[]): BrokenJob {
  const tests = Object.values(newestTransition(history)?.verdict?.tests ?? {});
  const reasons = tests.flatMap(({ result, reason }) => (result !== 'pass' && reason ? [reason] : []));
  return { name: job.name, state: row.state, since: row.since, lastGoodAt: row.goodRuns[0]?.ts ?? null, reasons };
}

function quietedJob({ job, row }: StoredJob, now: Instant): QuietedJob {
  const how = quietedOf(row, now) ?? 'muted';
  const sign = how === 'muted' ? row.muted : row.snoozed;
  const until = how === 'snoozed' ? (row.snoozed?.until ?? null) : null;
  return { name: job.name, how, by: sign?.by ?? 'somebody', until, wouldBe: row.wouldBe?.state ?? 'green' };
}

function passFacts(last: LastPass | null, now: Instant, tickS: number): PassFacts {
  const sum = (pick: (day: LastPass['days'][number]) => number) =>
    (last?.days ?? []).reduce((total, day) => total + pick(day), 0);
  return {
    lastAt: last?.at ?? null,
    due: last?.due ?? 0,
    unknown: last?.unknown ?? 0,
    passes: sum(({ passes }) => passes),
    complete: sum(({ complete }) => complete),
    isOverdue: last !== null && now - last.at > OVERDUE_TICKS * tickS * SECOND_MS,
  };
}

function rulesTrouble(loaded: LoadedRules): string | null {
  if (loaded.used === 'current') return null;
  const why = loaded.unavailable ?? `${loaded.problems.length} problems; sentinel lint ${loaded.source} shows them`;
  const instead =
    loaded.lastGood === null ? 'there is no earlier good one' : `going on with that of ${loaded.lastGood.acceptedAt}`;
  return `The rules doc ${loaded.source} is not usable (${why}); ${instead}.`;
}
