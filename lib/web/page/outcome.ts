import type { PersonActed } from '../../app/act/act-by-person.ts';
import type { JobDetailView } from '../../app/views/job-view.ts';
import { MINUTE_MS } from '../../core/instant.ts';
import { localTime, type Reading } from '../../core/message/local-time.ts';
import { ACTION_VERBS, type ActionVerb } from '../../core/model/action.ts';

/** The result of an action, for the person who asked for it. */
export interface Outcome {
  readonly isDone: boolean;
  readonly text: string;
}

/** The result of an action that did nothing. */
export function refusal(acted: Exclude<PersonActed, { readonly outcome: 'done' }>): Outcome {
  return { isDone: false, text: `Nothing was done: ${acted.message}.` };
}

/** How long a page reports an action as just done. */
const JUST_NOW_MS = 10 * MINUTE_MS;

/**
 * The action just done, as the stored job shows it: the address may come from anywhere, and must not make the page report
 * something false. Null when the job shows no such action.
 */
export function doneWords(verb: string, job: JobDetailView, reading: Reading): Outcome | null {
  const isThere = job.history.some(
    ({ at, by, text }) => by !== null && /^\w+/.exec(text)?.[0] === verb && reading.at - at < JUST_NOW_MS,
  );
  const known = ACTION_VERBS.find((each) => each === verb);
  const text = isThere && known ? textOf(known, job, reading) : null;
  return text === null ? null : { isDone: true, text };
}

function textOf(verb: ActionVerb, { snoozedUntil, quieted }: JobDetailView, reading: Reading): string | null {
  switch (verb) {
    case 'fixed':
      return 'Marked fixed. The next check decides.';
    case 'snooze':
      return snoozedUntil === null
        ? null
        : `Snoozed until ${localTime(snoozedUntil, reading)}. It is still checked and shown here.`;
    case 'mute':
      return quieted === 'muted' ? 'Muted until someone resumes it. It is still checked and shown here.' : null;
    case 'resume':
      return quieted === null ? 'Resumed. The next check judges it again.' : null;
    case 'accept':
      return 'Accepted. The next check judges it again.';
    case 'retire':
      return 'Retired. A new backup of it brings it back.';
    case 'proven':
      return 'Noted as proven by hand. The next check judges it again.';
  }
}
