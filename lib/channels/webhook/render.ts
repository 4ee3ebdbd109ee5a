import { jsonForm } from '../../core/message/json-form.ts';
import type { Message } from '../../core/message/message.ts';
import type { WebhookMessage } from './message.ts';

/** A message as the body of a post. Pure; never throws. */
export function renderWebhook(message: Message): WebhookMessage {
  return jsonForm(message);
}
