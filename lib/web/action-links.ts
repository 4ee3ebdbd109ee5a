import { type Context, Hono } from 'hono';
import { actByPerson, type PersonActed } from '../app/act/act-by-person.ts';
import type { ActPorts } from '../app/act/act-on-job.ts';
import { actionOf } from '../core/acting/offered.ts';
import { formatMinute, type Instant } from '../core/instant.ts';
import { labelOf } from '../core/model/job-label.ts';
import type { Secrets } from '../ports/secrets.ts';
import type { RulesDocument } from '../rules-doc/document.ts';
import { confirmPage, PAGE_HEADERS, resultPage } from './action-pages.ts';
import { readActionToken } from './action-token.ts';

/** What the owners' endpoints work with. */
export interface ActingPorts extends ActPorts {
  /** The rules in force. Throws when there are none. */
  readonly rules: () => Promise<RulesDocument>;
  readonly secrets: Secrets;
  readonly now: () => Instant;
}

/**
 * The links of mails, under `/act/`: GET shows a page with one button, POST acts. The token in the address is all that
 * counts; it names job, break, action, run, person and end.
 */
export function actionLinks(ports: ActingPorts, linkKeyName: string): Hono {
  const app = new Hono();
  app.on(['GET', 'POST'], '/act/:token', async (context) => {
    const key = await ports.secrets.get(linkKeyName);
    const token = readActionToken(context.req.param('token'), key);
    if (token === null)
      return show(context, 404, 'No such link', 'This link is incomplete or was not made by this sentinel.');
    const { offer, personId, expiresAt } = token;
    const now = ports.now();
    if (now >= expiresAt) {
      const when = formatMinute(expiresAt);
      return show(context, 410, 'Link expired', `This link expired ${when}. The newest message has a new one.`);
    }
    const document = await ports.rules();
    const job = document.jobs.find(({ id }) => id === offer.jobId);
    // HEAD and every other method also end here: only the button acts.
    if (context.req.method !== 'POST') {
      return context.html(confirmPage(job ? labelOf(job) : offer.jobId, offer.action), 200, PAGE_HEADERS);
    }
    const asked = {
      personId,
      jobId: offer.jobId,
      breakSeq: offer.breakSeq,
      action: actionOf(offer),
      at: now,
      reason: 'by a link in a mail',
    };
    return showActed(context, await actByPerson(asked, document, ports));
  });
  return app;
}

function showActed(context: Context, acted: PersonActed): Response | Promise<Response> {
  switch (acted.outcome) {
    case 'done':
      return show(context, 200, labelOf(acted.job), `Done: ${acted.message}.`);
    case 'outdated':
      return show(context, 409, labelOf(acted.job), `Nothing was done: ${acted.message}.`);
    case 'refused':
      return show(context, 409, labelOf(acted.job), `Refused: ${acted.message}.`);
    case 'not-theirs':
      return show(context, 403, labelOf(acted.job), `Nothing was done: ${acted.message}.`);
    case 'unknown':
      return show(context, 410, 'No such job', `Nothing was done: ${acted.message}.`);
  }
}

function show(
  context: Context,
  status: 200 | 403 | 404 | 409 | 410,
  title: string,
  text: string,
): Response | Promise<Response> {
  return context.html(resultPage(title, text), status, PAGE_HEADERS);
}
