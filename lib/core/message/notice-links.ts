import { consoleOf, evidenceLink, webLink } from './evidence-link.ts';
import type { Notice } from './notice.ts';
import type { Notification } from './notification.ts';
import type { RenderOptions } from './render-options.ts';

export interface NoticeLink {
  readonly label: string;
  readonly url: string;
}

/** The link that leads to the backup, or the place where one is missing. */
export const EVIDENCE_LABEL = 'Open the evidence';
/** Longer ones would crowd out the message. */
const MAX_URL = 1500;
const MAX_SIGN_IN_URL = 600;

/** Where a reader can go from a notice: the evidence, and the runbook. */
export function linksOf(notice: Notice, { console = consoleOf(null) }: RenderOptions): NoticeLink[] {
  const evidence = notice.evidence === null || console === null ? null : evidenceLink(notice.evidence, console);
  const runbook = notice.runbook === null || notice.kind === 'over' ? null : webLink(notice.runbook);
  return [
    { label: EVIDENCE_LABEL, url: evidence },
    { label: 'Runbook', url: runbook },
  ].flatMap(({ label, url }) => (url === null || url.length > MAX_URL ? [] : [{ label, url }]));
}

/** The way from a notification to the status page, for its reader alone; null where there is none, and from a drill. */
export function signInLink(
  { personId, notices }: Notification,
  { signInLinkFor }: RenderOptions,
): (NoticeLink & { readonly note: string }) | null {
  const real = notices.filter(({ isDrill, kind }) => !isDrill && kind !== 'retired');
  if (signInLinkFor === undefined || real.length === 0) return null;
  const [only] = real;
  const url = signInLinkFor(personId, only && real.length === 1 ? only.jobId : null);
  if (url.length > MAX_SIGN_IN_URL) return null;
  return { label: 'Open the status page', url, note: 'The link signs you in, works once, and is good for a day.' };
}
