import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

/** A line that is longer is passed on in pieces: memory must not grow with what a command writes. */
const MAX_LINE_BYTES = 64 * 1024;

const NEWLINE = 0x0a;
const RETURN = 0x0d;

/**
 * Passes what a command writes through, byte for byte, in whole lines, so that its two outputs never mix inside one. A
 * progress bar's line ends in a carriage return. A reader that has gone away loses the output and not the backup.
 */
export class OutputPipe {
  readonly #to: Writable | null;
  readonly #seen: (lines: Buffer) => void;
  #isWaitingForReader = false;
  /** Resolves when everything has been passed on. */
  readonly done: Promise<void>;

  constructor(from: Readable, to: Writable | null, seen: (lines: Buffer) => void) {
    this.#to = to;
    this.#seen = seen;
    this.done = this.#passAll(from);
  }

  /** The reader is slow: output is waiting for it, and the command is not the cause. */
  get isWaitingForReader(): boolean {
    return this.#isWaitingForReader;
  }

  async #passAll(from: Readable): Promise<void> {
    let rest: Buffer = Buffer.alloc(0);
    try {
      for await (const chunk of from as AsyncIterable<Buffer>) {
        const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
        const end = Math.max(bytes.lastIndexOf(NEWLINE), bytes.lastIndexOf(RETURN)) + 1;
        const cut = end === 0 && bytes.length > MAX_LINE_BYTES ? bytes.length : end;
        rest = bytes.subarray(cut);
        await this.#pass(bytes.subarray(0, cut));
      }
    } catch {
      // The stream was closed: the command has ended, and a process it left behind held its output open.
    }
    await this.#pass(rest);
  }

  async #pass(lines: Buffer): Promise<void> {
    if (lines.length === 0) return;
    this.#seen(lines);
    const to = this.#to;
    if (to === null || !to.writable || to.write(lines)) return;
    // A slow reader slows the command down, as a plain pipe would.
    this.#isWaitingForReader = true;
    const over = new AbortController();
    // An error ends the wait as well: the next write sees it.
    const fired = (event: string) => once(to, event, { signal: over.signal }).catch(() => {});
    await Promise.race([fired('drain'), fired('close')]);
    over.abort();
    this.#isWaitingForReader = false;
  }
}
