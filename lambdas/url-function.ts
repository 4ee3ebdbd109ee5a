import { MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Hono } from 'hono';
import { handle } from 'hono/aws-lambda';
import { inTime } from '../lib/time/in-time.ts';
import type { Instruments } from './instruments.ts';

export type UrlHandler = ReturnType<typeof handle>;
type UrlEvent = Parameters<UrlHandler>[0];
type Answer = Awaited<ReturnType<UrlHandler>>;

/** Kept back of a function's time, so that what takes too long is answered and reported, and not cut off. */
const KEPT_BACK_MS = 500;
const NOT_IN_TIME = {
  isBase64Encoded: false,
  statusCode: 503,
  headers: { 'content-type': 'text/plain; charset=UTF-8', 'retry-after': '10' },
  body: 'this took too long; try again',
} as Answer;

/**
 * Serves an app as requests to a function's URL. An answer of 500 or above is a heartbeat or a press that could not be
 * taken: it counts as undeliverable, which an alarm looks at. See docs/decisions/0054-public-functions.md.
 */
export function urlFunction(app: Hono, { logger, metrics }: Instruments): UrlHandler {
  const answer = handle(app);
  return async (event, context) => {
    // Tests and other callers may give no context, and then there is no end to be minded.
    const leftMs = (context as { getRemainingTimeInMillis?(): number } | undefined)?.getRemainingTimeInMillis?.();
    const limitMs = leftMs === undefined ? null : Math.max(0, leftMs - KEPT_BACK_MS);
    const outcome = await inTime(answer(asServersTakeIt(event), context), { leftMs: limitMs });
    const answered = outcome.kind === 'done' ? outcome.value : NOT_IN_TIME;
    if (answered === NOT_IN_TIME) logger.error('a request was not answered in time');
    if (answered.statusCode >= 500) {
      metrics.addMetric('Undeliverable', MetricUnit.Count, 1);
      metrics.publishStoredMetrics();
    }
    return answered;
  };
}

/**
 * Some clients send a body with a GET. Web servers leave it aside; Hono's adapter would refuse the request, and with it
 * a heartbeat.
 */
function asServersTakeIt(event: UrlEvent): UrlEvent {
  const http = event.requestContext && 'http' in event.requestContext ? event.requestContext.http : null;
  return http?.method === 'GET' || http?.method === 'HEAD' ? { ...event, body: null } : event;
}
