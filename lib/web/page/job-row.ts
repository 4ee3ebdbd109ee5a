import { html } from 'hono/html';
import { needingMembers } from '../../app/views/fold-members.ts';
import type { DayState, JobView } from '../../app/views/job-view.ts';
import { standingOf } from '../../app/views/read-job-views.ts';
import type { Reading } from '../../core/message/local-time.ts';
import { oneLine } from '../../core/message/outside-text.ts';
import { formatBytes } from '../../core/quantity.ts';
import { ALL, listAddress, NONE } from './job-filter.ts';
import { jobPath } from './job-path.ts';
import { nowWords } from './job-words.ts';
import type { Markup } from './markup.ts';
import { ago } from './moments.ts';
import { standingMark } from './standing-mark.ts';
import { strip } from './strip.ts';

const MAX_NAME = 100;
/** Members named in the row of their job. */
const MAX_NAMES = 5;

/**
 * A job in the list. The roles repeat those of the elements: where CSS lays a row out as a grid or a card, browsers drop
 * them.
 */
export function jobRow(
  job: JobView,
  days: readonly DayState[],
  isShown: boolean,
  reading: Reading,
  members: readonly JobView[] = [],
): Markup {
  const standing = standingOf(job);
  const { jobId, group, owner, latest, lastGood } = job;
  const name = oneLine(job.name, MAX_NAME) || jobId;
  const words = members.length === 0 ? nowWords(job, reading) : memberWords(members);
  const address = members.length === 0 ? jobPath(jobId) : listAddress({ ...ALL, text: `${jobId}/` });
  return html`<tr role="row" class="${standing}" data-state="${standing}" data-group="${group ?? NONE}" data-owner="${owner ?? NONE}" data-id="${jobId}"${isShown ? '' : html` hidden`}>
<td role="cell" class="state">${standingMark(standing)}</td>
<th role="rowheader" scope="row"><a href="${address}"><bdi>${name}</bdi></a> <small>${belongsTo(job)}</small>${words === null ? '' : html`<p>${words}</p>`}</th>
<td role="cell" class="days">${strip(days)}</td>
<td role="cell" class="good">${lastGood ? ago(lastGood.ts, reading) : html`<span class="never">none</span>`}</td>
<td role="cell" class="size">${latest?.sizeBytes == null ? '' : formatBytes(latest.sizeBytes)}</td>
</tr>
`;
}

/** `3 of 41 need you: orders, shop, crm`. */
function memberWords(members: readonly JobView[]): string {
  const needed = needingMembers(members);
  const names = needed.slice(0, MAX_NAMES).map(({ member, name }) => oneLine(member?.name ?? name, MAX_NAME));
  const more = needed.length > names.length ? ` and ${needed.length - names.length} more` : '';
  if (needed.length === 0) return `${members.length} ${members.length === 1 ? 'member' : 'members'}.`;
  return `${needed.length} of ${members.length} ${needed.length === 1 ? 'needs' : 'need'} you: ${names.join(', ')}${more}.`;
}

function belongsTo({ group, owner }: JobView): string {
  return [group, owner ?? 'no owner'].filter((part) => part !== null).join(' · ');
}
