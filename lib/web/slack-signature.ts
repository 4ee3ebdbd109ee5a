import { createHmac, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { type Instant, MINUTE_MS, SECOND_MS } from '../core/instant.ts';

/** An older request may be a replay; one from the future comes from a wrong clock. */
const MAX_AWAY_MS = 5 * MINUTE_MS;

/** A request's headers, as far as Slack signs by them. */
export interface SlackHeaders {
  readonly timestamp: string | null;
  readonly signature: string | null;
}

/** The headers of a request by which Slack signs. */
export function slackHeaders({ req }: Context): SlackHeaders {
  return {
    timestamp: req.header('x-slack-request-timestamp') ?? null,
    signature: req.header('x-slack-signature') ?? null,
  };
}

/** Whether the headers alone allow that Slack sent a request, within five minutes of `now`. */
export function mayBeFromSlack({ timestamp, signature }: SlackHeaders, now: Instant): boolean {
  if (timestamp === null || signature === null || !/^\d{1,12}$/.test(timestamp)) return false;
  return Math.abs(now - Number(timestamp) * SECOND_MS) <= MAX_AWAY_MS;
}

/**
 * Whether Slack has signed the raw body with this secret, within five minutes of `now`. Takes the same time for every
 * wrong signature. Source: Slack's page *Verifying requests from Slack*.
 */
export function isFromSlack(headers: SlackHeaders, rawBody: Uint8Array, secret: string, now: Instant): boolean {
  const { timestamp, signature } = headers;
  if (!mayBeFromSlack(headers, now) || signature === null) return false;
  const digest = createHmac('sha256', secret).update(`v0:${timestamp}:`).update(rawBody).digest('hex');
  const expected = Buffer.from(`v0=${digest}`);
  // Two headers of the name arrive as one, joined, and are too long.
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}
