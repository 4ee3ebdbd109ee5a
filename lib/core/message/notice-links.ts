import { AWS_CONSOLE, evidenceLink, webLink } from './evidence-link.ts';
import type { Notice } from './notice.ts';
import type { RenderOptions } from './render-options.ts';

export interface NoticeLink {
  readonly label: string;
  readonly url: string;
}

/** Longer ones would crowd out the message. */
const LONGEST_URL = 1500;

/** Where a reader can go from a notice: the evidence, and the runbook. */
export function linksOf(notice: Notice, { console = AWS_CONSOLE }: RenderOptions): NoticeLink[] {
  const evidence = notice.evidence === null || console === null ? null : evidenceLink(notice.evidence, console);
  const runbook = notice.runbook === null || notice.telling === 'over' ? null : webLink(notice.runbook);
  return [
    { label: 'Open the evidence', url: evidence },
    { label: 'Runbook', url: runbook },
  ].flatMap(({ label, url }) => (url === null || url.length > LONGEST_URL ? [] : [{ label, url }]));
}
