import { isDeepStrictEqual } from 'node:util';
import { decide } from '../../core/decision/decide.ts';
import type { Decision, DecisionInput } from '../../core/decision/decision.ts';
import type { ListingMode } from '../../core/evidence/choose-listing.ts';
import type { Evidence } from '../../core/evidence/evidence.ts';
import { HEARTBEAT_PLACE } from '../../core/evidence/heartbeat-place.ts';
import { placeText } from '../../core/evidence/place.ts';
import { noteDay } from '../../core/history/note-day.ts';
import type { Today } from '../../core/history/today.ts';
import type { Instant } from '../../core/instant.ts';
import type { Job } from '../../core/model/job.ts';
import type { JobRow, OutboxEntry } from '../../core/model/job-row.ts';
import type { EarliestNotification } from '../../core/people/earliest-notification.ts';
import { nextLook } from '../../core/planning/next-look.ts';
import { ruleMark } from '../../core/planning/rule-mark.ts';
import { PROOFS_PLACE } from '../../core/proof/proof-job.ts';
import type { DayLog } from '../../ports/day-log.ts';
import { type StateStore, StateStoreUnavailable } from '../../ports/state-store.ts';
import { type GatherPorts, gatherEvidence } from '../evidence/gather-evidence.ts';
import { recorded } from '../record/recorded.ts';
import { lookMode } from './look-mode.ts';

/** A row that another process keeps changing is left to the next check after this many tries. */
const MAX_TRIES = 3;

export interface CheckJobPorts extends GatherPorts {
  readonly store: StateStore;
  readonly days: DayLog;
  /** When a job is looked at again. Left out: as `nextLook` plans. */
  readonly planLook?: (job: Job, input: DecisionInput, decision: Decision) => Instant;
}

export interface CheckedJob {
  readonly job: Job;
  /** The row as it was before this check. */
  readonly before: JobRow;
  /** The row as it is now; in a dry run, as it would be. */
  readonly row: JobRow;
  readonly decision: Decision | null;
  /** Why the job could not be judged; null when it was. */
  readonly unknown: string | null;
  /** What this check put into the outbox; null when nothing. */
  readonly entry: OutboxEntry | null;
}

/** The identity by which a row remembers what it watched. */
export function placeOf(job: Job): string {
  if (job.proofOf !== undefined) return PROOFS_PLACE;
  return job.place ? placeText(job.place) : HEARTBEAT_PLACE;
}

/**
 * Checks one job: looks, decides, and stores what changed in one conditional write (docs/design/decision.md#writing).
 * A write of another process in between is read and decided upon again. Throws only what the store throws.
 */
export async function checkJob(
  job: Job,
  before: JobRow,
  moment: CheckMoment,
  earliestNotification: EarliestNotification,
  ports: CheckJobPorts,
  dryRun: boolean,
): Promise<CheckedJob> {
  let row = before;
  for (let tries = 1; ; tries += 1) {
    const look = await lookAndDecide(job, row, moment, earliestNotification, ports);
    const made = await withDay(look.decision, row, moment, dryRun ? null : ports.days);
    const { row: next, entry } = recorded(row, made);
    // What the outbox holds may be left to the next pass, which finds it with the rows it looks at.
    const at = entry === null ? (ports.planLook ?? nextLook)(job, look.input, made) : moment.now;
    const mark = ruleMark(job);
    const stored = row.nextLook;
    const planned = { ...next, nextLook: { at, mark } };
    // A row in which only the plan would move is not written: the look that is planned comes soon enough, and not in this pass.
    const isSoonEnough = stored?.mark === mark && stored.at > moment.now && stored.at <= at;
    const unchanged = isSoonEnough ? { ...next, nextLook: stored } : planned;
    const isSame = entry === null && isSameRow(row, unchanged);
    const decision = { ...made, row: isSame ? unchanged : planned };
    if (dryRun || isSame) {
      return { job, before: row, row: decision.row, decision, unknown: unknownReason(decision), entry: null };
    }
    if (await ports.store.write(row, decision.row, entry)) {
      const stored = { ...decision.row, version: row.version + 1, outbox: entry ? [...row.outbox, entry] : row.outbox };
      return { job, before: row, row: stored, decision, unknown: unknownReason(decision), entry };
    }
    const again = (await ports.store.read([job.id])).rows.get(job.id) ?? row;
    if (entry?.transition && again.outbox.some((other) => other.transition?.eventId === entry.transition?.eventId)) {
      // Our own write: it was applied, and only its answer got lost.
      return { job, before: row, row: again, decision, unknown: null, entry };
    }
    if (tries === MAX_TRIES) {
      const unknown = 'its row kept changing under this check; the next check judges it';
      return { job, before: again, row: again, decision: null, unknown, entry: null };
    }
    row = again;
  }
}

