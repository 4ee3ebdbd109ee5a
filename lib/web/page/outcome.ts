import type { PersonActed } from '../../app/act-by-person.ts';
import type { JobDetailView } from '../../app/job-view.ts';
import { localTime, type Reading } from '../../core/message/local-time.ts';

/** What became of an action, for the one who asked for it. */
export interface Outcome {
  readonly isDone: boolean;
  readonly text: string;
}

/** Why nothing was done. */
export function refusal(acted: Exclude<PersonActed, { readonly outcome: 'done' }>): Outcome {
  return { isDone: false, text: `Nothing was done: ${acted.why}.` };
}

/**
 * What was done, as the job itself shows it: the address that says so may come from anywhere, and must not make the
 * page say what is not the case. Null when the job shows nothing of it.
 */
export function doneWords(verb: string | undefined, job: JobDetailView, reading: Reading): Outcome | null {
  const text = textOf(verb, job, reading);
  return text === null ? null : { isDone: true, text };
}

function textOf(verb: string | undefined, job: JobDetailView, reading: Reading): string | null {
  switch (verb) {
    case 'fixed':
      return job.pendingFixed ? 'Marked fixed. The next check looks whether it is.' : null;
    case 'snooze':
      return job.snoozedUntil === null
        ? null
        : `Snoozed until ${localTime(job.snoozedUntil, reading)}. It is still checked, and shown here.`;
    case 'mute':
      return job.quieted === 'muted' ? 'Muted until somebody resumes it. It is still checked, and shown here.' : null;
    case 'resume':
      return job.quieted === null ? 'Resumed. The next check judges it again.' : null;
    case 'accept':
      return job.actions.includes('accept') ? null : 'Accepted. The next check judges it again.';
    default:
      return null;
  }
}
