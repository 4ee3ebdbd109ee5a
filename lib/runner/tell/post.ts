import pRetry from 'p-retry';
import { SECOND_MS } from '../../core/instant.ts';
import { failureCode } from '../../ports/network-failure.ts';

/** How long one request may take, and what is done about one that failed. */
export interface Pacing {
  readonly timeoutMs: number;
  /** Extra tries after the first. */
  readonly retries: number;
  /** Before the second try; four times as long before each further one. */
  readonly firstDelayMs: number;
}

/** At the end of a run: half a minute of a network that is not there, and no more. */
export const AT_THE_END: Pacing = { timeoutMs: 8 * SECOND_MS, retries: 2, firstDelayMs: SECOND_MS };
/** Before a run: the backup waits for it. */
export const BEFORE_THE_RUN: Pacing = { timeoutMs: 5 * SECOND_MS, retries: 0, firstDelayMs: 0 };

/** Answers that another try may change, besides all of the 500s: taking too long, too early, too many. */
const TRANSIENT: ReadonlySet<number> = new Set([408, 425, 429]);

class Refused extends Error {
  readonly mayPass: boolean;

  constructor(message: string, mayPass: boolean) {
    super(message);
    this.mayPass = mayPass;
  }
}

/**
 * Posts a body, and again where that may help. Null when it was accepted; else why not, in words that follow the name of
 * what was posted to, without the address. Follows nothing. Never throws.
 */
export async function post(url: URL, type: string, body: string, pacing: Pacing): Promise<string | null> {
  try {
    await pRetry(() => postOnce(url, type, body, pacing.timeoutMs), {
      retries: pacing.retries,
      minTimeout: pacing.firstDelayMs,
      factor: 4,
      shouldRetry: ({ error }) => error instanceof Refused && error.mayPass,
    });
    return null;
  } catch (error) {
    return error instanceof Refused ? error.message : `${url.host} could not be reached (${failureCode(error)})`;
  }
}

async function postOnce(url: URL, type: string, body: string, timeoutMs: number): Promise<void> {
  const signal = AbortSignal.timeout(timeoutMs);
  let answer: Response;
  try {
    const headers = { 'content-type': type, 'user-agent': 'backup-sentinel' };
    answer = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
    // Only its status counts; a body that does not end must not hold the run.
    await answer.body?.cancel();
  } catch (error) {
    const why = signal.aborted ? `did not answer within ${timeoutMs / SECOND_MS} seconds` : null;
    throw new Refused(why ? `${url.host} ${why}` : `${url.host} could not be reached (${failureCode(error)})`, true);
  }
  const { status } = answer;
  if (status >= 200 && status < 300) return;
  const said = `${url.host} answered ${status}`;
  if (status >= 500 || TRANSIENT.has(status)) throw new Refused(said, true);
  if (status >= 300 && status < 400) {
    throw new Refused(`${said}, to look elsewhere; write the address it leads to`, false);
  }
  throw new Refused(`${said}; check the address`, false);
}
