import { once } from 'node:events';
import { SentinelProcess } from './sentinel-process.ts';

/**
 * What the program loads first: a clock that stands still, and pauses of more than two seconds that end when the test
 * says so, the clock ahead by as long. Shorter pauses and everything by which the program measures itself stay as they
 * are. A pause begins once no connection is open, so that what a tick sends has arrived.
 */
const PRELOAD = `
  import timers from 'node:timers/promises';
  import { syncBuiltinESMExports } from 'node:module';
  const RealDate = Date;
  let now = Number(process.env.DRIVEN_CLOCK_FROM);
  let end = () => {};
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given) => (given.length === 0 ? new target(now) : new target(...given)),
    get: (target, name) => (name === 'now' ? () => now : target[name]),
  });
  const pause = timers.setTimeout;
  timers.setTimeout = async (ms, value, options) => {
    if (!(ms > 2000)) return pause(ms, value, options);
    do await pause(1); while (process.getActiveResourcesInfo().some((name) => /^TCP(Socket|Connect)/.test(name)));
    await new Promise((resolve, reject) => {
      const stop = () => reject(options.signal.reason);
      options?.signal?.addEventListener('abort', stop, { once: true });
      end = (extraMs) => {
        options?.signal?.removeEventListener('abort', stop);
        now += ms + extraMs;
        resolve();
      };
      process.send({ at: now + ms });
    });
    return value;
  };
  syncBuiltinESMExports();
  process.on('message', ({ extraMs }) => end(extraMs));
  process.channel.unref();`;

/** A running command of the built program whose clock the test drives. */
export class DrivenSentinel extends SentinelProcess {
  #at: number;

  constructor(args: readonly string[], env: Readonly<Record<string, string>>, from: number) {
    const preload = `data:text/javascript,${encodeURIComponent(PRELOAD)}`;
    super(args, { ...env, DRIVEN_CLOCK_FROM: String(from) }, { node: ['--import', preload], hasChannel: true });
    this.#at = from;
  }

  /** The program's clock at its pause. */
  get now(): number {
    return this.#at;
  }

  /** Waits for the program's next pause; resolves to the instant at which that one ends. Rejects when it has ended. */
  async paused(): Promise<number> {
    const ended = this.ended.then(({ status }) => {
      throw new Error(`the program ended with ${status}: ${this.stderr.slice(-2000)}`);
    });
    const [{ at }] = (await Promise.race([once(this.child, 'message'), ended])) as [{ at: number }];
    return at;
  }

  /** Ends the pause that ends at `at`, or so much later. */
  goOn(at: number, extraMs = 0): void {
    this.#at = at + extraMs;
    this.child.send({ extraMs });
  }
}
