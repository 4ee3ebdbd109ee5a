import { createHash } from 'node:crypto';
import { Hono } from 'hono';
import { actByPerson, type PersonActed } from '../app/act/act-by-person.ts';
import { slack } from '../channels/slack/channel.ts';
import { actionOf, type Offer } from '../core/acting/offered.ts';
import { type Instant, MINUTE_MS } from '../core/instant.ts';
import { escapeMrkdwn } from '../core/message/escape-mrkdwn.ts';
import { labelOf } from '../core/model/job-label.ts';
import type { DrillLog } from '../ports/drill-log.ts';
import type { SlackAnswers } from '../ports/slack-answers.ts';
import type { UsedLinks } from '../ports/used-links.ts';
import type { RulesDocument } from '../rules-doc/document.ts';
import type { ActingPorts } from './action-links.ts';
import { readBody } from './read-body.ts';
import { answeredMessage, privateAnswer, seenMessage, snoozeForm } from './slack-answers.ts';
import { type ChosenSnooze, type Pressed, readSlackPayload, type Seen } from './slack-payload.ts';
import { isFromSlack, slackHeaders } from './slack-signature.ts';
import { type Throttle, tooManyRequests } from './throttle.ts';

export const SLACK_PATH = '/slack/actions';

/** A message with its 50 blocks comes back with the press. */
const MAX_BYTES = 512 * 1024;

/** Longer than a signature of Slack is valid, on both sides of now. */
const REMEMBERED_MS = 15 * MINUTE_MS;

export interface SlackPorts extends ActingPorts {
  readonly slack: SlackAnswers;
  readonly usedLinks: UsedLinks;
  readonly drills: Pick<DrillLog, 'noteSeen'>;
}

const STRANGER = 'the rules doc does not know you; ask for your Slack member id to be added';

/**
 * Slack's interactivity, at `/slack/actions`: buttons, and the form that asks for the length of a snooze. One
 * conditional write, then the message says who did what; all within the three seconds that Slack waits.
 */
export function slackActions(ports: SlackPorts, signingSecretName: string, throttle: Throttle): Hono {
  const app = new Hono();
  app.post(SLACK_PATH, async (context) => {
    const rawBody = await readBody(context.req.raw, MAX_BYTES);
    if (rawBody === null) return context.text('too large', 413);
    const now = ports.now();
    const secret = (await ports.secrets.get(signingSecretName)).trim();
    const isSigned = isFromSlack(slackHeaders(context), rawBody, secret, now);
    if (!throttle.take(context, isSigned ? slack.kind : null)) return tooManyRequests(context);
    if (!isSigned) return context.text('not signed by Slack', 401);
    const payload = readSlackPayload(rawBody);
    // Buttons and forms of the same app that are not the sentinel's are only acknowledged.
    if (payload === null) return context.body(null, 200);
    const document = await ports.rules();
    // The same request again, within the minutes that its signature is good for: what it asked for may have been undone
    // since. Each press has a trigger of its own, so no two of them are the same.
    const digest = createHash('sha256').update(rawBody).digest('base64url');
    if (!(await ports.usedLinks.use(`${slack.kind}:${digest}`, now, now + REMEMBERED_MS)))
      return context.body(null, 200);
    await answer(payload, document, ports, now);
    return context.body(null, 200);
  });
  return app;
}

function answer(
  payload: Pressed | ChosenSnooze | Seen,
  document: RulesDocument,
  ports: SlackPorts,
  now: Instant,
): Promise<void> {
  switch (payload.kind) {
    case 'pressed':
      return press(payload, document, ports, now);
    case 'chosen':
      return chosen(payload, document, ports, now);
    case 'seen':
      return see(payload, document, ports, now);
  }
}

/** The first person who presses is recorded; the message then says so. */
async function see(seen: Seen, document: RulesDocument, ports: SlackPorts, now: Instant): Promise<void> {
  const person = personOf(seen.slackUser, document);
  if (person === null) {
    await ports.slack.answer(seen.responseUrl, privateAnswer(STRANGER));
    return;
  }
  const isFirst = await ports.drills.noteSeen(seen.drillId, { personId: person, at: now });
  const answer = isFirst ? seenMessage(seen, `${person} saw it`) : privateAnswer('Someone has confirmed it already.');
  await ports.slack.answer(seen.responseUrl, answer);
}

async function press(pressed: Pressed, document: RulesDocument, ports: SlackPorts, now: Instant): Promise<void> {
  const { offer, slackUser, responseUrl } = pressed;
  if (offer.action === 'snooze') {
    const job = document.jobs.find(({ id }) => id === offer.jobId);
    const isOpen = await ports.slack.openForm(pressed.triggerId, snoozeForm(pressed, job ? labelOf(job) : offer.jobId));
    if (!isOpen)
      await ports.slack.answer(responseUrl, privateAnswer('Slack did not open the form; press the button again.'));
    return;
  }
  const acted = await act(slackUser, offer, document, ports, now);
  const answer =
    acted.outcome === 'done'
      ? answeredMessage(pressed, `${who(slackUser, document)}: ${acted.message}`)
      : privateAnswer(escapeMrkdwn(refusal(acted)));
  await ports.slack.answer(responseUrl, answer);
}

/** The message itself is changed by dispatch, when the snooze arrives there as a change of state. */
async function chosen(
  { offer, slackUser, responseUrl, snoozeMs }: ChosenSnooze,
  document: RulesDocument,
  ports: SlackPorts,
  now: Instant,
): Promise<void> {
  const acted = await act(slackUser, offer, document, ports, now, snoozeMs);
  const text = acted.outcome === 'done' ? `${labelOf(acted.job)}: ${acted.message}` : refusal(acted);
  await ports.slack.answer(responseUrl, privateAnswer(escapeMrkdwn(text)));
}

async function act(
  slackUser: string,
  offer: Offer,
  document: RulesDocument,
  ports: SlackPorts,
  now: Instant,
  snoozeMs?: number,
): Promise<PersonActed> {
  const person = personOf(slackUser, document);
  if (person === null) return { outcome: 'unknown', message: STRANGER };
  const { jobId, breakSeq } = offer;
  const action = actionOf(offer, snoozeMs);
  return actByPerson({ personId: person, jobId, breakSeq, action, at: now, reason: 'in Slack' }, document, ports);
}

/** The person who pressed, as Slack names them; not the recipient of the message. */
function personOf(slackUser: string, document: RulesDocument): string | null {
  for (const { id, addresses } of document.people.values()) if (addresses[slack.key] === slackUser) return id;
  return null;
}

function who(slackUser: string, document: RulesDocument): string {
  return personOf(slackUser, document) ?? slackUser;
}

function refusal(acted: Exclude<PersonActed, { outcome: 'done' }>): string {
  return acted.outcome === 'refused' ? `Refused: ${acted.message}.` : `Nothing was done: ${acted.message}.`;
}
