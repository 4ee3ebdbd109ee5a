import { html } from 'hono/html';
import type { DayState, JobView } from '../../app/views/job-view.ts';
import { standingOf } from '../../app/views/read-job-views.ts';
import type { Reading } from '../../core/message/local-time.ts';
import { oneLine } from '../../core/message/outside-text.ts';
import { formatBytes } from '../../core/quantity.ts';
import { NONE } from './job-filter.ts';
import { jobPath } from './job-path.ts';
import { nowWords } from './job-words.ts';
import type { Markup } from './markup.ts';
import { ago } from './moments.ts';
import { standingMark } from './standing-mark.ts';
import { strip } from './strip.ts';

const MAX_NAME = 100;

/**
 * A job in the list. The roles repeat those of the elements: where CSS lays a row out as a grid or a card, browsers drop
 * them.
 */
export function jobRow(job: JobView, days: readonly DayState[], isShown: boolean, reading: Reading): Markup {
  const standing = standingOf(job);
  const { jobId, group, owner, latest, lastGood } = job;
  const name = oneLine(job.name, MAX_NAME) || jobId;
  const words = nowWords(job, reading);
  return html`<tr role="row" class="${standing}" data-state="${standing}" data-group="${group ?? NONE}" data-owner="${owner ?? NONE}" data-id="${jobId}"${isShown ? '' : html` hidden`}>
<td role="cell" class="state">${standingMark(standing)}</td>
<th role="rowheader" scope="row"><a href="${jobPath(jobId)}"><bdi>${name}</bdi></a> <small>${belongsTo(job)}</small>${words === null ? '' : html`<p>${words}</p>`}</th>
<td role="cell" class="days">${strip(days)}</td>
<td role="cell" class="good">${lastGood ? ago(lastGood.ts, reading) : html`<span class="never">none</span>`}</td>
<td role="cell" class="size">${latest?.sizeBytes == null ? '' : formatBytes(latest.sizeBytes)}</td>
</tr>
`;
}

function belongsTo({ group, owner }: JobView): string {
  return [group, owner ?? 'no owner'].filter((part) => part !== null).join(' · ');
}
