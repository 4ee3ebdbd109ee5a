import { isWithinHours } from '../../core/hours/person-hours.ts';
import { DAY_MS, type Instant } from '../../core/instant.ts';
import { channelOf } from '../../core/model/channel-kind.ts';
import type { Person } from '../../core/model/person.ts';
import { People } from '../../core/people/people.ts';
import { addressesOf, everyAddressOf } from '../../core/routing/addresses.ts';
import type { Address } from '../../core/routing/delivery.ts';
import type { SummaryReader } from '../../core/summary/facts.ts';
import { newsSince } from '../../core/summary/when-due.ts';
import type { RulesDocument } from '../../rules-doc/document.ts';
import type { LoadedRules } from '../rules/load-rules.ts';

/** A reader, and where they are notified. */
export interface AddressedReader extends SummaryReader {
  /** In order; none where only the admin's last resort is left. */
  readonly addresses: readonly Address[];
}

/** The admin of a sentinel whose document names none, or is not there. */
export function namelessAdmin(loaded: LoadedRules, now: Instant): AddressedReader {
  const timezone = loaded.document?.timezone ?? 'UTC';
  return { personId: null, isAdmin: true, timezone, since: now - DAY_MS, withTrends: true, addresses: [] };
}

/** Everyone who is to have a summary on the day of `now`: the admin first, then owners in the document's order. */
export function dueReaders(loaded: LoadedRules, now: Instant): AddressedReader[] {
  const { document, lastGood } = loaded;
  if (document === null) return [namelessAdmin(loaded, now)];
  const people = new People(document, lastGood?.holidays ?? {});
  const readers = concerned(document).flatMap((person): AddressedReader[] => {
    const hours = people.hoursOf(person.id);
    const since = hours && newsSince(person.summary, hours, document.timezone, now);
    if (hours === null || since === null) return [];
    const withTrends = newsSince('weekly', hours, document.timezone, now) !== null;
    return [readerOf(person, document, people, { since, withTrends }, now)];
  });
  return document.admin === null ? [namelessAdmin(loaded, now), ...readers] : readers;
}

/** One person's summary, wished for or not; null when the document does not know them. */
export function readerNamed(loaded: LoadedRules, personId: string, now: Instant): AddressedReader | null {
  const { document, lastGood } = loaded;
  const person = document?.people.get(personId);
  if (!document || !person) return null;
  const people = new People(document, lastGood?.holidays ?? {});
  const hours = people.hoursOf(personId);
  const since = hours && newsSince(person.summary, hours, document.timezone, now);
  const usual = now - (person.summary === 'weekly' ? 7 : 1) * DAY_MS;
  return readerOf(person, document, people, { since: since ?? usual, withTrends: true }, now);
}

function concerned({ admin, jobs, people }: RulesDocument): Person[] {
  const owners = new Set(jobs.map(({ owner }) => owner));
  const isReader = ({ id }: Person) => id === admin || owners.has(id);
  return [...people.values()].filter(isReader).sort((a, b) => Number(b.id === admin) - Number(a.id === admin));
}

function readerOf(
  person: Person,
  document: RulesDocument,
  people: People,
  reach: Pick<SummaryReader, 'since' | 'withTrends'>,
  now: Instant,
): AddressedReader {
  const { id, timezone } = person;
  return {
    personId: id,
    isAdmin: id === document.admin,
    timezone,
    ...reach,
    addresses: addressesNow(person, people, now),
  };
}

/** A summary is not deferred: in quiet hours it goes where it makes no sound, if it can. */
function addressesNow(person: Person, people: People, now: Instant): Address[] {
  const addresses = addressesOf(person);
  const hours = people.hoursOf(person.id);
  if (hours === null || isWithinHours(hours, now)) return addresses;
  const isSilent = ({ channel }: Address) => channelOf(channel).isSilent;
  return [...everyAddressOf(person).filter(isSilent), ...addresses.filter((address) => !isSilent(address))];
}
