import { elapsedMs } from './elapsed.ts';
import { printable } from './printable.ts';

/** What ends sooner shows no progress. */
const QUIET_MS = 1000;
const BETWEEN_MS = 100;

/** A line on a terminal that says how far something long is. */
export class Progress {
  readonly #stream: NodeJS.WriteStream | null;
  readonly #begun = elapsedMs();
  #shownAt = 0;

  /** Null, or a stream that is no terminal, shows nothing. */
  constructor(stream: NodeJS.WriteStream | null) {
    this.#stream = stream?.isTTY ? stream : null;
  }

  /** `line` is made where it is shown, a few times a second; it has no control characters. */
  show(line: () => string): void {
    const now = elapsedMs();
    if (this.#stream === null || now - this.#begun < QUIET_MS || now - this.#shownAt < BETWEEN_MS) return;
    this.#shownAt = now;
    this.#stream.write(`\r\u001b[K${line()}`);
  }

  /** How many keys of a place were listed. */
  showKeys(location: string, keys: number): void {
    this.show(() => `${printable(location)}: ${keys.toLocaleString('en-US')} keys listed`);
  }

  clear(): void {
    if (this.#shownAt === 0) return;
    this.#stream?.write('\r\u001b[K');
    this.#shownAt = 0;
  }
}
