import type { Notice } from './notice.ts';
import { wordsOf } from './notice-words.ts';
import type { Lead, Notification } from './notification.ts';
import { briefLine, leadWords, omittedWords } from './notification-words.ts';

/** How much a channel shows; whatever is beyond is counted. */
export interface PartLimits {
  readonly leads: number;
  readonly linesOfLead: number;
  readonly full: number;
  readonly brief: number;
}

/** A notification cut to what a channel shows: shared causes first, then the rest, worst first. */
export interface NotificationParts {
  /** Each a sentence, its jobs by a line each, and how many more. */
  readonly leads: readonly (readonly string[])[];
  readonly full: readonly Notice[];
  readonly brief: readonly Notice[];
  readonly omitted: readonly Notice[];
}

const MAX_LINE = 200;

/** Divides a notification. A job that is told under a shared cause is not told again. */
export function partsOf(notification: Notification, limits: PartLimits): NotificationParts {
  const leads = notification.leads.slice(0, limits.leads);
  const led = new Set(leads.flatMap(({ jobIds }) => jobIds));
  // A recovery of the same job is another matter.
  const rest = notification.notices.filter((notice) => notice.telling !== 'failing' || !led.has(notice.jobId));
  return {
    leads: leads.map((lead) => leadLines(lead, notification, limits.linesOfLead)),
    full: rest.slice(0, limits.full),
    brief: rest.slice(limits.full, limits.full + limits.brief),
    omitted: rest.slice(limits.full + limits.brief),
  };
}

function leadLines(lead: Lead, notification: Notification, most: number): string[] {
  const ids = new Set(lead.jobIds);
  const led = notification.notices.filter(({ telling, jobId }) => telling === 'failing' && ids.has(jobId));
  const omitted = omittedWords(led.slice(most));
  const lines = led.slice(0, most).map((notice) => ledLine(notice, lead, notification));
  return [leadWords(lead), ...lines, ...(omitted === null ? [] : [omitted])];
}

/** Under a shared error, what is at risk says more than the error once again. */
function ledLine(notice: Notice, { fact }: Lead, notification: Notification): string {
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
