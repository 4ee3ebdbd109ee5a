import { steadyLoad } from './steady-load.ts';

/** What is asked of a process that pings, and answered with how long each of the pings took, in milliseconds. */
export interface PingOrder {
  readonly urls: readonly string[];
  readonly perSecond: number;
  readonly seconds: number;
}

/** Pings in a process of its own, so that nothing else that a benchmark does makes an answer look late. */
process.on('message', async ({ urls, perSecond, seconds }: PingOrder) => {
  const { tookMs } = await steadyLoad(urls, perSecond, seconds);
  process.send?.(tookMs);
});
