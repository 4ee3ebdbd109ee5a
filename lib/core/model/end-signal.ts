import type { Place } from '../evidence/place.ts';

/** How a job shows that a run has ended (`finished:`), with what the signal needs. */
export type EndSignal =
  | { readonly kind: 'landed' }
  | { readonly kind: 'marker'; readonly name: string }
  | { readonly kind: 'report'; readonly place: Place }
  | { readonly kind: 'heartbeat' };

export const END_SIGNALS = ['landed', 'marker', 'report', 'heartbeat'] as const satisfies readonly EndSignal['kind'][];
