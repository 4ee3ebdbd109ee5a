import { DAY_MS, type Instant } from '../instant.ts';
import { isAway, isWithinHours, nextEdge, type PersonHours } from './person-hours.ts';

/** The first instant from `t` on at which the owner may be told (routing page, section 3). */
export type EarliestTold = (t: Instant, severity: 'soft' | 'hard') => Instant;

/** With nobody reachable for this long, the admin's hours count. */
const MAX_WAIT_MS = 14 * DAY_MS;

/** The one whose hours count, and who stands in while they are away. */
export interface Reachable {
  readonly hours: PersonHours;
  readonly cover: PersonHours | null;
}

/**
 * Makes the function that the decision asks. `owner` is null when nobody is named anywhere; `admin` is who is asked
 * when the owner and their cover cannot be reached within 14 days. With neither, and for a hard miss of an urgent
 * job, it is `t` itself.
 */
export function earliestToldFor(owner: Reachable | null, admin: Reachable | null, urgent: boolean): EarliestTold {
  return (t, severity) => {
    if (urgent && severity === 'hard') return t;
    return (owner && firstReachable(owner, t)) ?? (admin && firstReachable(admin, t)) ?? t;
  };
}

/** The first instant within 14 days from `t` on at which the person, or their cover, may be told; null if none. */
export function firstReachable(person: Reachable, t: Instant): Instant | null {
  const end = t + MAX_WAIT_MS;
  for (let at = t; at <= end; ) {
    const isCovered = isAway(person.hours, at);
    const who = isCovered ? person.cover : person.hours;
    if (who !== null && !(isCovered && isAway(who, at)) && isWithinHours(who, at)) return at;
    at = Math.min(nextEdge(person.hours, at), person.cover ? nextEdge(person.cover, at) : Number.POSITIVE_INFINITY);
  }
  return null;
}
