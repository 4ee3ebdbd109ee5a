import { isAway, isWithinHours, nextEdge, type PersonHours } from '../hours/person-hours.ts';
import { DAY_MS, type Instant } from '../instant.ts';
import type { People } from './people.ts';
import { holdAt, type ReachReason } from './reach-reason.ts';

/** With no one reachable for this long, the admin's hours count. */
const MAX_WAIT_MS = 14 * DAY_MS;
/** Nothing that only closes a matter is kept for longer than its claims are. */
const MAX_KEPT_MS = 400 * DAY_MS;

/** Who can be notified first, and when. */
export interface Reach {
  readonly personId: string;
  readonly at: Instant;
  /** Empty when it is the person who was asked for, at once. */
  readonly reasons: readonly ReachReason[];
}

interface Reachable {
  readonly id: string;
  readonly hours: PersonHours;
}

/**
 * The first instant from `t` on at which a person, or who covers for them, can be notified of what is due since
 * `since`; where that would be more than 14 days after `since`, the admin; failing that, at once
 * (docs/design/routing.md#hours). Null when the document knows neither. The answer for `t` = `since` stays the answer
 * until its instant: a delivery that was deferred to it goes out then. The fair chance starts at that same instant
 * (`earliestNotificationOf`).
 */
export function reachOffice(people: People, id: string, t: Instant, since: Instant): Reach | null {
  const first = firstOfChain(people, id, t, since);
  if (first) return { ...first, reasons: reasonsFor(people, id, first, t) };
  const { adminId } = people;
  const admin = adminId === null ? null : firstOfChain(people, adminId, t, since);
  if (admin) return { ...admin, reasons: [{ code: 'unreachable-admin-instead', personId: id }] };
  const known = firstKnown(people, [adminId, id]);
  if (known === null) return null;
  return { personId: known, at: t, reasons: [{ code: 'unreachable-and-admin', personId: id }] };
}

/** Whom an urgent notification goes to at once: the person, or the first of those who cover that is not away. */
export function reachAtOnce(people: People, id: string, t: Instant): Reach | null {
  const present = firstPresent(people, id, t);
  if (present !== null) {
    const reasons = present === id ? [] : [{ code: 'covered' as const, personId: id, by: present }];
    return { personId: present, at: t, reasons };
  }
  const { adminId } = people;
  const admin = adminId === null ? null : firstPresent(people, adminId, t);
  if (admin) return { personId: admin, at: t, reasons: [{ code: 'away-without-cover', personId: id }] };
  const known = firstKnown(people, [id, adminId]);
  return known === null ? null : { personId: known, at: t, reasons: [{ code: 'all-away' }] };
}

/** The first instant from `t` on at which this very person can be notified; null when that is more than 400 days off. */
export function reachInPerson(people: People, id: string, t: Instant): Reach | null {
  const hours = people.hoursOf(id);
  const first = hours && firstReachable([{ id, hours }], t, t + MAX_KEPT_MS);
  return first && { ...first, reasons: reasonsFor(people, id, first, t) };
}

function firstKnown(people: People, ids: readonly (string | null)[]): string | null {
  return ids.find((id) => id !== null && people.find(id) !== null) ?? null;
}

function firstPresent(people: People, id: string, t: Instant): string | null {
  return chainOf(people, id).find(({ hours }) => !isAway(hours, t))?.id ?? null;
}

/** A person, who covers for them, who covers for those, and so on; each once. */
function chainOf(people: People, id: string): Reachable[] {
  const chain: Reachable[] = [];
  for (let next: string | null = id; next !== null && !chain.some((each) => each.id === next); ) {
    const hours = people.hoursOf(next);
    if (hours === null) break;
    chain.push({ id: next, hours });
    next = people.find(next)?.cover ?? null;
  }
  return chain;
}

/**
 * Whether 14 days are too long is asked of `since`, and of `t` only once those are over: else an admin who is waited for
 * would have to hand back to an owner who comes into sight of the 14 days meanwhile.
 */
function firstOfChain(people: People, id: string, t: Instant, since: Instant): Omit<Reach, 'reasons'> | null {
  const chain = chainOf(people, id);
  const isRecent = since < t && t <= since + MAX_WAIT_MS;
  if (isRecent && firstReachable(chain, since, since + MAX_WAIT_MS) === null) return null;
  return firstReachable(chain, t, t + MAX_WAIT_MS);
}

/** At every instant it is up to the first of the chain who is not away. */
function firstReachable(chain: readonly Reachable[], t: Instant, end: Instant): Omit<Reach, 'reasons'> | null {
  if (chain.length === 0) return null;
  for (let at = t; at <= end; at = Math.min(...chain.map(({ hours }) => nextEdge(hours, at)))) {
    const present = chain.find(({ hours }) => !isAway(hours, at));
    if (present && isWithinHours(present.hours, at)) return { personId: present.id, at };
  }
  return null;
}

function reasonsFor(people: People, id: string, { personId, at }: Omit<Reach, 'reasons'>, t: Instant): ReachReason[] {
  const covered: ReachReason[] = personId === id ? [] : [{ code: 'covered', personId: id, by: personId }];
  if (at === t) return covered;
  const hours = people.hoursOf(personId);
  const hold = hours === null ? 'hours' : holdAt(hours, t);
  return hold === 'hours' && covered.length > 0 ? covered : [...covered, { code: 'held', personId, hold }];
}
