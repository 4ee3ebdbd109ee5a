import type { Instant } from '../../lib/core/instant.ts';

/** A check shorter than this shows no progress. */
const QUIET_MS = 1000;
const BETWEEN_MS = 100;

/** A line on a terminal that says how far a long check is. */
export class Progress {
  readonly #stream: NodeJS.WriteStream | null;
  readonly #begun: Instant = Date.now();
  #shownAt: Instant = 0;

  /** Null, or a stream that is no terminal, shows nothing. */
  constructor(stream: NodeJS.WriteStream | null) {
    this.#stream = stream?.isTTY ? stream : null;
  }

  show(done: number, of: number): void {
    const now = Date.now();
    if (this.#stream === null || now - this.#begun < QUIET_MS || now - this.#shownAt < BETWEEN_MS) return;
    this.#shownAt = now;
    this.#stream.write(`\r\u001b[Kchecked ${done} of ${of} jobs`);
  }

  clear(): void {
    if (this.#shownAt === 0) return;
    this.#stream?.write('\r\u001b[K');
    this.#shownAt = 0;
  }
}
