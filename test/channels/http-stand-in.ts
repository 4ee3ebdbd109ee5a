import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface GivenAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** An answer, or none: the connection is broken, or silent. */
export type Reaction = GivenAnswer | 'reset' | 'hang';

/** A server on this machine that notes each request, read to its end, and reacts as it is told. */
export class HttpStandIn {
  readonly requests: ReceivedRequest[] = [];
  readonly #server: Server;

  private constructor(react: (request: ReceivedRequest) => Reaction) {
    this.#server = createServer((message, response) => {
      const chunks: Buffer[] = [];
      message.on('error', () => {});
      message.on('data', (chunk: Buffer) => chunks.push(chunk));
      message.on('end', () => {
        const { method = '', url = '', headers } = message;
        const request = { method, path: url, headers, body: Buffer.concat(chunks).toString('utf8') };
        this.requests.push(request);
        const reaction = react(request);
        if (reaction === 'reset') message.socket.resetAndDestroy();
        else if (reaction !== 'hang') response.writeHead(reaction.status, reaction.headers).end(reaction.body ?? '');
      });
    });
  }

  static async start(react: (request: ReceivedRequest) => Reaction): Promise<HttpStandIn> {
    const standIn = new HttpStandIn(react);
    await new Promise<void>((resolve) => standIn.#server.listen(0, '127.0.0.1', resolve));
    return standIn;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
