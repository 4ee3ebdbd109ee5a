import { html } from 'hono/html';
import { standingOf, type Viewer } from '../../app/views/read-job-views.ts';
import type { Instant } from '../../core/instant.ts';
import { oneLine } from '../../core/message/outside-text.ts';
import { contextLine, warnings } from './context.ts';
import { jobActions } from './job-actions.ts';
import { jobDays } from './job-days.ts';
import { jobFacts } from './job-facts.ts';
import { jobRecords } from './job-records.ts';
import { jobRuns } from './job-runs.ts';
import { nowWords, sinceWords } from './job-words.ts';
import type { Markup } from './markup.ts';
import type { Outcome } from './outcome.ts';
import type { ShownJob } from './page-ports.ts';
import { standingMark } from './standing-mark.ts';

const MAX_NAME = 100;

/** The page of one job with the actions of the viewer. `outcome`: the result of their last action. */
export function jobPage(shown: ShownJob, viewer: Viewer, outcome: Outcome | null, now: Instant): Markup {
  const { job } = shown;
  const reading = { timezone: shown.timezone, at: now };
  const standing = standingOf(job);
  const words = nowWords(job, reading);
  const since = sinceWords(job, reading);
  return html`<nav class="back" aria-label="Back"><a href="/">All backups</a></nav>
${warnings(shown, reading)}
${outcome === null ? '' : html`<p class="outcome ${outcome.isDone ? 'done' : 'refused'}" role="${outcome.isDone ? 'status' : 'alert'}" id="outcome">${outcome.text}</p>`}
<article class="job ${standing}">
<header>
<h1><bdi>${oneLine(job.name, MAX_NAME) || job.jobId}</bdi></h1>
<p class="now">${standingMark(standing)}${since === null ? '' : html` <span class="since">${since}</span>`}</p>
${words === null ? '' : html`<p class="why">${words}</p>`}
</header>
${jobActions(job, viewer, reading)}
${jobFacts(job, reading)}
${jobDays(job)}
${jobRuns(shown.runs, shown.pingAddress, reading, job.proofs !== undefined)}
${jobRecords(job, reading)}
</article>
<footer><p>${contextLine(shown, reading)}</p></footer>`;
}
