import type { Reason } from '../model/reason.ts';
import type { RenderedTest } from './rendered-verdict.ts';
import { sentenceOf } from './sentence.ts';

/**
 * A test's sentence with the age that the newest good copy has now, in seconds: a message that waited, a page and the
 * summary have the figures of their own moment (docs/design/routing.md#every-message). Of what earlier versions stored
 * there is only the sentence, of the moment when it was found.
 */
export function sentenceNow(
  { data, reason, at }: Pick<RenderedTest, 'data' | 'reason' | 'at'>,
  ageS: number | null,
): string {
  return data === undefined ? reason : sentenceOf({ reason: agedReason(data, ageS), at });
}

/** What was measured, of an age as it is now. */
export function measuredNow({ data, measured }: RenderedTest, ageS: number | null): number | null {
  return data !== undefined && isOfAge(data) ? (ageS ?? measured) : measured;
}

/** The error of the outside that a reason names, so that jobs broken by one cause are seen to be; null for none. */
export function errorOf({ data }: Pick<RenderedTest, 'data'>): string | null {
  switch (data?.kind) {
    case 'unreadable':
    case 'unread-again':
    case 'failed':
      return data.error;
    default:
      return null;
  }
}

function agedReason(reason: Reason, ageS: number | null): Reason {
  return isOfAge(reason) && ageS !== null ? { ...reason, ageS } : reason;
}

function isOfAge(reason: Reason): reason is Extract<Reason, { readonly kind: 'fresh' | 'stale' }> {
  return reason.kind === 'stale' || reason.kind === 'fresh';
}
