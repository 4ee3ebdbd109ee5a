import { isDeepStrictEqual } from 'node:util';
import { retire } from '../core/decision/retire.ts';
import { type JobRow, newRow } from '../core/decision/row.ts';
import type { Transition } from '../core/decision/transition.ts';
import { inParallel } from '../core/in-parallel.ts';
import { DAY_MS, type Instant } from '../core/instant.ts';
import type { HolidayCalendar } from '../ports/holiday-calendar.ts';
import type { RulesSource } from '../ports/rules-source.ts';
import type { Job } from '../rules-doc/document.ts';
import { type CheckedJob, type CheckJobPorts, checkJob, outboxEntry } from './check-job.ts';
import { flushEntries, flushRows, type OutboxPorts } from './flush-outbox.ts';
import { acceptedDocument, type LoadedRules, needsAcceptance, retiredJobIds } from './load-rules.ts';
import { Reachability } from './reachability.ts';

/** Jobs looked at side by side (design, *Scale and cost*). */
const CONCURRENCY = 32;

export interface CheckPorts extends CheckJobPorts, OutboxPorts {
  readonly rules: RulesSource;
  readonly holidays: HolidayCalendar;
  /** Logs whose old rows nobody else removes; empty where the tables do it themselves. */
  readonly prunable: readonly { prune(now: Instant): Promise<number> }[];
  /** Milliseconds on a clock that only goes forward: how long the pass took. */
  readonly elapsedMs: () => number;
}

export interface CheckOptions {
  readonly now: Instant;
  readonly dryRun: boolean;
  /** Job ids to check; null for every job. */
  readonly only: readonly string[] | null;
  /** False for a check of single jobs by hand: it accepts no document, retires nothing, and is no pass. */
  readonly isPass: boolean;
  /** Told after each job: how many of how many. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** What one pass did. */
export interface Pass {
  readonly now: Instant;
  readonly rules: LoadedRules;
  /** In the document's order. */
  readonly checked: readonly CheckedJob[];
  /** This pass's own transitions, in the document's order; retired jobs last. */
  readonly transitions: readonly Transition[];
  /** What an earlier check or action left and this pass handed on. */
  readonly republished: readonly Transition[];
  /** Transitions that are stored and could not be handed on yet. */
  readonly held: readonly Transition[];
}

/**
 * One pass over the jobs of a document. What is left in outboxes goes first, then each job is judged on its own, so
 * that one job's trouble is never another's. Throws StateStoreUnavailable when the store cannot be reached.
 */
export async function check(loaded: LoadedRules, ports: CheckPorts, options: CheckOptions): Promise<Pass> {
  const { document } = loaded;
  const { now, dryRun, only, isPass } = options;
  const begunMs = ports.elapsedMs();
  if (document === null) return { now, rules: loaded, checked: [], transitions: [], republished: [], held: [] };
  const jobs = only === null ? document.jobs : document.jobs.filter((job) => isAmong(job, only));
  const { rows, unusable } = await ports.store.read(jobs.map((job) => job.id));
  const broken = new Map(unusable.map(({ jobId, why }) => [jobId, why]));
  const republished = dryRun ? [] : await flushRows(rows.values(), ports);

  const accepts = isPass && needsAcceptance(loaded, now);
  const accepted = accepts ? await acceptedDocument(loaded, ports.holidays, now) : null;
  const holidays = accepted?.holidays ?? loaded.lastGood?.holidays ?? {};
  const reachability = new Reachability(document, holidays);

  const published: Transition[] = [];
  let done = 0;
  const checked = await inParallel(jobs, CONCURRENCY, async (job) => {
    const before = flushed(rows.get(job.id) ?? newRow(job.id), republished);
    const unknown = broken.get(job.id);
    const result = unknown
      ? { job, before, row: before, decision: null, unknown, entry: null }
      : await checkJob(job, before, now, reachability.earliestToldOf(job), ports, dryRun);
    if (result.entry) published.push(...(await flushEntries(job.id, [result.entry], ports)));
    done += 1;
    options.onProgress?.(done, jobs.length);
    return result;
  });

  const retired = accepted
    ? await retireJobs(retiredJobIds(loaded), ports, options)
    : { transitions: [], published: [], isComplete: true };
  published.push(...retired.published);
  // Last, so that a pass that dies before it retires and accepts again.
  if (accepted && retired.isComplete && !dryRun) await ports.rules.writeLastGood(accepted);

  if (isPass && !dryRun) {
    await pruneOnceADay(ports, now);
    await ports.store.writeLastPass({
      at: now,
      durationMs: Math.round(ports.elapsedMs() - begunMs),
      configured: jobs.length,
      judged: checked.filter((job) => job.unknown === null).length,
      unknown: checked.filter((job) => job.unknown !== null).length,
      rulesVersion: loaded.version ?? '',
    });
  }

  const own = checked.flatMap(({ decision }) => decision?.transition ?? []);
  const transitions = [...own, ...retired.transitions];
  const taken = new Set(published.map((transition) => transition.eventId));
  const held = dryRun ? [] : transitions.filter((transition) => !taken.has(transition.eventId));
  return { now, rules: loaded, checked, transitions, republished, held };
}

function isAmong(job: Job, ids: readonly string[]): boolean {
  return ids.includes(job.id) || ids.includes(job.parentId);
}

/** The row without the entries that were just handed on. */
function flushed(row: JobRow, republished: readonly Transition[]): JobRow {
  if (row.outbox.length === 0) return row;
  const gone = new Set(republished.map((transition) => transition.eventId));
  return {
    ...row,
    outbox: row.outbox.filter(({ transition }) => transition !== null && !gone.has(transition.eventId)),
  };
}

/** The embedded store has no TTL: what is too old goes with the first pass of a day (UTC). */
async function pruneOnceADay({ prunable, store }: CheckPorts, now: Instant): Promise<void> {
  if (prunable.length === 0) return;
  const last = await store.readLastPass();
  if (last !== null && Math.floor(last.at / DAY_MS) === Math.floor(now / DAY_MS)) return;
  for (const log of prunable) await log.prune(now);
}

interface Retired {
  readonly transitions: readonly Transition[];
  readonly published: readonly Transition[];
  /** False when a row kept changing under this pass: the next one retires it. */
  readonly isComplete: boolean;
}

async function retireJobs(ids: readonly string[], ports: CheckPorts, options: CheckOptions): Promise<Retired> {
  const transitions: Transition[] = [];
  const published: Transition[] = [];
  let isComplete = true;
  for (const stored of (await ports.store.read(ids)).rows.values()) {
    const { row, transition, audit } = retire(stored, options.now);
    if (transition) transitions.push(transition);
    if (options.dryRun) continue;
    const entry = outboxEntry(stored, { transition, audit });
    if (isDeepStrictEqual(stored, row) || (await ports.store.write(stored, row, entry))) {
      const left = entry ? [...stored.outbox, entry] : stored.outbox;
      published.push(...(await flushEntries(stored.jobId, left, ports)));
    } else {
      isComplete = false;
      if (transition) transitions.pop();
    }
  }
  return { transitions, published, isComplete };
}
