import { loadRules, RulesReadings } from '../../lib/app/rules/load-rules.ts';
import type { Heartbeat } from '../../lib/core/evidence/heartbeat.ts';
import type { RulesSource } from '../../lib/ports/rules-source.ts';
import { complain } from '../print/complain.ts';
import { UsageError } from '../usage-error.ts';
import { PortNotFree, type RunningWeb, serveWeb } from '../wiring/box-web.ts';
import { trustedProxies } from '../wiring/client-address.ts';
import type { StateAddress, Stores } from '../wiring/open-stores.ts';

export interface ServeOptions {
  readonly port?: number;
  readonly bind?: string;
  readonly trustedProxy?: readonly string[];
  readonly watchdog?: string;
  /** False with --no-serve. */
  readonly serve: boolean;
}

/** Where `watch` serves by default. */
const DEFAULT_PORT = 8080;
const DEFAULT_BIND = '127.0.0.1';

/**
 * Serves page, API and heartbeats for the state in a folder; on AWS functions serve them. A default port that is
 * in use does not keep backups from being checked.
 */
export async function serveBeside(
  { port, bind, trustedProxy, watchdog, serve: isServing }: ServeOptions,
  address: StateAddress,
  stores: Stores,
  rules: RulesSource,
  onHeartbeat: (heartbeat: Heartbeat) => Promise<void>,
): Promise<RunningWeb | null> {
  if (address.kind !== 'folder') {
    if (port !== undefined) throw new UsageError('--port works only with a state folder');
    return null;
  }
  if (!isServing) return null;
  const readings = new RulesReadings();
  const proxies = trustedProxies(trustedProxy, process.env);
  const hasWatchdog = Boolean(watchdog ?? process.env.SENTINEL_WATCHDOG_URL);
  const where = { port: port ?? DEFAULT_PORT, bind: bind ?? DEFAULT_BIND, proxies, hasWatchdog };
  try {
    return await serveWeb(where, address.folder, stores, () => loadRules(rules, Date.now(), readings), onHeartbeat);
  } catch (error) {
    if (!(error instanceof PortNotFree) || port !== undefined || bind !== undefined) throw error;
    complain(`sentinel: serving nothing: ${error.message}, or use --no-serve`);
    return null;
  }
}

/** Prints where it serves, and how the admin signs in. */
export async function sayWhereServed(web: RunningWeb, rules: RulesSource): Promise<void> {
  complain(`sentinel: serving the status page, the API and heartbeats at ${web.url}`);
  const { document } = await loadRules(rules, Date.now());
  complain(
    document?.admin
      ? `sentinel: sign in as ${document.admin}, once and within 15 minutes: ${web.signInUrl(document.admin)}`
      : 'sentinel: sign in with a link from `sentinel key sign-in NAME`',
  );
}
