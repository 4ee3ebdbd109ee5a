import { mayHaveJumped } from '../../core/clock/held-pass.ts';
import { aboutJobs } from '../../core/event/job-about.ts';
import { todayIn } from '../../core/history/today.ts';
import { withHolidays } from '../../core/hours/skipped-holidays.ts';
import { formatInstant, type Instant } from '../../core/instant.ts';
import type { Job } from '../../core/model/job.ts';
import type { JobRow } from '../../core/model/job-row.ts';
import type { State } from '../../core/model/state.ts';
import type { Transition } from '../../core/model/transition.ts';
import { People } from '../../core/people/people.ts';
import type { ListableOf } from '../../core/planning/plan-sweeps.ts';
import type { Announcements } from '../../ports/announcements.ts';
import type { HolidayCalendar } from '../../ports/holiday-calendar.ts';
import type { MemberLog } from '../../ports/member-log.ts';
import { type LastGood, type RulesSource, RulesUnavailable } from '../../ports/rules-source.ts';
import type { LastPass, UnusableRow } from '../../ports/state-store.ts';
import type { RulesChange } from '../../rules-doc/rules-change.ts';
import { LooksOfPass } from '../evidence/looks-of-pass.ts';
import { SharedListings } from '../evidence/shared-listings.ts';
import { jobsOfPass } from '../members/jobs-of-pass.ts';
import type { FoundMember } from '../members/look-for-members.ts';
import { acceptedDocument, needsAcceptance } from '../rules/accept-rules.ts';
import type { LoadedRules } from '../rules/load-rules.ts';
import type { CheckedJob, CheckJobPorts } from './check-job.ts';
import type { Flushed, OutboxPorts } from './flush-outbox.ts';
import { judgeJobs } from './judge-jobs.ts';
import { daysWith, type Pruning, prune } from './note-pass.ts';
import type { PassTime } from './pass-time.ts';
import { planLooks } from './plan-looks.ts';
import { allRetired, NOTHING_RETIRED, retireJobs } from './retire-jobs.ts';

export interface CheckPorts extends CheckJobPorts, OutboxPorts {
  readonly rules: RulesSource;
  readonly members: MemberLog;
  /** Where news is put that is no transition; absent where there is no bus. */
  readonly announcements?: Announcements;
  /** Null where another process accepts documents: then this check takes them as they are, and keeps none. */
  readonly holidays: HolidayCalendar | null;
  /** The name of the reader whose readings are kept with what is accepted; null or left out where none are. */
  readonly reader?: string | null;
  /** What this process may list, where it knows: no common listing is tried beyond it. */
  readonly listableOf?: ListableOf;
  /** How old rows are removed; null where the tables do it themselves. */
  readonly pruning: Pruning | null;
  /** Milliseconds on a clock that only goes forward: how long the pass took. */
  readonly elapsedMs: () => number;
  /** Milliseconds since the machine booted, whatever its clock says; left out where any machine makes the next pass. */
  readonly uptimeMs?: () => number;
}

export interface CheckOptions {
  readonly now: Instant;
  readonly dryRun: boolean;
  /** Job ids to check; null for every job. */
  readonly only: readonly string[] | null;
  /** False for a check of single jobs by hand: it accepts no document, retires nothing, and is no pass. */
  readonly isPass: boolean;
  /** The pass's id, where it has another than the instant it began. */
  readonly passId?: string;
  /** The last pass, where the caller has read it. */
  readonly lastPass?: LastPass | null;
  /** Reads also the open rows of jobs that are not checked, and empties their outboxes. */
  readonly readsOpen?: boolean;
  /** When the jobs that are due were found by comparing all of them with the rows; see LastPass. */
  readonly comparedAt?: Instant | null;
  /** The job to begin with; those before it come last. */
  readonly beginWith?: string | null;
  readonly time?: PassTime | null;
  /** Called after each job: how many of how many. */
  readonly onProgress?: (done: number, of: number) => void;
}

