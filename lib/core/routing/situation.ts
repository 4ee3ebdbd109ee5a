import type { Instant } from '../instant.ts';
import { type Quieted, quietedOf } from '../model/quieted.ts';
import type { State } from '../model/state.ts';
import type { Transition } from '../model/transition.ts';
import type { NoticeKind, RouteInput } from './routed.ts';

/** How the break that triggered this stands now (docs/design/routing.md#situation). */
export type Situation = {
  readonly breakSeq: number | null;
  /** The break's transitions, oldest first, and the newest of them: what is claimed and reported. */
  readonly transitions: readonly Transition[];
  readonly newest: Transition;
} & (
  | { readonly kind: 'failing'; readonly state: Exclude<State, 'green'> }
  | { readonly kind: 'quieted'; readonly how: Quieted; readonly by: string; readonly until: Instant | null }
  /** A snooze or mute was ended; the next check says how things are. */
  | { readonly kind: 'undecided' }
  | { readonly kind: 'over'; readonly again: { readonly state: State; readonly since: Instant } | null }
  /** The break ended while it was quieted, with nothing to report. */
  | { readonly kind: 'faded' }
  | { readonly kind: 'retired' }
);

/** Looks at the row as it is now. An event that waited may find its break worse, better, quieted or over. */
export function situationOf(input: RouteInput): Situation {
  const { row, trigger, now } = input;
  const { breakSeq } = trigger;
  const transitions = breakOf(input);
  const newest = transitions.at(-1) ?? trigger;
  const common = { breakSeq, transitions, newest };
  if (breakSeq === null || row.breakSeq !== breakSeq) {
    if (newest.reason === 'retired') return { ...common, kind: 'retired' };
    if (newest.reason !== 'passed') return { ...common, kind: 'faded' };
    const again = row.state === 'green' || row.since === null ? null : { state: row.state, since: row.since };
    return { ...common, kind: 'over', again };
  }
  if (row.state !== 'green') return { ...common, kind: 'failing', state: row.state };
  const how = quietedOf(row, now);
  if (how === 'muted' && row.muted) return { ...common, kind: 'quieted', how, by: row.muted.by, until: null };
  if (how === 'snoozed' && row.snoozed) {
    return { ...common, kind: 'quieted', how, by: row.snoozed.by, until: row.snoozed.until };
  }
  return { ...common, kind: 'undecided' };
}

/**
 * Transitions that wait in the row's outbox are as good as those that were published. One that is newer than the row
 * came in after the row was read: its own event reports it.
 */
function breakOf(input: RouteInput): Transition[] {
  return knownTransitions(input).filter(({ breakSeq }) => breakSeq === input.trigger.breakSeq);
}

/** As `breakOf`, of all that the input holds, oldest first. */
export function knownTransitions({ row, transitions, trigger }: RouteInput): Transition[] {
  const bySeq = new Map<number, Transition>();
  const waiting = row.outbox.flatMap(({ transition }) => (transition ? [transition] : []));
  for (const transition of [...transitions, ...waiting]) {
    if (transition.seq <= row.seq) bySeq.set(transition.seq, transition);
  }
  if (!bySeq.has(trigger.seq)) bySeq.set(trigger.seq, trigger);
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq);
}

/** The state in the notification: green where no one has to act. */
export function stateOf(situation: Situation): State {
  return situation.kind === 'failing' ? situation.state : 'green';
}

/** What the notification reports of it. */
export function noticeKindOf(situation: Situation): NoticeKind {
  switch (situation.kind) {
    case 'failing':
    case 'quieted':
    case 'over':
    case 'retired':
      return situation.kind;
    case 'faded':
      return 'over';
    case 'undecided':
      return 'quieted';
  }
}
