import type { Instant } from '../core/instant.ts';

/** Which links that work once have been used. */
export interface UsedLinks {
  /**
   * Uses a link: one conditional write, so that of many who do at once, one succeeds. False when it was used before.
   * It is remembered until some time after `expiresAt`, when it would no longer be taken anyway. Throws
   * StateStoreUnavailable.
   */
  use(nonce: string, now: Instant, expiresAt: Instant): Promise<boolean>;
}
