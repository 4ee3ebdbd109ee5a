/** Runs work side by side, at most so much of it in each lane: what hangs delays only its own lane. */
export class Lanes {
  readonly #width: number;
  readonly #lanes = new Map<string, { running: number; readonly waiting: (() => void)[] }>();

  constructor(width: number) {
    this.#width = width;
  }

  /** Begins `work` as soon as its lane has room. Rejects as it does. */
  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    const lane = this.#lanes.get(name) ?? { running: 0, waiting: [] };
    this.#lanes.set(name, lane);
    if (lane.running >= this.#width) await new Promise<void>((resolve) => lane.waiting.push(resolve));
    else lane.running += 1;
    try {
      return await work();
    } finally {
      // Its place goes to the next one that waits.
      const next = lane.waiting.shift();
      if (next) next();
      else lane.running -= 1;
    }
  }
}
