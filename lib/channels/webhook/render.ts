import type { Json } from '../../core/event/snake-case.ts';
import { jsonForm } from '../../core/message/json-form.ts';
import type { Message } from '../../core/message/message.ts';

/** The body of a post. */
export type WebhookMessage = Readonly<Record<string, Json>>;

/** A message as the body of a post. Pure; never throws. */
export function renderWebhook(message: Message): WebhookMessage {
  return jsonForm(message);
}
