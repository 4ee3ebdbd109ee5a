import { once } from 'node:events';
import { request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** What came of a load. */
export interface LoadResult {
  /** How many requests were answered 200. */
  readonly answered: number;
  /** From when each was due until it was answered, in milliseconds, the shortest first. */
  readonly tookMs: readonly number[];
}

/**
 * Asks for the addresses in turn, `perSecond` of them every second whether or not earlier ones have been answered, each
 * over a connection of its own, as scripts do. What is late in being sent counts as slow in being answered.
 */
export async function steadyLoad(urls: readonly string[], perSecond: number, seconds: number): Promise<LoadResult> {
  const count = perSecond * seconds;
  const begun = performance.now();
  const asking: Promise<number | null>[] = [];
  for (let index = 0; index < count; index += 1) {
    const dueMs = begun + (index * 1000) / perSecond;
    const pauseMs = dueMs - performance.now();
    if (pauseMs > 1) await sleep(pauseMs);
    const url = urls[index % urls.length] ?? '';
    asking.push(ask(url).then((isOk) => (isOk ? performance.now() - dueMs : null)));
  }
  const took = (await Promise.all(asking)).filter((ms) => ms !== null);
  return { answered: took.length, tookMs: took.toSorted((a, b) => a - b) };
}

/** The time that this many hundredths of the requests took at most, in milliseconds. */
export function percentile({ tookMs }: LoadResult, hundredths: number): number {
  return tookMs[Math.min(tookMs.length - 1, Math.floor((tookMs.length * hundredths) / 100))] ?? Number.NaN;
}

async function ask(url: string): Promise<boolean> {
  const sent = request(url, { agent: false, timeout: 10_000 });
  sent.end();
  try {
    const [answer] = await once(sent, 'response');
    answer.resume();
    await once(answer, 'end');
    return answer.statusCode === 200;
  } catch {
    return false;
  }
}
