import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fakeTimeLibrary } from './tools.ts';

/**
 * A clock for programs that stand as they are: the machine's own, a while ahead, and further ahead when the test steps
 * it. Their timers run as ever: what waits for a minute waits for a minute.
 */
export class SteppedClock {
  /** What programs are started with that are to go by this clock. */
  readonly env: Readonly<Record<string, string>>;
  readonly #file: string;
  #aheadMs = 0;

  /** Keeps how far it is ahead in a file of this folder. Throws when libfaketime is not installed. */
  constructor(folder: string) {
    const library = fakeTimeLibrary();
    if (library === null) throw new Error('libfaketime is not installed');
    this.#file = join(folder, 'clock');
    this.step(0);
    this.env = {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: this.#file,
      FAKETIME_NO_CACHE: '1',
      DONT_FAKE_MONOTONIC: '1',
      // The times of files are given to them as this clock has them.
      NO_FAKE_STAT: '1',
    };
  }

  now(): number {
    return Date.now() + this.#aheadMs;
  }

  step(ms: number): void {
    this.#aheadMs += ms;
    // A program that looks in the middle of it sees the former or the new.
    writeFileSync(`${this.#file}.new`, `+${this.#aheadMs / 1000}\n`);
    renameSync(`${this.#file}.new`, this.#file);
  }
}