/** When a check is made, and the day that is to the people of the document. */
export interface CheckMoment {
  readonly now: Instant;
  readonly today: Today;
  /** True where the pass before was more than a day ago (docs/design/decision.md#clock). */
  readonly held: boolean;
}

/**
 * The decision with the day noted in its row. A day that is over is in the log before the row forgets it: dying in
 * between, the next check logs it again. A log that cannot be reached now is no reason to store nothing.
 */
async function withDay(
  decision: Decision,
  before: JobRow,
  { now, today }: CheckMoment,
  log: DayLog | null,
): Promise<Decision> {
  const { row, ended } = noteDay(before, decision.row, decision.verdict, now, today);
  if (row === decision.row) return decision;
  try {
    if (ended !== null) await log?.put(before.jobId, ended);
  } catch (error) {
    if (error instanceof StateStoreUnavailable) return decision;
    throw error;
  }
  return { ...decision, row };
}

/** Most attributes are the very same values, and comparing a whole row in depth takes as long as judging it. */
function isSameRow(a: JobRow, b: JobRow): boolean {
  const names = Object.keys(a) as (keyof JobRow)[];
  return names.every((name) => a[name] === b[name] || isDeepStrictEqual(a[name], b[name]));
}

/** A look at the evidence and what it means, with nothing written. */
export interface Look {
  readonly evidence: Evidence;
  readonly input: DecisionInput;
  readonly decision: Decision;
}

/**
 * Looks as cheaply as will do, and at everything before anything is raised: a listing from the newest key on can
 * prove freshness and nothing else (docs/design/evidence.md#listing).
 */
export async function lookAndDecide(
  job: Job,
  row: JobRow,
  { now, held }: Pick<CheckMoment, 'now' | 'held'>,
  earliestNotification: EarliestNotification,
  ports: GatherPorts,
): Promise<Look> {
  const place = placeOf(job);
  let last: Look | null = null;
  // A look is decided upon to know whether uploads matter, and where they do not, it is the look that counts.
  const decideOn = (evidence: Evidence): Look => {
    if (last?.evidence === evidence) return last;
    const input: DecisionInput = { rule: job.rule, place, evidence, row, now, held, earliestNotification };
    last = { evidence, input, decision: decide(input) };
    return last;
  };
  if (job.proofOf !== undefined) {
    // On demand: most documents ask for no proofs.
    const { gatherProofs } = await import('../evidence/gather-proofs.ts');
    return decideOn(await gatherProofs(job.proofOf, row.proofs, now, ports));
  }
  const isMissing = (evidence: Evidence) => isStale(decideOn(evidence));
  const gather = (mode: ListingMode) => gatherEvidence(job, row, now, { mode, isMissing }, ports);
  const mode = lookMode(job, row, now);
  const look = decideOn(await gather(mode));
  const settled = mode === 'from-newest' && !canStand(look, row) ? decideOn(await gather('whole')) : look;
  return withExpiry(job, settled, ports);
}

/**
 * Where something is wrong, with how long the bucket keeps copies: nothing else speaks of it, so it is asked for, and
 * loaded, only then.
 */
async function withExpiry(job: Job, look: Look, ports: GatherPorts): Promise<Look> {
  const { evidence, input, decision } = look;
  const isBroken = evidence.kind === 'read' && decision.verdict !== null && decision.verdict.worst !== 'none';
  if (!isBroken) return look;
  const { gatherExpiry } = await import('../evidence/gather-expiry.ts');
  const expiryDays = await gatherExpiry(job, input.now, ports);
  if (expiryDays === undefined || expiryDays === decision.row.expiryDays) return look;
  const known = { ...input, expiryDays };
  return { evidence, input: known, decision: decide(known) };
}

/** A partial look stands when it changes nothing and raises nothing that was not raised after a whole look. */
function canStand({ evidence, decision }: Look, row: JobRow): boolean {
  if (evidence.kind !== 'read') return true;
  if (decision.transition !== null || decision.row.state !== row.state) return false;
  if ((decision.row.wouldBe?.state ?? null) !== (row.wouldBe?.state ?? null)) return false;
  const isRaised = row.state !== 'green' || row.wouldBe !== null;
  const isNew = decision.row.latest?.ts !== row.latest?.ts;
  return isRaised ? !isNew : decision.verdict?.worst === 'none';
}

function isStale({ decision }: Look): boolean {
  return decision.verdict !== null && decision.verdict.tests.recent?.result !== 'pass';
}

function unknownReason(decision: Decision): string | null {
  return decision.verdict === null ? (decision.row.unreadable?.error ?? 'the evidence could not be read') : null;
}
