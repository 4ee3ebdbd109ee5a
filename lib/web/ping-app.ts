import { type Context, Hono } from 'hono';
import { NOT_FOUND, type PingAnswer, type PingPorts, PingReceiver } from '../app/ping/receive-ping.ts';
import { MAX_ACCEPTED_BYTES, MAX_KEPT_BYTES } from '../core/ping/ping-body.ts';
import { readPingRequest } from '../core/ping/ping-request.ts';
import { readBody } from './read-body.ts';

export interface PingAppOptions {
  /** The address that a request came from: what the server says, never what the client does. */
  readonly sourceOf: (context: Context) => string;
  /** How long rules and keys are used until they are read again. */
  readonly keptMs: number;
}

const METHODS = ['GET', 'HEAD', 'POST'];
const RETRY_AFTER_SECONDS = 60;

const HEADERS = {
  'cache-control': 'max-age=0, no-cache, no-store, must-revalidate, private',
  // Any web page may ping: only the key counts.
  'access-control-allow-origin': '*',
  'ping-body-limit': String(MAX_KEPT_BYTES),
};

/** The ping API of healthchecks.io, under `/ping/` (docs/design/heartbeats.md#pings). */
export function pingApp(ports: PingPorts, { sourceOf, keptMs }: PingAppOptions): Hono {
  const receiver = new PingReceiver(ports, keptMs);
  const app = new Hono();
  app.all('/ping/*', async (context) => {
    if (!METHODS.includes(context.req.method)) {
      return context.text('use GET, HEAD or POST', 405, { ...HEADERS, allow: METHODS.join(', ') });
    }
    const { pathname, searchParams } = new URL(context.req.url);
    const request = readPingRequest(pathname, searchParams.getAll('rid').at(-1) ?? null);
    if (request === null) return reply(context, NOT_FOUND);
    const body = await readBody(context.req.raw, MAX_ACCEPTED_BYTES).catch((): 'broken-off' => 'broken-off');
    if (body === 'broken-off') return reply(context, { status: 400, text: 'the body is incomplete' });
    return reply(context, await receiver.receive({ request, body, source: sourceOf(context) }));
  });
  app.onError((error, context) => {
    ports.onError(error.message);
    return context.text('the ping could not be stored; try again', 503, { ...HEADERS, 'retry-after': '10' });
  });
  return app;
}

function reply(context: Context, { status, text }: PingAnswer): Response {
  const retryAfter = status === 429 ? { 'retry-after': String(RETRY_AFTER_SECONDS) } : {};
  return context.text(text, status, { ...HEADERS, ...retryAfter });
}
