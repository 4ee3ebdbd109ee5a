import { chmod, unlink } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { StateStoreUnavailable } from '../../ports/state-store.ts';
import type { EmbeddedEngine } from './engine.ts';

/** The header that names DynamoDB's operation; the body is its JSON input. */
export const OPERATION_HEADER = 'x-operation';
/** The status of an answer whose body is a message of the sentinel's own instead of DynamoDB's JSON. */
export const FAILURE_STATUS = 503;

const MAX_BODY_BYTES = 16 * 1024 * 1024;
/** How long `close` waits for requests that guests have begun to send. */
const CLOSING_LIMIT_MS = 5_000;

/**
 * Serves the engine to the other processes of this machine on a Unix socket; nothing listens on a port. Only those who
 * has the database open may call this: a socket file that is there already is a dead process's, and replaced.
 * Resolves to a function that finishes the requests in flight and takes the socket away.
 */
export async function serveEngine(engine: EmbeddedEngine, socket: string): Promise<() => Promise<void>> {
  await unlink(socket).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  let closing = false;
  const server = createServer((request, response) => {
    if (closing) response.setHeader('connection', 'close');
    void handle(engine, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(socket, resolve);
  });
  server.on('error', () => {});
  // Serving others is no reason to stay alive: a process whose own work is done may end.
  server.unref();
  await chmod(socket, 0o600);
  return () => {
    closing = true;
    return new Promise<void>((resolve) => {
      const limit = setTimeout(() => server.closeAllConnections(), CLOSING_LIMIT_MS);
      server.close(() => {
        clearTimeout(limit);
        resolve();
      });
    });
  };
}

async function handle(engine: EmbeddedEngine, request: IncomingMessage, response: ServerResponse): Promise<void> {
  // A guest that dies in the middle is no error of the server.
  request.on('error', () => {});
  response.on('error', () => {});
  try {
    const body = await readBody(request);
    const { status, output } = await engine.answer(String(request.headers[OPERATION_HEADER]), JSON.parse(body));
    const text = JSON.stringify(output);
    response.writeHead(status, { 'content-length': Buffer.byteLength(text) }).end(text);
  } catch (error) {
    if (error instanceof StateStoreUnavailable) response.writeHead(FAILURE_STATUS).end(error.message);
    // The store is going, or the guest: a connection that breaks makes a living guest look for the next holder.
    else request.destroy();
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BODY_BYTES) throw new Error('request too large');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
