import { html } from 'hono/html';
import type { DeliveryView, HistoryView, JobDetailView } from '../../app/views/job-view.ts';
import type { Reading } from '../../core/message/local-time.ts';
import { oneLine } from '../../core/message/outside-text.ts';
import type { Markup } from './markup.ts';
import { moment, onTheirClock } from './moments.ts';

const MAX_TEXT = 600;
const MAX_NAME = 64;

/** The notifications of a job, and its history. */
export function jobRecords({ deliveries, history }: JobDetailView, reading: Reading): Markup {
  return html`<div class="records">
<section aria-labelledby="notified"><h2 id="notified">Notifications</h2>${
    deliveries.length === 0
      ? html`<p class="none-yet">No notification was sent yet.</p>`
      : html`<ol class="log">${deliveries.map((delivery) => notified(delivery, reading))}</ol>`
  }</section>
<section aria-labelledby="history"><h2 id="history">History</h2>${
    history.length === 0
      ? html`<p class="none-yet">No history yet.</p>`
      : html`<ol class="log">${history.map((entry) => happened(entry, reading))}</ol>`
  }</section>
</div>`;
}

const OUTCOMES: Readonly<Record<string, string>> = {
  accepted: 'notified',
  later: 'will be retried',
  refused: 'could not be notified',
  unknown: 'perhaps notified',
};

function notified({ at, person, channel, outcome, error }: DeliveryView, reading: Reading): Markup {
  const by = channel === null ? '' : ` by ${channel}`;
  const because = error === null ? '' : html`<p class="reason">${oneLine(error, MAX_TEXT)}</p>`;
  return html`<li>${moment(at, reading)}<div><b>${oneLine(person, MAX_NAME)}</b> ${OUTCOMES[outcome] ?? oneLine(outcome, MAX_NAME)}${by}${because}</div></li>`;
}

function happened({ at, text, by, reason }: HistoryView, reading: Reading): Markup {
  const who = by === null ? '' : html` <span class="by">by ${oneLine(by, MAX_NAME)}</span>`;
  const quoted = reason === null ? '' : html`<p class="reason">“${oneLine(reason, MAX_TEXT)}”</p>`;
  return html`<li>${moment(at, reading)}<div>${oneLine(onTheirClock(text, reading), MAX_TEXT)}${who}${quoted}</div></li>`;
}
