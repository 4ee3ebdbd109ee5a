import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { startProcess } from '../processes.ts';

const START_LIMIT_MS = 90_000;
const STOP_LIMIT_MS = 10_000;
const KEPT_OUTPUT = 4000;

export interface ServerCommand {
  readonly name: string;
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly user?: { readonly uid: number; readonly gid: number };
  /** Asked again and again until it says yes; what it throws counts as no. */
  readonly isReady: () => Promise<boolean>;
}

/** A server that a test has started, and ends by its process id. */
export class ServerProcess {
  readonly #name: string;
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  #output = '';

  private constructor({ name, program, args, cwd, env, user }: ServerCommand) {
    this.#name = name;
    const options = { ...(cwd && { cwd }), ...user, env: { ...process.env, ...env } };
    this.#child = startProcess(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#output = (this.#output + text).slice(-KEPT_OUTPUT);
      });
    }
    this.#ended = once(this.#child, 'close').catch((error) => {
      this.#output += String(error);
    });
  }

  /** Starts it and waits until it answers. Throws, with what it said, when it does not. */
  static async start(command: ServerCommand): Promise<ServerProcess> {
    const server = new ServerProcess(command);
    const deadline = Date.now() + START_LIMIT_MS;
    while (server.#isRunning) {
      if (await command.isReady().catch(() => false)) return server;
      if (Date.now() > deadline) break;
      await sleep(100);
    }
    await server.stop();
    throw new Error(`${server.#name} did not start:\n${server.#output}`);
  }

  async stop(): Promise<void> {
    this.#child.kill('SIGTERM');
    const killing = setTimeout(() => this.#child.kill('SIGKILL'), STOP_LIMIT_MS);
    await this.#ended;
    clearTimeout(killing);
  }

  get #isRunning(): boolean {
    return this.#child.pid !== undefined && this.#child.exitCode === null && this.#child.signalCode === null;
  }
}

/** A port of this machine's own interface that nobody listens on now. */
export async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as { port: number };
  probe.close();
  await once(probe, 'close');
  return port;
}
