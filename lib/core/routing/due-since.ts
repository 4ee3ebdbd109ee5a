import type { Instant } from '../instant.ts';
import type { Transition } from '../model/transition.ts';
import type { Role } from './routed.ts';
import type { Situation } from './situation.ts';

/**
 * Since when a person is to be notified of how it fails: the beginnings of the two clocks of the fair chance, which count
 * again after a quieting, or of the escalation. What was due first decides.
 */
export function dueSince({ kind, transitions, newest }: Situation, role: Role): Instant[] {
  const resumed = transitions.findLastIndex(({ reason }) => reason === 'resumed');
  const failing = transitions.slice(Math.max(0, resumed)).filter(({ to }) => to !== 'green');
  const isHard = ({ to }: Transition) => to === 'alert' || to === 'escalate';
  const begun =
    role === 'escalation'
      ? [failing.find(({ to }) => to === 'escalate')]
      : [failing[0], failing.find((each) => isHard(each))];
  const beginnings = new Set(begun.flatMap((each) => each?.at ?? []));
  return kind === 'failing' && beginnings.size > 0 ? [...beginnings] : [newest.at];
}
