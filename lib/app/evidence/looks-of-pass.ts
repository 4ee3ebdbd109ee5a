import type { Decompress, Decompressed } from '../../core/artifact/inside/decompress.ts';
import { SECOND_MS } from '../../core/instant.ts';

/** What the looks inside of one pass may take together (docs/design/artifacts.md#budget). */
export interface LookBudget {
  readonly readBytes: number;
  readonly producedBytes: number;
  readonly ms: number;
}

const GIB = 2 ** 30;
const PASS_BUDGET: LookBudget = { readBytes: 2 * GIB, producedBytes: 16 * GIB, ms: 60 * SECOND_MS };

/** Thrown when a look takes more than is left for the pass. */
export class BudgetSpent extends Error {
  constructor() {
    super('the looks inside of this pass have taken as much as they may');
    this.name = 'BudgetSpent';
  }
}

/**
 * The looks inside of one pass: one after the other, so that memory is that of one, and within one budget. A look that
 * was made is not made again in the same pass.
 */
export class LooksOfPass {
  readonly #elapsedMs: () => number;
  readonly #budget: LookBudget;
  readonly #made = new Map<string, Promise<unknown>>();
  #last: Promise<unknown> = Promise.resolve();
  #readBytes = 0;
  #producedBytes = 0;
  #tookMs = 0;
  #begunMs: number | null = null;

  /** `elapsedMs`: a clock that only goes forward. */
  constructor(elapsedMs: () => number, budget = PASS_BUDGET) {
    this.#elapsedMs = elapsedMs;
    this.#budget = budget;
  }

  /** What `look` gives, made once for `key` in this pass, after the looks before it. */
  once<T>(key: string, look: () => Promise<T>): Promise<T> {
    const made = this.#made.get(key);
    if (made !== undefined) return made as Promise<T>;
    const timed = async () => {
      this.#begunMs = this.#elapsedMs();
      try {
        return await look();
      } finally {
        this.#tookMs += this.#elapsedMs() - this.#begunMs;
        this.#begunMs = null;
      }
    };
    const next = this.#last.then(timed);
    this.#last = next.catch(() => {});
    this.#made.set(key, next);
    return next;
  }

  /** Nothing was spent yet: what is too much now is too much for any pass. */
  get isUntouched(): boolean {
    return this.#readBytes === 0 && this.#producedBytes === 0;
  }

  /** Counts bytes that were read. Throws BudgetSpent. */
  read(bytes: number): void {
    this.#readBytes += bytes;
    this.#assertLeft();
  }

  /** As the real one, with what comes out of it counted. */
  counted(decompress: Decompress): Decompress {
    return (codec, content) => {
      const source = decompress(codec, content);
      return source === null ? null : this.#counted(source);
    };
  }

  async *#counted(
    source: AsyncGenerator<Uint8Array, Decompressed, void>,
  ): AsyncGenerator<Uint8Array, Decompressed, void> {
    try {
      for (;;) {
        const next = await source.next();
        if (next.done) return next.value;
        this.#producedBytes += next.value.length;
        this.#assertLeft();
        yield next.value;
      }
    } finally {
      await source.return({ consumedBytes: 0 });
    }
  }

  #assertLeft(): void {
    const tookMs = this.#tookMs + (this.#begunMs === null ? 0 : this.#elapsedMs() - this.#begunMs);
    const { readBytes, producedBytes, ms } = this.#budget;
    if (this.#readBytes > readBytes || this.#producedBytes > producedBytes || tookMs > ms) {
      throw new BudgetSpent();
    }
  }
}
