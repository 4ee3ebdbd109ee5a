import type { Instant } from '../../core/instant.ts';
import type { PingKeys } from '../../ports/ping-keys.ts';
import { liveJobKeys } from './ping-key.ts';

export interface PingAddressPorts {
  readonly keys: Pick<PingKeys, 'read'>;
  readonly masterKey: () => Promise<string>;
  readonly now: () => Instant;
  /** Where pings go to, with a slash at its end; asked each time. */
  readonly base: () => string;
}

/** Where a job pings: by the one of its keys that stays. Throws SecretUnavailable, StateStoreUnavailable. */
export function pingAddresses({
  keys,
  masterKey,
  now,
  base,
}: PingAddressPorts): (jobId: string) => Promise<string | null> {
  return async (jobId) => {
    const [{ generations }, key] = await Promise.all([keys.read(), masterKey()]);
    const [live] = liveJobKeys(key, jobId, generations.get(jobId) ?? null, now());
    return live === undefined ? null : `${base()}ping/${live.key}`;
  };
}
