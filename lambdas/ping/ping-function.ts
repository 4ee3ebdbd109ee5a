import { getConnInfo } from 'hono/aws-lambda';
import { MINUTE_MS } from '../../lib/core/instant.ts';
import { pingApp } from '../../lib/web/ping-app.ts';
import { type UrlHandler, urlFunction } from '../url-function.ts';
import type { PingContext } from './context.ts';

/** Takes pings as requests to a function's URL. */
export function pingFunction({ ports, instruments }: PingContext): UrlHandler {
  const app = pingApp(ports, {
    sourceOf: (context) => getConnInfo(context).remote.address ?? 'unknown',
    keptMs: MINUTE_MS,
  });
  return urlFunction(app, instruments);
}
