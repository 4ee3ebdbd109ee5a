import { mayAct } from '../../core/acting/may-act.ts';
import { alreadyDone, whatHasChanged } from '../../core/acting/standing-of-break.ts';
import { aboutJobs } from '../../core/event/job-about.ts';
import type { Instant } from '../../core/instant.ts';
import type { Action } from '../../core/model/action.ts';
import type { Job } from '../../core/model/job.ts';
import { labelOf } from '../../core/model/job-label.ts';
import type { RulesDocument } from '../../rules-doc/document.ts';
import { actOn } from './act-on.ts';
import type { ActPorts } from './act-on-job.ts';

/** What a person wants done about a break, by a button, a link or the API. */
export interface PersonAction {
  readonly personId: string;
  readonly jobId: string;
  /** The break that it was offered for; `any` when it was not offered, but asked for of the job as it stands. */
  readonly breakSeq: number | null | 'any';
  readonly action: Action;
  readonly at: Instant;
  /** For the audit log: what they pressed, or why. */
  readonly reason: string | null;
}

export type PersonActed =
  | { readonly outcome: 'done'; readonly job: Job; readonly message: string }
  /** There is nothing to do any more: it was done before, or the break is another. */
  | { readonly outcome: 'outdated'; readonly job: Job; readonly message: string }
  | { readonly outcome: 'refused'; readonly job: Job; readonly message: string }
  | { readonly outcome: 'not-theirs'; readonly job: Job; readonly message: string }
  | { readonly outcome: 'unknown'; readonly message: string };

/** Does what a person asked for, if it is theirs to ask and still stands. Throws StateStoreUnavailable. */
export async function actByPerson(
  { personId, jobId, breakSeq, action, at, reason }: PersonAction,
  document: RulesDocument,
  ports: ActPorts,
): Promise<PersonActed> {
  const job = document.jobs.find(({ id }) => id === jobId);
  if (!job)
    return { outcome: 'unknown', message: `${jobId} is no longer watched: it has left the rules doc, or was retired` };
  if (!mayAct(personId, job, document)) {
    return { outcome: 'not-theirs', job, message: `${labelOf(job)} is ${whose(job)}; ask them, or the admin` };
  }
  let outdated: string | null = null;
  const portsAboutJobs = { ...ports, aboutOf: aboutJobs(document.jobs) };
  const result = await actOn(job, action, { by: personId, at, reason }, portsAboutJobs, (row) => {
    outdated = (breakSeq === 'any' ? null : whatHasChanged(row, breakSeq)) ?? alreadyDone(row, action, at);
    return outdated;
  });
  if (result.done) return { outcome: 'done', job, message: result.message };
  return { outcome: outdated === null ? 'refused' : 'outdated', job, message: result.message };
}

function whose({ owner, escalateTo }: Job): string {
  if (owner === null) return 'without an owner';
  return escalateTo === null || escalateTo === owner ? `${owner}’s` : `${owner}’s, and after them ${escalateTo}’s`;
}
