import { setMaxListeners } from 'node:events';
import type { PassTime } from '../lib/app/check/pass-time.ts';

/** Nothing more is begun from so long before the function's deadline (docs/design/evidence.md#listing). */
const NO_MORE_MS = 5_000;
/** What is still under way then is given up, so that the pass can be recorded and reported. */
const GIVEN_UP_MS = 3_000;

/** What of Lambda's context the handlers use. */
export interface FunctionContext {
  getRemainingTimeInMillis(): number;
}

/** Calls back after so long; what it returns takes that back. */
export type Alarm = (call: () => void, afterMs: number) => () => void;

const byTimer: Alarm = (call, afterMs) => {
  const timer = setTimeout(call, afterMs);
  return () => clearTimeout(timer);
};

/** The time of one invocation. `end` takes the timers away. */
export class Deadline implements PassTime {
  readonly #noMore = new AbortController();
  readonly #givenUp = new AbortController();
  readonly #cancels: readonly (() => void)[];

  constructor(context: FunctionContext, alarm: Alarm = byTimer) {
    // Every job that is looked at listens, and every request of it.
    setMaxListeners(0, this.#noMore.signal, this.#givenUp.signal);
    const left = context.getRemainingTimeInMillis();
    this.#cancels = [
      alarm(() => this.#noMore.abort(), Math.max(0, left - NO_MORE_MS)),
      alarm(() => this.#givenUp.abort(), Math.max(0, left - GIVEN_UP_MS)),
    ];
  }

  get noMore(): AbortSignal {
    return this.#noMore.signal;
  }

  get givenUp(): AbortSignal {
    return this.#givenUp.signal;
  }

  end(): void {
    for (const cancel of this.#cancels) cancel();
  }
}
