import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { ServerWord, Written } from './invented-s3.ts';

/** Environment for clients of the server: its address, and credentials that it does not look at. */
export type ServerEnvironment = Readonly<Record<string, string>>;

/** The invented S3, running in a process of its own. */
export class InventedS3 {
  readonly #process: ChildProcess;
  readonly environment: ServerEnvironment;

  private constructor(process: ChildProcess, port: number) {
    this.#process = process;
    this.environment = {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'invented',
      AWS_SECRET_ACCESS_KEY: 'invented',
    };
  }

  static async start(): Promise<InventedS3> {
    const server = fork(fileURLToPath(new URL('invented-s3.js', import.meta.url)));
    const word = await nextWord(server);
    if (!('port' in word)) throw new Error('the server did not say where it listens');
    return new InventedS3(server, word.port);
  }

  /** Objects have been written up to this instant. Resolves to the number of requests that came in so far. */
  async writeUntil(until: number): Promise<number> {
    this.#process.send({ until } satisfies Written);
    const word = await nextWord(this.#process);
    return 'requests' in word ? word.requests : 0;
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, 'exit');
    this.#process.kill();
    await ended;
  }
}

async function nextWord(server: ChildProcess): Promise<ServerWord> {
  const [word] = (await once(server, 'message')) as [ServerWord];
  return word;
}
