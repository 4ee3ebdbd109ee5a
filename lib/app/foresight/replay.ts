import { DAY_MS, formatInstant, HOUR_MS, type Instant, SECOND_MS } from '../../core/instant.ts';
import type { Job } from '../../core/model/job.ts';
import type { Transition } from '../../core/model/transition.ts';
import type { HolidayCalendar } from '../../ports/holiday-calendar.ts';
import type { RulesDocument } from '../../rules-doc/document.ts';
import { type CheckPorts, check } from '../check/check.ts';
import { dueJobs } from '../check/due-jobs.ts';
import { acceptedDocument } from '../rules/accept-rules.ts';
import type { JobPast, Past } from './past.ts';
import { planReplayedLook } from './plan-replayed-look.ts';
import { rulesOf } from './replayed-rules.ts';
import { ReplayedMembers, ReplayedMirrors, ReplayedRows, UNKEPT } from './replayed-stores.ts';

export interface ReplayPorts {
  readonly past: Past;
  readonly holidays: HolidayCalendar;
  readonly elapsedMs: () => number;
  /** What `elapsedMs` may come to until it is given up; no limit unless given. */
  readonly untilMs?: number;
  /** Called after each day: how many of how many. */
  readonly onProgress?: (done: number, of: number) => void;
}

export interface ReplaySpan {
  readonly from: Instant;
  readonly until: Instant;
}

export interface Replayed {
  /** What would have been stored and published, oldest first. */
  readonly transitions: readonly Transition[];
  /** What is known of each job of the document, by its id. */
  readonly pasts: ReadonlyMap<string, JobPast>;
  /** What of the past could not be looked at, in words. */
  readonly notes: readonly string[];
}

/**
 * What a document would have done over a time: its passes are made again, each at its instant, over the evidence as it
 * was then (docs/design/replay.md). A job is judged from the first of its evidence on. Writes nothing. Throws
 * StateStoreUnavailable, and ReplayTooLong past its limit.
 */
export async function replay(
  document: RulesDocument,
  { from, until }: ReplaySpan,
  { past, holidays, elapsedMs, untilMs = Number.POSITIVE_INFINITY, onProgress }: ReplayPorts,
): Promise<Replayed> {
  const pasts = new Map<string, JobPast>();
  for (const job of document.jobs) pasts.set(job.id, await past.of(job));
  const rows = new ReplayedRows();
  const ports: CheckPorts = {
    ...UNKEPT,
    store: rows,
    mirrors: new ReplayedMirrors(),
    members: new ReplayedMembers(),
    heartbeats: { ...UNKEPT.heartbeats, newest: (...asked) => past.heartbeats.newest(...asked) },
    sourceOf: (scheme) => past.sourceOf(scheme),
    backupsIn: (job, place) => past.backupsIn(job, place),
    planLook: (job, input, decision) => planReplayedLook(job, input, decision, (of) => past.nextChange(of)),
    elapsedMs,
  };
  const rules = rulesOf(document);
  const lastGood = await acceptedDocument(rules, holidays, from);
  const tickMs = Math.min(HOUR_MS, ...document.jobs.map(({ checkEveryS }) => checkEveryS * SECOND_MS));
  for (let now = Math.ceil(from / tickMs) * tickMs; now <= until; now += tickMs) {
    if (elapsedMs() > untilMs) throw new ReplayTooLong();
    const jobs = document.jobs.filter((job) => isBegun(job, pasts.get(job.id), now));
    // A job that begins has no row, which only a comparison of all jobs shows.
    const before = rows.lastPass && {
      ...rows.lastPass,
      comparedAt: rows.lastPass.configured < jobs.length ? null : now,
    };
    const { jobs: due, comparedAt } = await dueJobs(jobs, ports, before, rules.version, now);
    if (now % DAY_MS === 0) onProgress?.(Math.round((now - from) / DAY_MS), Math.round((until - from) / DAY_MS));
    if (due.length === 0) continue;
    await past.goTo(now);
    await check({ ...rules, document: { ...document, jobs }, lastGood }, ports, {
      now,
      dryRun: false,
      only: due.map(({ id }) => id),
      isPass: true,
      passId: formatInstant(now),
      // Every tick had its pass, also where nothing was due in it.
      lastPass: before && { ...before, at: now - tickMs },
      comparedAt,
    });
  }
  return { transitions: rows.transitions, pasts, notes: await past.notes() };
}

/** The time that it was given is over. */
export class ReplayTooLong extends Error {
  constructor() {
    super('the replay took longer than it may');
    this.name = 'ReplayTooLong';
  }
}

/** Its first run may just be under way: it is judged once it has had the time to finish. */
function isBegun({ rule }: Job, past: JobPast | undefined, now: Instant): boolean {
  return past?.kind === 'from' && past.from + rule.finishWithinS * SECOND_MS <= now;
}
