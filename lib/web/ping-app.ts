import { type Context, Hono } from 'hono';
import { NOT_FOUND, type PingAnswer, type PingPorts, PingReceiver } from '../app/ping/receive-ping.ts';
import { MAX_KEPT_BYTES, MAX_READ_BYTES } from '../core/ping/ping-body.ts';
import { readPingRequest } from '../core/ping/ping-request.ts';
import { readBodyStart } from './read-body.ts';

export interface PingAppOptions {
  /** The address that a request came from: what the server says, never what the client does. */
  readonly sourceOf: (context: Context) => string;
  /** How long rules and keys are used until they are read again. */
  readonly keptMs: number;
}

const METHODS = ['GET', 'HEAD', 'POST'];
const RETRY_AFTER_SECONDS = 60;
const MAX_AGENT = 200;

const HEADERS = {
  'cache-control': 'max-age=0, no-cache, no-store, must-revalidate, private',
  // Any web page may ping: only the key counts.
  'access-control-allow-origin': '*',
  'ping-body-limit': String(MAX_KEPT_BYTES),
};

/** The ping API of healthchecks.io, under `/ping/` and, by a job's own key, right under the base (docs/design/heartbeats.md). */
export function pingApp(ports: PingPorts, { sourceOf, keptMs }: PingAppOptions): Hono {
  const receiver = new PingReceiver(ports, keptMs);
  const app = new Hono();
  const take = async (context: Context): Promise<Response> => {
    if (!METHODS.includes(context.req.method)) {
      return context.text('use GET, HEAD or POST', 405, { ...HEADERS, allow: METHODS.join(', ') });
    }
    const { pathname, searchParams } = new URL(context.req.url);
    const request = readPingRequest(pathname, searchParams.getAll('rid').at(-1) ?? null);
    if (request === null) return reply(context, NOT_FOUND);
    const body = await readBodyStart(context.req.raw, MAX_READ_BYTES).catch(() => null);
    const from = {
      address: sourceOf(context),
      userAgent: context.req.header('user-agent')?.slice(0, MAX_AGENT) ?? null,
    };
    return reply(context, await receiver.receive({ request, body, from }));
  };
  app.all('/ping/*', take);
  app.all('/:key{[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}}/:suffix?', take);
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
