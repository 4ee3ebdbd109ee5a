import pRetry from 'p-retry';
import { SECOND_MS } from '../../core/instant.ts';
import { failureCode } from '../../ports/network-failure.ts';

/** The time limit of one request, and its retries. */
export interface Pacing {
  readonly timeoutMs: number;
  /** Extra tries after the first. */
  readonly retries: number;
  /** Before the second try; four times as long before each further one. */
  readonly firstDelayMs: number;
}

/** At the end of a run: at most half a minute without a network. */
export const AT_THE_END: Pacing = { timeoutMs: 8 * SECOND_MS, retries: 2, firstDelayMs: SECOND_MS };
/** Before a run: the backup waits for it. */
export const BEFORE_THE_RUN: Pacing = { timeoutMs: 5 * SECOND_MS, retries: 0, firstDelayMs: 0 };

/** Worth another try, besides all 5xx: request timeout, too early, too many requests. */
const TRANSIENT: ReadonlySet<number> = new Set([408, 425, 429]);

class PostFailed extends Error {
  readonly isTransient: boolean;

  constructor(message: string, isTransient: boolean) {
    super(message);
    this.isTransient = isTransient;
  }
}

/**
 * Posts a body, with retries where they may help. Null when it was accepted; else what went wrong, worded to follow the
 * name of the sink, without the URL. Follows no redirect. Never throws.
 */
export async function post(url: URL, type: string, body: string, pacing: Pacing): Promise<string | null> {
  try {
    await pRetry(() => postOnce(url, type, body, pacing.timeoutMs), {
      retries: pacing.retries,
      minTimeout: pacing.firstDelayMs,
      factor: 4,
      shouldRetry: ({ error }) => error instanceof PostFailed && error.isTransient,
    });
    return null;
  } catch (error) {
    return error instanceof PostFailed ? error.message : `${url.host} could not be reached (${failureCode(error)})`;
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
    const timeout = signal.aborted ? `did not answer within ${timeoutMs / SECOND_MS} seconds` : null;
    throw new PostFailed(
      timeout ? `${url.host} ${timeout}` : `${url.host} could not be reached (${failureCode(error)})`,
      true,
    );
  }
  const { status } = answer;
  if (status >= 200 && status < 300) return;
  const said = `${url.host} answered ${status}`;
  if (status >= 500 || TRANSIENT.has(status)) throw new PostFailed(said, true);
  if (status >= 300 && status < 400) {
    throw new PostFailed(`${said}, a redirect, which is not followed; use the URL it points to`, false);
  }
  throw new PostFailed(`${said}; check the URL`, false);
}
