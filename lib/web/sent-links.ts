import type { Instant } from '../core/instant.ts';
import type { RenderOptions } from '../core/message/render-options.ts';
import { formatActionToken, TOKEN_LIFE_MS } from './action-token.ts';
import { formatSeenToken } from './seen-token.ts';
import { newSignInPath, SENT_LINK_LIFE_MS } from './sign-in-link.ts';

/**
 * The links of messages, to where people reach the web: `base`, with its last slash. Those that act name what they do;
 * the one that signs in goes to its reader alone. `key` signs all of them.
 */
export function sentLinks(
  base: string,
  key: string,
  now: () => Instant,
): Required<Pick<RenderOptions, 'linkFor' | 'seenLinkFor' | 'signInLinkFor'>> {
  return {
    linkFor: ({ jobId, breakSeq, acceptRun }, action, personId) => {
      const offer = { jobId, breakSeq, action, run: action === 'accept' ? acceptRun : null };
      const token = formatActionToken({ personId, offer, expiresAt: now() + TOKEN_LIFE_MS }, key);
      return new URL(`act/${token}`, base).href;
    },
    seenLinkFor: (drillId, personId) =>
      new URL(`seen/${formatSeenToken({ drillId, personId, expiresAt: now() + TOKEN_LIFE_MS }, key)}`, base).href,
    signInLinkFor: (personId, jobId) =>
      new URL(newSignInPath({ personId, jobId, expiresAt: now() + SENT_LINK_LIFE_MS }, key), base).href,
  };
}
