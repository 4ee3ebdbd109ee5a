/** RunSignals that tell the runner to stop; they are passed on to the command. */
const STOPPING = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/** That the runner was told to stop, by a signal. Told a second time, it no longer waits for the command to end well. */
export class Stop {
  readonly #first = new AbortController();
  readonly #second = new AbortController();
  #name: NodeJS.Signals | null = null;

  /** Listens for the signals of this process until it ends. */
  static listening(): Stop {
    const stop = new Stop();
    for (const name of STOPPING) process.on(name, () => stop.tell(name));
    return stop;
  }

  tell(name: NodeJS.Signals): void {
    if (this.#name === null) {
      this.#name = name;
      this.#first.abort();
    } else this.#second.abort();
  }

  get signal(): AbortSignal {
    return this.#first.signal;
  }

  /** Fires when it was told twice. */
  get now(): AbortSignal {
    return this.#second.signal;
  }

  get isTold(): boolean {
    return this.#name !== null;
  }

  /** The signal that told it; SIGTERM before any did. */
  get signalName(): NodeJS.Signals {
    return this.#name ?? 'SIGTERM';
  }
}
