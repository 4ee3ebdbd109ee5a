/** Signals that stop the runner; they are passed on to the command. */
const STOPPING = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** A request to stop the runner, by a signal. A second one no longer waits for the command to end by itself. */
export class Stop {
  readonly #first = new AbortController();
  readonly #second = new AbortController();
  #name: NodeJS.Signals | null = null;

  /** Listens for the signals of this process until it ends. */
  static listening(): Stop {
    const stop = new Stop();
    for (const name of STOPPING) process.on(name, () => stop.request(name));
    return stop;
  }

  request(name: NodeJS.Signals): void {
    if (this.#name === null) {
      this.#name = name;
      this.#first.abort();
    } else this.#second.abort();
  }

  get signal(): AbortSignal {
    return this.#first.signal;
  }

  /** Fires at the second signal. */
  get now(): AbortSignal {
    return this.#second.signal;
  }

  get isRequested(): boolean {
    return this.#name !== null;
  }

  /** The first signal; SIGTERM before there was any. */
  get signalName(): NodeJS.Signals {
    return this.#name ?? 'SIGTERM';
  }
}
