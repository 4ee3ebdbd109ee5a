import { type EmailMessage, renderEmail } from '../../lib/channels/email/render.ts';
import type { SlackMessage } from '../../lib/channels/slack/message.ts';
import { renderSlack } from '../../lib/channels/slack/render.ts';
import { renderWebhook, type WebhookMessage } from '../../lib/channels/webhook/render.ts';
import type { Message } from '../../lib/core/message/message.ts';
import type { Notification } from '../../lib/core/message/notification.ts';
import type { RenderOptions } from '../../lib/core/message/render-options.ts';

/** One message in the forms of several channels, to compare them. */
export interface Forms {
  readonly slack: SlackMessage;
  readonly email: EmailMessage;
  readonly json: WebhookMessage;
}

export function everyForm(message: Message): Forms {
  return { slack: renderSlack(message), email: renderEmail(message), json: renderWebhook(message) };
}

export function renderNotification(notification: Notification, options: RenderOptions = {}): Forms {
  return everyForm({ kind: 'notification', notification, options });
}
