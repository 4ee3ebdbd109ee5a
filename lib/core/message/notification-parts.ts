import type { Notice } from './notice.ts';
import { wordsOf } from './notice-words.ts';
import type { Notification, SharedCause } from './notification.ts';
import { briefLine, causeWords, omittedWords } from './notification-words.ts';

/** How much a channel shows; whatever is beyond is counted. */
export interface PartLimits {
  readonly sharedCauses: number;
  readonly linesPerCause: number;
  readonly full: number;
  readonly brief: number;
}

/** A notification cut to what a channel shows: shared causes first, then the rest, worst first. */
export interface NotificationParts {
  /** Each a sentence, its jobs by a line each, and how many more. */
  readonly sharedCauses: readonly (readonly string[])[];
  readonly full: readonly Notice[];
  readonly brief: readonly Notice[];
  readonly omitted: readonly Notice[];
}

const MAX_LINE = 200;

/** Divides a notification. A job that is notified under a shared cause is not notified again. */
export function partsOf(notification: Notification, limits: PartLimits): NotificationParts {
  const causes = notification.sharedCauses.slice(0, limits.sharedCauses);
  const jobsOfCause = new Set(causes.flatMap(({ jobIds }) => jobIds));
  // A recovery of the same job is another matter.
  const rest = notification.notices.filter((notice) => notice.kind !== 'failing' || !jobsOfCause.has(notice.jobId));
  return {
    sharedCauses: causes.map((cause) => causeLines(cause, notification, limits.linesPerCause)),
    full: rest.slice(0, limits.full),
    brief: rest.slice(limits.full, limits.full + limits.brief),
    omitted: rest.slice(limits.full + limits.brief),
  };
}

function causeLines(cause: SharedCause, notification: Notification, most: number): string[] {
  const ids = new Set(cause.jobIds);
  const jobsOfCause = notification.notices.filter(({ kind, jobId }) => kind === 'failing' && ids.has(jobId));
  const omitted = omittedWords(jobsOfCause.slice(most));
  const lines = jobsOfCause.slice(0, most).map((notice) => jobLine(notice, cause, notification));
  return [causeWords(cause), ...lines, ...(omitted === null ? [] : [omitted])];
}

/** Under a shared error, what is at risk says more than the error once again. */
function jobLine(notice: Notice, { fact }: SharedCause, notification: Notification): string {
  const words = wordsOf(notice, notification);
  return briefLine(
    fact === 'error' && words.briefRisk !== null ? { ...words, what: words.briefRisk } : words,
    MAX_LINE,
  );
}

/** A notice as a line of the notification. */
export function lineOf(notice: Notice, notification: Notification): string {
  return briefLine(wordsOf(notice, notification), MAX_LINE);
}
