import type { Instant } from '../core/instant.ts';
import type { RenderOptions } from '../core/message/render-options.ts';
import { formatActionToken, TOKEN_LIFE_MS } from './action-token.ts';

/** Makes the links of mails: under `base`, the address that people reach the owners' side by, signed with `key`. */
export function mailLinks(base: string, key: string, now: () => Instant): NonNullable<RenderOptions['linkFor']> {
  const folder = base.endsWith('/') ? base : `${base}/`;
  return ({ jobId, breakSeq, acceptRun }, action, personId) => {
    const offer = { jobId, breakSeq, action, run: action === 'accept' ? acceptRun : null };
    const token = formatActionToken({ personId, offer, expiresAt: now() + TOKEN_LIFE_MS }, key);
    return new URL(`act/${token}`, folder).href;
  };
}
