import { HttpWatchdog } from '../../lib/adapters/http/watchdog.ts';
import type { Pass } from '../../lib/app/check/check.ts';
import { isComplete } from '../../lib/app/check/scheduled-pass.ts';
import { complain } from '../print/complain.ts';
import { UsageError } from '../usage-error.ts';

/** Pings the dead-man's switch after a complete pass. */
export type PingWatchdog = (pass: Pass) => Promise<void>;

/**
 * The switch that `--watchdog` or SENTINEL_WATCHDOG_URL names; without one nothing is pinged. A ping that fails is said
 * on standard error, and the switch raises its alarm by itself. Throws UsageError for what is no web address.
 */
export function openWatchdog(option: string | undefined, env: NodeJS.ProcessEnv): PingWatchdog {
  const url = option ?? env.SENTINEL_WATCHDOG_URL;
  if (!url) return async () => {};
  if (!/^https?:\/\//i.test(url) || !URL.canParse(url)) {
    const name = option === undefined ? 'SENTINEL_WATCHDOG_URL' : '--watchdog';
    throw new UsageError(`${name} is no web address; write it whole, such as https://hc-ping.com/your-uuid`);
  }
  const watchdog = new HttpWatchdog({ get: async () => url }, 'watchdog');
  return async (pass) => {
    if (!isComplete(pass)) return;
    const failure = await watchdog.reportAlive();
    if (failure !== null) complain(`sentinel: ${failure}`);
  };
}
