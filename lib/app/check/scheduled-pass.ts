import { aboutJobs } from '../../core/event/job-about.ts';
import { formatInstant, type Instant, SECOND_MS } from '../../core/instant.ts';
import type { MemberList } from '../../core/members/member-list.ts';
import type { Job } from '../../core/model/job.ts';
import type { Announcements } from '../../ports/announcements.ts';
import type { Slice, SliceQueue } from '../../ports/slice-queue.ts';
import type { LastPass, SlicedPass } from '../../ports/state-store.ts';
import type { Watchdog } from '../../ports/watchdog.ts';
import type { LoadedRules } from '../rules/load-rules.ts';
import { type CheckPorts, check, type Pass } from './check.ts';
import { dueJobs } from './due-jobs.ts';
import { flushRows } from './flush-outbox.ts';
import type { PassTime } from './pass-time.ts';
import { retireJobs } from './retire-jobs.ts';
import { SLICE_JOBS, slicesOf } from './slice-jobs.ts';

export interface ScheduledPorts extends CheckPorts {
  readonly announcements: Announcements;
  readonly watchdog: Watchdog;
  /** Null where passes are made in one run. */
  readonly slices: SliceQueue | null;
}

/** A tick of the schedule. */
export interface Tick {
  readonly scheduledAt: Instant;
  readonly now: Instant;
  /** Whole seconds between ticks. */
  readonly tickS: number;
  readonly time: PassTime | null;
}

/** How a tick stands to the schedule. */
export interface Timeliness {
  /** How long after its time the tick came. */
  readonly lateMs: number;
  /** Ticks between the last pass and this one that brought no pass; their jobs are due in this one. */
  readonly missedTicks: number;
}

/** What a tick led to. */
export type ScheduledPass = Timeliness & { readonly configured: number } & (
    | { readonly kind: 'checked'; readonly pass: Pass; readonly due: number; readonly isComplete: boolean }
    | { readonly kind: 'sliced'; readonly slices: number; readonly due: number }
    /** The same tick came before and its pass is done. */
    | { readonly kind: 'repeated' }
    | { readonly kind: 'no-rules' }
    /** There has never been a rules doc: there is nothing to judge yet. */
    | { readonly kind: 'awaited' }
  );

/**
 * One tick: judges the jobs that have become due since the last pass that reached all of its jobs, so that a tick that
 * never came, came late or was cut short loses nothing; and the same tick twice does nothing twice. After an upload
 * every job is due, so that its editor sees what it does. Throws StateStoreUnavailable, SlicesNotTaken.
 */
export async function runScheduledPass(loaded: LoadedRules, ports: ScheduledPorts, tick: Tick): Promise<ScheduledPass> {
  const { scheduledAt, now } = tick;
  const { document } = loaded;
  const passId = formatInstant(scheduledAt);
  const lastPass = await ports.store.readLastPass();
  const timeliness = timelinessOf(lastPass, tick);
  const configured = document?.jobs.length ?? 0;
  const isAwaited = loaded.isAwaited === true && lastPass === null;
  if (document === null) return { kind: isAwaited ? 'awaited' : 'no-rules', configured, ...timeliness };
  if (lastPass?.id === passId && lastPass.unknown === 0) return { kind: 'repeated', configured, ...timeliness };

  const { jobs: due, comparedAt } = await dueJobs(document.jobs, ports, lastPass, loaded.version, now);
  const hasMembers = document.jobs.some(({ each }) => each !== undefined);
  const lists = ports.slices !== null && (hasMembers || due.length > SLICE_JOBS) ? await ports.members.read() : [];
  const parts = slicesOf(due, lists);
  if (parts.length > 1 && ports.slices !== null) {
    const pass = { passId, due, comparedAt, configured, parts, lists, ...timeliness };
    const slices = await handOutSlices(pass, loaded, { ...ports, slices: ports.slices }, now);
    return { kind: 'sliced', configured, due: due.length, slices, ...timeliness };
  }
  const pass = await check(loaded, ports, {
    now,
    dryRun: false,
    only: due.map((job) => job.id),
    isPass: true,
    passId,
    lastPass,
    comparedAt,
    readsOpen: true,
    beginWith: lastPass?.resumeFrom ?? null,
    time: tick.time,
  });
  return { kind: 'checked', configured, due: due.length, pass, isComplete: isComplete(pass), ...timeliness };
}

/** True when every job that was due was judged. */
export function isComplete(pass: Pass): boolean {
  return pass.rules.document !== null && pass.checked.every(({ unknown }) => unknown === null);
}

function timelinessOf(last: LastPass | null, { scheduledAt, now, tickS }: Tick): Timeliness {
  const tickMs = tickS * SECOND_MS;
  const gap = last === null ? 0 : now - last.at;
  return {
    lateMs: Math.max(0, now - scheduledAt),
    missedTicks: Math.max(0, Math.round(gap / tickMs) - 1),
  };
}

interface LargePass extends Timeliness {
  readonly passId: string;
  readonly configured: number;
  readonly due: readonly Job[];
  readonly comparedAt: Instant | null;
  /** The ids of those, slice by slice. */
  readonly parts: readonly (readonly string[])[];
  readonly lists: readonly MemberList[];
}

/** Notes the pass and sends its slices; asked again, it sends those that have not been judged. Resolves to how many. */
async function handOutSlices(
  { passId, due, comparedAt, configured, lateMs, missedTicks, parts, lists }: LargePass,
  loaded: LoadedRules,
  ports: ScheduledPorts & { readonly slices: SliceQueue },
  now: Instant,
): Promise<number> {
  const slices: readonly Slice[] = parts.map((jobIds, index) => ({ kind: 'slice', passId, index, jobIds }));
  const pass: SlicedPass = {
    id: passId,
    at: now,
    lateMs,
    missedTicks,
    configured,
    due: due.length,
    rulesVersion: loaded.version ?? '',
    comparedAt,
    of: slices.length,
    slices: new Map(),
  };
  let waiting: readonly Slice[] = slices;
  if (!(await ports.store.beginSlicedPass(pass))) {
    const noted = await ports.store.readSlicedPass();
    // A later tick has begun its own pass, which has these jobs as well.
    if (noted?.id !== passId) return 0;
    waiting = noted.of === slices.length ? slices.filter(({ index }) => !noted.slices.has(index)) : [];
  }
  // What waits in the rows of jobs that are not due; the slices hand on what waits in theirs.
  const open = await ports.store.read(await ports.store.openIds());
  await flushRows(open.rows.values(), { ...ports, aboutOf: aboutJobs(loaded.document?.jobs ?? []) });
  if (loaded.document) await retireJobs(loaded.document, loaded.lastGood, ports, { now, dryRun: false });
  if (loaded.document && lists.length > 0) {
    const { retireLists } = await import('../members/retire-lists.ts');
    const leaving = loaded.lastGood?.retiring.map(({ jobId }) => jobId) ?? [];
    await retireLists(loaded.document.jobs, leaving, lists, ports, { now, dryRun: false });
  }
  await ports.slices.send(waiting);
  return waiting.length;
}
