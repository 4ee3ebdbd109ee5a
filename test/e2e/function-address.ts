import { request as ask, createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Deployment } from './deployment.ts';
import { answerTo, pathRequest } from './plain-requests.ts';

/**
 * An address on this machine that leads to the URL of a deployed function. The emulator knows such a URL by the host
 * that is asked for, which no name server here knows; on the way, nothing but that host is put in.
 */
export class FunctionAddress {
  /** Without a slash at the end. */
  readonly url: string;
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  /** Leads to the URL of the function of this name. Throws when it has none. */
  static async open(deployment: Deployment, functionName: string): Promise<FunctionAddress> {
    const { endpoint } = deployment.client;
    const config = await answerTo(`${endpoint}/2021-10-31/functions/${functionName}/url`, pathRequest('lambda'));
    const { host } = new URL(JSON.parse(config).FunctionUrl);
    const server = createServer((from, to) => {
      const { method, url, headers } = from;
      const passed = ask(`${endpoint}${url}`, { method, headers: { ...headers, host } }, (answer) => {
        to.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(to);
      });
      passed.on('error', () => to.destroy());
      from.pipe(passed);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new FunctionAddress(server);
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
