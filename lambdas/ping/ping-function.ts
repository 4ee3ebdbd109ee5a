import { getConnInfo, handle } from 'hono/aws-lambda';
import type { PingPorts } from '../../lib/app/receive-ping.ts';
import { MINUTE_MS } from '../../lib/core/instant.ts';
import { pingApp } from '../../lib/web/ping-app.ts';

/** Takes pings as requests to a function's URL. */
export function pingFunction(ports: PingPorts): ReturnType<typeof handle> {
  return handle(
    pingApp(ports, {
      sourceOf: (context) => getConnInfo(context).remote.address ?? 'unknown',
      keptMs: MINUTE_MS,
    }),
  );
}
