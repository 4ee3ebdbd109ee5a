import { emailHtml } from './email-html.ts';
import { EMAIL_LIMITS, emailText, TIGHT_EMAIL_LIMITS } from './email-text.ts';
import { jsonMessage } from './json-message.ts';
import type { Letter } from './letter.ts';
import { letterTitle } from './letter-words.ts';
import { wordsOf } from './notice-words.ts';
import { oneLine } from './outside-text.ts';
import type { RenderOptions } from './render-options.ts';
import type { EmailMessage, RenderedMessage } from './rendered-message.ts';
import { slackMessage } from './slack-message.ts';

const MOST_SUBJECT = 150;

/** A letter in every form that a channel may want, safe and within each one's limits. Pure; never throws. */
export function renderLetter(letter: Letter, options: RenderOptions = {}): RenderedMessage {
  return {
    slack: slackMessage(letter, options),
    email: emailMessage(letter, options),
    json: jsonMessage(letter, options),
  };
}

/** Gmail cuts mail of more than 102 KB, and with it what came last. */
const MOST_HTML_BYTES = 100_000;

function emailMessage(letter: Letter, options: RenderOptions): EmailMessage {
  const roomy = emailHtml(letter, options, EMAIL_LIMITS);
  const isRoomy = new TextEncoder().encode(roomy).length <= MOST_HTML_BYTES;
  const limits = isRoomy ? EMAIL_LIMITS : TIGHT_EMAIL_LIMITS;
  const html = isRoomy ? roomy : emailHtml(letter, options, limits);
  return { subject: subjectOf(letter), text: emailText(letter, options, limits), html };
}

/** One line without any symbol: state and name, and of a single failing job what failed. */
function subjectOf(letter: Letter): string {
  const [only] = letter.notices;
  const isOneFailing = only !== undefined && letter.notices.length === 1 && only.telling === 'failing';
  const what = isOneFailing ? ` - ${wordsOf(only, letter).what}` : '';
  return oneLine(`${letterTitle(letter)}${what}`, MOST_SUBJECT);
}
