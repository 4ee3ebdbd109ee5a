import { html } from 'hono/html';
import type { JobDetailView } from '../../app/views/job-view.ts';
import { standingOf } from '../../app/views/read-job-views.ts';
import { brokenRunOf } from '../../core/history/broken-run.ts';
import type { Reading } from '../../core/message/local-time.ts';
import { oneLine } from '../../core/message/outside-text.ts';
import type { RunIdentity } from '../../core/model/run.ts';
import { compactAge, formatBytes } from '../../core/quantity.ts';
import { jobPath } from './job-path.ts';
import { nowWords, restorableWords, riskWords } from './job-words.ts';
import type { Markup } from './markup.ts';
import { moment } from './moments.ts';
import { standingMark } from './standing-mark.ts';

const MAX_PLACE = 500;
const MAX_RULE = 500;
const MAX_NOTE = 1000;

/** The facts of a job, as names and values. */
export function jobFacts(job: JobDetailView, reading: Reading): Markup {
  const { lastGood, latest, rule, place, group, owner, runbook, note } = job;
  const risk = riskWords(job, reading);
  const broken = brokenRunOf(job.found);
  return html`<section class="facts" aria-labelledby="facts">
<h2 id="facts" class="unseen">Facts</h2>
<dl>
<div><dt>${job.proofs === undefined ? 'Last good backup' : 'Last proven'}</dt><dd>${lastGood === null ? 'none' : run(lastGood, reading)}</dd></div>
${latest === null || latest.ts === lastGood?.ts ? '' : html`<div><dt>${job.proofs === undefined ? 'Newest backup' : 'Newest proof'}</dt><dd>${run(latest, reading)}</dd></div>`}
${broken === null ? '' : html`<div><dt>${broken.kind === 'failed' ? 'Failed run' : 'Unfinished run'}</dt><dd>${run({ ts: broken.at, sizeBytes: null, location: broken.location }, reading)}</dd></div>`}
${risk === null ? '' : html`<div><dt>Lose it now and you lose</dt><dd class="risk">${risk}</dd></div>`}
${restorableFact(job, reading)}
<div class="wide"><dt>Rule <span class="at">${rule.at}</span></dt><dd>${oneLine(rule.text, MAX_RULE)}</dd></div>
${place === null ? '' : html`<div class="wide"><dt>Watched place</dt><dd class="path">${oneLine(place, MAX_PLACE)}</dd></div>`}
<div><dt>Owner</dt><dd>${owner ?? 'no owner'}</dd></div>
${group === null ? '' : html`<div><dt>Group</dt><dd>${group}</dd></div>`}
${runbook === null ? '' : html`<div class="wide"><dt>Runbook</dt><dd>${runbookLink(runbook)}</dd></div>`}
${note === null ? '' : html`<div class="wide"><dt>Note</dt><dd>${oneLine(note, MAX_NOTE)}</dd></div>`}
</dl>
</section>`;
}

/** Whether what is there can be restored, with a link to its proofs; of the proofs one to their job. */
function restorableFact(job: JobDetailView, reading: Reading): Markup | string {
  if (job.proofs !== undefined) {
    return html`<div><dt>Proofs of</dt><dd><a href="${jobPath(job.proofs.of)}">${job.proofs.of}</a></dd></div>`;
  }
  const { proofRow } = job;
  if (proofRow === null) return '';
  const reasons = nowWords(proofRow, reading);
  return html`<div class="wide"><dt>Proven restorable</dt><dd><a href="${jobPath(proofRow.jobId)}">${restorableWords(job, reading) ?? 'not judged yet'}</a> ${standingMark(standingOf(proofRow))}${reasons === null ? '' : html` ${reasons}`}</dd></div>`;
}

function run({ ts, sizeBytes, location }: RunIdentity, reading: Reading): Markup {
  const size = sizeBytes === null ? '' : html`, ${formatBytes(sizeBytes)}`;
  return html`${moment(ts, reading)}${size} <span class="age">${compactAge(reading.at - ts)} ago</span><span class="path">${oneLine(location, MAX_PLACE)}</span>`;
}

/** A link where the address is http or https: the rules doc must not be able to run scripts here. */
function runbookLink(runbook: string): Markup | string {
  const text = oneLine(runbook, MAX_PLACE);
  const isWeb = URL.canParse(runbook) && ['http:', 'https:'].includes(new URL(runbook).protocol);
  return isWeb ? html`<a href="${new URL(runbook).href}" rel="noreferrer">${text}</a>` : text;
}
