import { isoWeekday } from '../hours/calendar-days.ts';
import { isAway, isWithinHours, nextEdge, type PersonHours } from '../hours/person-hours.ts';
import { dateText, localDay } from '../hours/zone.ts';
import { DAY_MS, type Instant } from '../instant.ts';
import type { People } from './people.ts';

/** With nobody reachable for this long, the admin's hours count. */
const MAX_WAIT_MS = 14 * DAY_MS;
/** Nothing that only closes a matter is kept for longer than its claims are. */
const MAX_KEPT_MS = 400 * DAY_MS;

/** Who may be told first, and when. */
export interface Reach {
  readonly personId: string;
  readonly at: Instant;
  /** Why it is not the one who was asked for, or not now; null when it is both. */
  readonly why: string | null;
}

interface Reachable {
  readonly id: string;
  readonly hours: PersonHours;
}

/**
 * The first instant from `t` on at which a person, or who covers for them, may be told; failing that for 14 days, the
 * admin, or else at once. Null when the document knows neither. The checker's clocks go by `earliestToldFor`, which
 * says the same of a person and their cover.
 */
export function reachSomebody(people: People, id: string, t: Instant): Reach | null {
  const first = firstReachable(chainOf(people, id), t, t + MAX_WAIT_MS);
  if (first) return { ...first, why: whyNot(people, id, first, t) };
  const { adminId } = people;
  const admin = adminId === null ? null : firstReachable(chainOf(people, adminId), t, t + MAX_WAIT_MS);
  const nobody = `${id} cannot be reached within 14 days`;
  if (admin) return { ...admin, why: `${nobody}, so the admin is told` };
  const anybody = firstKnown(people, [adminId, id]);
  return anybody === null ? null : { personId: anybody, at: t, why: `${nobody}, nor the admin: told at once` };
}

/** Whom an urgent message goes to at once: the person, or the first of those who cover that is not away. */
export function reachAtOnce(people: People, id: string, t: Instant): Reach | null {
  const present = chainOf(people, id).find(({ hours }) => !isAway(hours, t));
  if (present) {
    return { personId: present.id, at: t, why: present.id === id ? null : `${id} is away, ${present.id} covers` };
  }
  const { adminId } = people;
  const admin = adminId === null ? undefined : chainOf(people, adminId).find(({ hours }) => !isAway(hours, t));
  if (admin) return { personId: admin.id, at: t, why: `${id} is away without cover, so the admin is told` };
  const anybody = firstKnown(people, [id, adminId]);
  return anybody === null ? null : { personId: anybody, at: t, why: 'everybody is away; told at once' };
}

/** The first instant from `t` on at which this very person may be told; null when that is more than 400 days off. */
export function reachInPerson(people: People, id: string, t: Instant): Reach | null {
  const hours = people.hoursOf(id);
  const first = hours && firstReachable([{ id, hours }], t, t + MAX_KEPT_MS);
  return first && { ...first, why: whyNot(people, id, first, t) };
}

function firstKnown(people: People, ids: readonly (string | null)[]): string | null {
  return ids.find((id) => id !== null && people.find(id) !== null) ?? null;
}

/** A person, who covers for them, who covers for those, and so on; nobody twice. */
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

/** At every instant it is up to the first of the chain who is not away. */
function firstReachable(chain: readonly Reachable[], t: Instant, end: Instant): Omit<Reach, 'why'> | null {
  if (chain.length === 0) return null;
  for (let at = t; at <= end; at = Math.min(...chain.map(({ hours }) => nextEdge(hours, at)))) {
    const present = chain.find(({ hours }) => !isAway(hours, at));
    if (present && isWithinHours(present.hours, at)) return { personId: present.id, at };
  }
  return null;
}

function whyNot(people: People, id: string, { personId, at }: Omit<Reach, 'why'>, t: Instant): string | null {
  const covered = personId === id ? null : `${id} is away, ${personId} covers`;
  if (at === t) return covered;
  const hours = people.hoursOf(personId);
  const waits = hours === null ? null : heldBy(hours, t);
  const held = waits === null ? null : `${personId} ${waits}`;
  return [covered, held].filter((part) => part !== null).join('; ') || `${personId} could not be told before`;
}

/** What keeps a person from being told at `t`; null when nothing of their own does. */
function heldBy(hours: PersonHours, t: Instant): string | null {
  const day = localDay(hours.timezone, t);
  if (isAway(hours, t)) return 'is away';
  if (hours.holidays.has(dateText(day))) return 'has a holiday';
  if (!hours.weekdays.includes(isoWeekday(day))) return 'has a day off';
  return isWithinHours(hours, t) ? null : 'has quiet hours';
}
