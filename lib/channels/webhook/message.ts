import type { Json } from '../../core/event/snake-case.ts';

/** The body of a post. */
export type WebhookMessage = Readonly<Record<string, Json>>;