/** What one pass did. */
export interface Pass {
  readonly now: Instant;
  readonly rules: LoadedRules;
  /** In the document's order, unless the pass began with another job than the first. */
  readonly checked: readonly CheckedJob[];
  /** This pass's own transitions, in the order of `checked`; retired jobs last. */
  readonly transitions: readonly Transition[];
  /** What an earlier check or action left and this pass handed on. */
  readonly republished: readonly Transition[];
  /** Transitions that are stored and could not be handed on yet, of earlier passes as well. */
  readonly held: readonly Transition[];
  /** Jobs that were not reached for lack of time; they are unknown. */
  readonly unreached: readonly Job[];
  /** The rows that were read of jobs that were not checked in this pass. */
  readonly others: readonly JobRow[];
  /** How many of all jobs whose rows were read stand in each state, checked in this pass or not. */
  readonly standing: Readonly<Record<State, number>>;
  /** What a document that this pass accepted changes against the one before; null where none was accepted, or it is the first. */
  readonly acceptedChange: RulesChange | null;
  /** Rows that are there and cannot be used. */
  readonly unusableRows: readonly UnusableRow[];
  /** Members of jobs with `{each}` that are expected from this pass on. */
  readonly found: readonly FoundMember[];
  /** How many names of a job's place are too many or too long to be members, by the job's id. */
  readonly leftOut: ReadonlyMap<string, number>;
  /** What else did not work, once each: an outbox that could not be emptied, a document that could not be kept. */
  readonly failures: readonly string[];
  readonly durationMs: number;
}

/**
 * One pass over the jobs of a document. What is left in outboxes goes first, then each job is judged on its own, so
 * that the failure of one job never affects another. Throws StateStoreUnavailable when the store cannot be reached.
 */
export async function check(loaded: LoadedRules, given: CheckPorts, options: CheckOptions): Promise<Pass> {
  const { document } = loaded;
  const { now, dryRun, isPass } = options;
  if (document === null) return nothingChecked(loaded, now);
  const looks = new LooksOfPass(() => given.elapsedMs());
  const begunMs = given.elapsedMs();
  // Nothing is written, the accepted document among it, where the store cannot be reached.
  const last = options.lastPass === undefined ? await given.store.readLastPass() : options.lastPass;
  // Accepted first: a pass that dies after it finds in the accepted document which jobs it has to retire.
  const { accepted, failure } = isPass ? await acceptIfNew(loaded, given, options) : asAccepted(loaded);
  const choose = (all: readonly Job[]) => beginningWith(chosenJobs(all, options.only), options.beginWith ?? null);
  const looking = { now, dryRun, isPass, readsOpen: options.readsOpen ?? false, choose };
  const listings = new SharedListings(given.sourceOf, given.listableOf);
  const watched = await jobsOfPass(document.jobs, accepted, { ...given, listings }, looking);
  const { jobs, allJobs, read, wholes } = watched;
  const ports = { ...given, looks, listings, ...(wholes && { wholes }), aboutOf: aboutJobs(allJobs) };
  const people = new People(document, accepted?.holidays ?? {});
  const moment = { today: todayIn(document.timezone, now), held: mayHaveJumped(last, now, bootedAt(ports, now)) };
  const jobsNow = jobs.map((job) => withHolidays(job, accepted?.holidays ?? {}));
  planLooks(jobsNow, read.rows, now, listings, wholes);
  const judged = await judgeJobs(jobsNow, read, people, ports, { ...options, ...moment, time: options.time ?? null });
  await watched.settle(new Map(judged.checked.map(({ job, row }) => [job.id, row])));
  const left = isPass ? await retireJobs(document, accepted, ports, options) : NOTHING_RETIRED;
  const retired = allRetired([watched.retired, left]);

  const own = judged.checked.flatMap(({ decision }) => decision?.transition ?? []);
  const transitions = [...own, ...retired.transitions];
  const flushed = [...judged.flushed, ...retired.flushed];
  const pass: Pass = {
    now,
    rules: loaded,
    checked: judged.checked,
    transitions,
    republished: othersPublished(flushed, transitions),
    held: dryRun ? [] : heldTransitions(flushed),
    unreached: judged.unreached,
    acceptedChange: changeAccepted(loaded, accepted),
    unusableRows: read.unusable,
    found: watched.found,
    leftOut: watched.leftOut,
    ...othersOf([...read.rows.values()], judged.checked, options.readsOpen ? allJobs.length : 0),
    failures: [...new Set([failure, ...flushed.map((row) => row.failure)])].filter((message) => message !== null),
    durationMs: Math.round(ports.elapsedMs() - begunMs),
  };
  if (isPass && !dryRun) await recordPass(pass, allJobs.length, last, ports, options);
  return pass;
}

/** A pass without a usable document. */
export function nothingChecked(rules: LoadedRules, now: Instant): Pass {
  const nothing = {
    acceptedChange: null,
    unusableRows: [],
    checked: [],
    transitions: [],
    republished: [],
    held: [],
    unreached: [],
    found: [],
    leftOut: new Map<string, number>(),
    failures: [],
  };
  return { now, rules, ...nothing, ...othersOf([], [], 0), durationMs: 0 };
}

