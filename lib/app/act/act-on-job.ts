import { type ActionResult, act } from '../../core/acting/act.ts';
import type { Action } from '../../core/model/action.ts';
import type { Job } from '../../core/model/job.ts';
import { type JobRow, newRow, type OutboxEntry, type Signature } from '../../core/model/job-row.ts';
import type { EventSink } from '../../ports/event-sink.ts';
import type { MemberLog } from '../../ports/member-log.ts';
import { flushEntries, type OutboxPorts } from '../check/flush-outbox.ts';
import { recorded } from '../record/recorded.ts';

/** A write of another process in between is read and acted upon again, this many times. */
const MAX_TRIES = 5;
/** Enough of the audit log to find a row that was written a moment ago. */
const RECENT_ROWS = 20;

/** Where an action is written. Without a sink, a transition waits in the outbox for the next check, which hands it on. */
export interface ActPorts extends Omit<OutboxPorts, 'sink'> {
  readonly sink?: EventSink;
  /** To retire a member; without it none can be. */
  readonly members?: MemberLog;
}

/** The job of that id; for the id of a job with nodes, all of them. */
export function jobsNamed(jobs: readonly Job[], id: string): Job[] {
  return jobs.filter((job) => job.id === id || job.parentId === id);
}

/** As `jobsNamed`, with the proofs of those jobs, for who only looks. */
export function jobsShown(jobs: readonly Job[], id: string): Job[] {
  const isNamed = (job: Job) => job.id === id || job.parentId === id;
  return jobs.filter((job) => isNamed(job) || (job.proofOf !== undefined && isNamed(job.proofOf)));
}

/** As `actOnJobs`, on one row; `whyNot` is asked of the very row that would be written. */
export async function actOnJob(
  jobId: string,
  action: Action,
  by: Signature,
  ports: ActPorts,
  objectionTo: (row: JobRow) => string | null = () => null,
): Promise<ActionResult> {
  for (let tries = 0; tries < MAX_TRIES; tries += 1) {
    const { rows, unusable } = await ports.store.read([jobId]);
    const broken = unusable[0];
    if (broken) return { done: false, message: broken.message };
    const row = rows.get(jobId) ?? newRow(jobId);
    const objection = objectionTo(row);
    if (objection !== null) return { done: false, message: objection };
    const result = act(row, action, by);
    if (!result.done) return result;
    const { row: next, entry } = recorded(row, result);
    const acted = entry === null ? next : { ...next, nextLook: { at: by.at, mark: row.nextLook?.mark ?? '' } };
    if ((await ports.store.write(row, acted, entry)) || (entry && (await isApplied(jobId, entry, ports)))) {
      if (entry) await handOn(row, entry, ports);
      return result;
    }
  }
  return { done: false, message: 'its row kept changing; try again' };
}

/** What came before goes first: the order of a job's transitions matters to the consumers. */
async function handOn({ jobId, outbox }: JobRow, entry: OutboxEntry, ports: ActPorts): Promise<void> {
  const { sink = null } = ports;
  await flushEntries(jobId, sink === null ? [entry] : [...outbox, entry], { ...ports, sink });
}

/**
 * True when a write that was refused had been applied before, and only its answer got lost: what it put into the
 * outbox is there, or a checker has made audit rows of it already. Acting again would snooze twice.
 */
async function isApplied(jobId: string, entry: OutboxEntry, ports: ActPorts): Promise<boolean> {
  const own = entry.audit[0];
  if (own === undefined) return false;
  const row = (await ports.store.read([jobId])).rows.get(jobId);
  if (row?.outbox.some(({ audit }) => audit.some(({ id, by }) => id === own.id && by === own.by))) return true;
  const history = await ports.audit.history(jobId, RECENT_ROWS);
  return history.some(({ atId, content }) => atId === own.id && content.by === own.by);
}
