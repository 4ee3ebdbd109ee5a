import { emailHtml } from './email-html.ts';
import { EMAIL_LIMITS, emailText, TIGHT_EMAIL_LIMITS } from './email-text.ts';
import { jsonMessage } from './json-message.ts';
import { wordsOf } from './notice-words.ts';
import type { Notification } from './notification.ts';
import { notificationTitle } from './notification-words.ts';
import { oneLine } from './outside-text.ts';
import type { RenderOptions } from './render-options.ts';
import type { EmailMessage, RenderedMessage } from './rendered-message.ts';
import { slackMessage } from './slack-message.ts';

const MAX_SUBJECT = 150;

/** A notification in every form that a channel may want, safe and within each one's limits. Pure; never throws. */
export function renderNotification(notification: Notification, options: RenderOptions = {}): RenderedMessage {
  return {
    slack: slackMessage(notification, options),
    email: emailMessage(notification, options),
    json: jsonMessage(notification, options),
  };
}

/** Gmail cuts mail of more than 102 KB, and with it what came last. */
const MAX_HTML_BYTES = 100_000;

function emailMessage(notification: Notification, options: RenderOptions): EmailMessage {
  const roomy = emailHtml(notification, options, EMAIL_LIMITS);
  const isRoomy = new TextEncoder().encode(roomy).length <= MAX_HTML_BYTES;
  const limits = isRoomy ? EMAIL_LIMITS : TIGHT_EMAIL_LIMITS;
  const html = isRoomy ? roomy : emailHtml(notification, options, limits);
  return {
    subject: subjectOf(notification),
    text: emailText(notification, options, limits),
    html,
    threads: threadsOf(notification),
  };
}

/** Mails refer to this many breaks at most. */
const MAX_THREADS = 20;

function threadsOf({ notices }: Notification): string[] {
  const ofBreaks = notices.flatMap(({ jobId, breakSeq, isDrill }) =>
    isDrill || breakSeq === null ? [] : [`${jobId}#${breakSeq}`],
  );
  return [...new Set(ofBreaks)].slice(0, MAX_THREADS);
}

/** One line without any symbol: state and name, and of a single failing job what failed. */
function subjectOf(notification: Notification): string {
  const [only] = notification.notices;
  const isOneFailing = only !== undefined && notification.notices.length === 1 && only.kind === 'failing';
  const what = isOneFailing ? ` - ${wordsOf(only, notification).what}` : '';
  return oneLine(`${notificationTitle(notification)}${what}`, MAX_SUBJECT);
}
