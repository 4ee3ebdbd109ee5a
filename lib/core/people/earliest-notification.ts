import type { Instant } from '../instant.ts';
import type { People } from './people.ts';
import { reachOffice } from './reach.ts';

/** The first instant from `t` on at which the owner can be notified (docs/design/routing.md#hours). */
export type EarliestNotification = (t: Instant, severity: 'soft' | 'hard') => Instant;

/**
 * The function that the decision asks for a job: when dispatch delivers what broke at `t`, to the owner, who covers for
 * them, or the admin. `t` itself for a hard miss of an urgent job, and where no one is named.
 */
export function earliestNotificationOf(
  people: People,
  { owner, rule }: { readonly owner: string | null; readonly rule: { readonly urgent: boolean } },
): EarliestNotification {
  return (t, severity) => {
    if (rule.urgent && severity === 'hard') return t;
    const id = owner ?? people.adminId;
    return (id === null ? null : reachOffice(people, id, t, t))?.at ?? t;
  };
}
