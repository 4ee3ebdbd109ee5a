import type { Instant } from '../lib/core/instant.ts';
import { Checking } from './checking.ts';
import { inventedRules } from './invented-rules.ts';
import type { InventedS3 } from './invented-s3-process.ts';

/** One job, its bucket, and what its checks have said. */
export class WatchedJob {
  readonly #checking: Checking;
  readonly #server: InventedS3;
  /** Nothing is written after this instant. */
  stopsAt = Number.POSITIVE_INFINITY;
  transitions = 0;

  private constructor(checking: Checking, server: InventedS3) {
    this.#checking = checking;
    this.#server = server;
  }

  static async open(bucket: string, rule: string, server: InventedS3): Promise<WatchedJob> {
    return new WatchedJob(
      await Checking.open(
        inventedRules(1, bucket, () => rule),
        server.environment,
      ),
      server,
    );
  }

  /** One check as of `now`; the LIST requests it made, uploads asked for among them. */
  async check(now: Instant): Promise<number> {
    const before = await this.#server.writeUntil(Math.min(now, this.stopsAt));
    const { pass, lists } = await this.#checking.pass(now);
    const counted = (await this.#server.writeUntil(Math.min(now, this.stopsAt))) - before;
    if (counted !== lists) throw new Error(`the server saw ${counted} requests and the sentinel counted ${lists}`);
    this.transitions += pass.transitions.length;
    return lists;
  }

  /** Throws when anything has been raised so far. */
  expectQuiet(): void {
    if (this.transitions > 0) throw new Error('a healthy job was raised');
  }

  close(): Promise<void> {
    return this.#checking.close();
  }
}
