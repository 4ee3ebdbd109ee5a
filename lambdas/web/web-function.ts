import { Hono } from 'hono';
import { actionLinks } from '../../lib/web/action-links.ts';
import { slackActions } from '../../lib/web/slack-actions.ts';
import { type UrlHandler, urlFunction } from '../url-function.ts';
import type { WebSurroundings } from './surroundings.ts';

/** Serves owners as requests to a function's URL: the links of mails, and Slack's buttons where they are set up. */
export function webFunction({ ports, linkKeyName, signingSecretName, instruments }: WebSurroundings): UrlHandler {
  const app = new Hono();
  app.route('/', actionLinks(ports, linkKeyName));
  if (signingSecretName !== '') app.route('/', slackActions(ports, signingSecretName));
  app.notFound((context) => context.text('not found', 404));
  app.onError((error, context) => {
    instruments.logger.error('a request could not be answered', { why: error.message });
    return context.text('this could not be done; try again', 503, { 'retry-after': '10' });
  });
  return urlFunction(app, instruments);
}