/** The jobs of these ids, with their proofs; the id of a job with nodes stands for all of them. */
export function chosenJobs(jobs: readonly Job[], only: readonly string[] | null): readonly Job[] {
  if (only === null) return jobs;
  const ids = new Set(only);
  const isNamed = ({ id, parentId }: Job) => ids.has(id) || ids.has(parentId);
  return jobs.filter((job) => isNamed(job) || (job.proofOf !== undefined && isNamed(job.proofOf)));
}

function beginningWith(jobs: readonly Job[], first: string | null): readonly Job[] {
  const index =
    first === null
      ? 0
      : Math.max(
          0,
          jobs.findIndex(({ id }) => id === first),
        );
  return index === 0 ? jobs : [...jobs.slice(index), ...jobs.slice(0, index)];
}

interface Acceptance {
  /** What is known of the accepted document; null when there is none. */
  readonly accepted: LastGood | null;
  /** Why it could not be kept. */
  readonly failure: string | null;
}

function asAccepted({ lastGood }: LoadedRules): Acceptance {
  return { accepted: lastGood, failure: null };
}

/** Keeps a document that no one has accepted yet, where this check is one that accepts. */
async function acceptIfNew(loaded: LoadedRules, ports: CheckPorts, options: CheckOptions): Promise<Acceptance> {
  const { holidays, reader } = ports;
  if (holidays === null || !needsAcceptance(loaded, options.now, reader)) return asAccepted(loaded);
  const accepted = await acceptedDocument(loaded, holidays, options.now, reader);
  if (options.dryRun) return { accepted, failure: null };
  // A copy that cannot be read is replaced as it is; one that another process replaced meanwhile is as good as ours.
  const replaces = loaded.lastGoodError === null ? [loaded.lastGood] : [];
  try {
    await ports.rules.writeLastGood(accepted, ...replaces);
  } catch (error) {
    // No reason to judge nothing: the next pass accepts the document again.
    if (error instanceof RulesUnavailable) return { accepted, failure: error.message };
    throw error;
  }
  return { accepted, failure: null };
}

/** The holidays of another year are no change, and the first document changes nothing. */
function changeAccepted({ lastGood }: LoadedRules, accepted: LastGood | null): RulesChange | null {
  if (accepted === null || lastGood === null || accepted.version === lastGood.version) return null;
  return accepted.change;
}

/** Of `all` jobs, those whose rows are not among the open ones and were not read are green. */
function othersOf(
  rows: readonly JobRow[],
  checked: readonly CheckedJob[],
  all: number,
): Pick<Pass, 'others' | 'standing'> {
  const ids = new Set(checked.map(({ job }) => job.id));
  const others = rows.filter(({ jobId }) => !ids.has(jobId));
  const unread = Math.max(0, all - others.length - checked.length);
  const standing = { green: unread, warn: 0, alert: 0, escalate: 0 };
  for (const { state } of [...others, ...checked.map(({ row }) => row)]) standing[state] += 1;
  return { others, standing };
}

function othersPublished(flushed: readonly Flushed[], own: readonly Transition[]): Transition[] {
  const ids = new Set(own.map(({ eventId }) => eventId));
  return flushed.flatMap(({ published }) => published).filter(({ eventId }) => !ids.has(eventId));
}

/** What is still in the outboxes and was not handed on; an entry that was, and could not be removed, is not held. */
function heldTransitions(flushed: readonly Flushed[]): Transition[] {
  return flushed.flatMap(({ published, left }) => {
    const gone = new Set(published.map(({ eventId }) => eventId));
    return left.flatMap(({ transition }) => (transition && !gone.has(transition.eventId) ? transition : []));
  });
}

async function recordPass(
  pass: Pass,
  configured: number,
  last: LastPass | null,
  ports: CheckPorts,
  options: CheckOptions,
): Promise<void> {
  const { now, checked, unreached } = pass;
  const comparedAt = options.only === null ? now : (options.comparedAt ?? null);
  const clock = await prune(ports.pruning, last?.clock ?? null);
  const unknown = checked.filter((job) => job.unknown !== null).length;
  await ports.store.writeLastPass({
    id: options.passId ?? formatInstant(now),
    at: now,
    durationMs: pass.durationMs,
    configured,
    due: checked.length,
    judged: checked.length - unknown,
    unknown,
    rulesVersion: pass.rules.version ?? '',
    coveredUntil: unreached.length === 0 ? now : (last?.coveredUntil ?? null),
    resumeFrom: unreached[0]?.id ?? null,
    comparedAt: unknown === 0 ? comparedAt : null,
    days: daysWith(last?.days ?? [], now, unknown === 0),
    clock,
    bootedAt: bootedAt(ports, now),
  });
}

function bootedAt({ uptimeMs }: CheckPorts, now: Instant): Instant | null {
  return uptimeMs === undefined ? null : Math.round(now - uptimeMs());
}
