import { type Secrets, SecretUnavailable } from '../../ports/secrets.ts';
import type { Watchdog } from '../../ports/watchdog.ts';

const TIMEOUT_MS = 3_000;

/** A dead-man's switch that is reset by a request to its address. The address is a secret: it is never shown. */
export class HttpWatchdog implements Watchdog {
  readonly #secrets: Secrets;
  readonly #name: string;

  /** `name`: of the secret that holds the address. */
  constructor(secrets: Secrets, name: string) {
    this.#secrets = secrets;
    this.#name = name;
  }

  async reportAlive(): Promise<string | null> {
    try {
      const url = await this.#secrets.get(this.#name);
      const answer = await fetch(url.trim(), { method: 'POST', signal: AbortSignal.timeout(TIMEOUT_MS) });
      await answer.body?.cancel();
      return answer.ok ? null : `the watchdog answered ${answer.status}`;
    } catch (error) {
      // The text of any other error may hold the address.
      if (error instanceof SecretUnavailable) return error.message;
      return `the watchdog could not be reached (${(error as Error).name})`;
    }
  }
}
