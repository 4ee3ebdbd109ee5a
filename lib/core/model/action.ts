import type { RunIdentity } from './run.ts';

/** What a person can do to a job (docs/design/decision.md#actions). */
export const ACTION_VERBS = ['fixed', 'snooze', 'mute', 'resume', 'accept', 'retire', 'proven'] as const;

export type ActionVerb = (typeof ACTION_VERBS)[number];

/** An action, with what it needs. */
export type Action =
  | { readonly verb: 'fixed' }
  | { readonly verb: 'snooze'; readonly forMs: number }
  | { readonly verb: 'mute' }
  | { readonly verb: 'resume' }
  /** `run` is what a button was offered for; null means whatever the row's latest is. */
  | { readonly verb: 'accept'; readonly run: RunIdentity | null }
  /** Of a member of a job with `{each}`, that it is gone on purpose. */
  | { readonly verb: 'retire' }
  /** Of a job's proofs, that a restore was shown to work by hand; the reason says what was done. */
  | { readonly verb: 'proven' };

/** What buttons and links in messages offer, in their order; *resume* is offered where the job is shown as quieted. */
export const OFFERED_ACTIONS = ['fixed', 'snooze', 'mute', 'accept', 'retire'] as const satisfies readonly ActionVerb[];

export type OfferedAction = (typeof OFFERED_ACTIONS)[number];
