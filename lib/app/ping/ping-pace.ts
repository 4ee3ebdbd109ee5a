const SAMPLES = 64;

/**
 * How long heartbeats have lately taken to be recorded. Anyone who pings with an unknown key waits as long, at no cost:
 * the time of an answer does not distinguish a known key from an unknown one.
 */
export class PingPace {
  readonly #lately: number[] = [];
  readonly #sleep: (durationMs: number) => Promise<unknown>;
  #next = 0;

  constructor(sleep: (durationMs: number) => Promise<unknown>) {
    this.#sleep = sleep;
  }

  note(durationMs: number): void {
    this.#lately[this.#next] = durationMs;
    this.#next = (this.#next + 1) % SAMPLES;
  }

  async wait(): Promise<void> {
    const durationMs = this.#lately[Math.floor(Math.random() * this.#lately.length)];
    if (durationMs !== undefined) await this.#sleep(durationMs);
  }
}
