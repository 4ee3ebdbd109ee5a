import { CHANNELS } from '../../channels/registry.ts';
import { type ChannelKind, channelOf } from '../../core/model/channel-kind.ts';
import type { Person } from '../../core/model/person.ts';
import { readDateSpan, readDays, readTimeSpan } from '../clauses/times.ts';
import type { Reading } from '../clauses/units.ts';
import { meant } from '../yaml/near.ts';
import { quoted } from '../yaml/problem-log.ts';
import type { ReadingContext } from '../yaml/reading-context.ts';
import { child, type TreeMap, type TreeNode } from '../yaml/tree.ts';
import { checkIds } from './read-ids.ts';
import { readMap, readSection } from './read-section.ts';
import { checkHolidayNames } from './read-skips.ts';
import { readZone } from './read-values.ts';

const ALL_DAYS = [1, 2, 3, 4, 5, 6, 7];

function list<T>(value: T | readonly T[] | undefined): readonly T[] {
  return value === undefined ? [] : Array.isArray(value) ? value : [value as T];
}

/** Channels to try when `via` does not say: the first that only the person reads, else what there is (routing). */
function defaultChannels(has: readonly ChannelKind[]): readonly ChannelKind[] {
  const own = has.find((kind) => channelOf(kind).isPrivate);
  return own === undefined ? has : [own];
}

/** Reads the section `people`; names of people that do not exist are looked for when all are known. */
class PeopleReader {
  readonly #context: ReadingContext;
  readonly #calendars: ReadonlyMap<string, readonly string[]>;
  readonly #ids: ReadonlySet<string>;
  readonly #timezone: string;

  constructor(
    context: ReadingContext,
    calendars: ReadonlyMap<string, readonly string[]>,
    ids: ReadonlySet<string>,
    timezone: string,
  ) {
    this.#context = context;
    this.#calendars = calendars;
    this.#ids = ids;
    this.#timezone = timezone;
  }

  read(id: string, map: TreeMap, keyOffset: number): Person {
    const path = `people.${id}`;
    const { log } = this.#context;
    const values = readSection(map, 'person', path, log);
    const addresses: Partial<Record<ChannelKind, string>> = {};
    for (const { kind, key, addressProblem } of CHANNELS) {
      const address = values[key];
      if (address === undefined) continue;
      addresses[kind] = address;
      const problem = addressProblem(address);
      if (problem !== null) this.#error('BAD_ADDRESS', map, key, path, `${key} ${quoted(address)} ${problem}`);
    }
    for (const key of ['cover', 'manager'] as const) this.#checkOther(id, map, key, values[key], path);
    // An address with a problem is there: what is wrong with it has been said.
    const has = CHANNELS.filter(({ key }) => map.entries.has(key)).map(({ kind }) => kind);
    const via = values.via === undefined ? defaultChannels(has) : list<ChannelKind>(values.via);
    this.#checkReachable(id, map, via, has, keyOffset);
    const days = list(values.days);
    return {
      id,
      addresses,
      via: via.filter((channel) => has.includes(channel)),
      timezone: readZone(map, values.timezone, path, log) ?? this.#timezone,
      quiet: values.quiet === undefined ? null : this.#take(map, 'quiet', path, readTimeSpan(values.quiet)),
      weekdays:
        (values.days === undefined ? null : this.#take(map, 'days', path, readDays(days.join(', ')))) ?? ALL_DAYS,
      holidays: checkHolidayNames(map, 'holidays', list(values.holidays), path, this.#calendars, log),
      away: list(values.away).flatMap((span) => this.#take(map, 'away', path, readDateSpan(span)) ?? []),
      cover: values.cover ?? null,
      manager: values.manager ?? null,
      summary: values.summary ?? 'daily',
    };
  }

  #error(
    code: Parameters<ReadingContext['log']['error']>[0],
    map: TreeMap,
    key: string,
    path: string,
    message: string,
  ): void {
    this.#context.log.error(code, child(map, key)?.offset ?? map.offset, `${path}.${key}`, message);
  }

  #take<T>(map: TreeMap, key: string, path: string, reading: Reading<T>): T | null {
    if (reading.ok) return reading.value;
    this.#error(reading.code, map, key, path, `${key}: ${reading.message}`);
    return null;
  }

  #checkOther(id: string, map: TreeMap, key: 'cover' | 'manager', other: string | undefined, path: string): void {
    if (other === undefined) return;
    if (other === id)
      this.#error(
        'SELF_REFERENCE',
        map,
        key,
        path,
        `${id} is named as their own ${key}; name another person, or take the line out`,
      );
    else if (!this.#ids.has(other)) {
      const remedy = meant(other, this.#ids, 'add them under people');
      this.#error('UNKNOWN_PERSON', map, key, path, `${key} ${quoted(other)} is not under people; ${remedy}`);
    }
  }

  #checkReachable(
    id: string,
    map: TreeMap,
    via: readonly ChannelKind[],
    has: readonly ChannelKind[],
    keyOffset: number,
  ): void {
    const path = `people.${id}`;
    const addressed = via.filter((channel) => has.includes(channel));
    if (addressed.length === 0) {
      this.#context.log.warning(
        'PERSON_UNREACHABLE',
        keyOffset,
        path,
        `${id} cannot be reached; add an email address or a Slack member id`,
      );
      return;
    }
    for (const channel of via) {
      if (has.includes(channel)) continue;
      const { key } = channelOf(channel);
      const offset = child(map, 'via')?.offset ?? keyOffset;
      this.#context.log.warning(
        'CHANNEL_WITHOUT_ADDRESS',
        offset,
        `${path}.via`,
        `via names ${channel}, and ${id} has no ${key}; add it, or take ${channel} out`,
      );
    }
  }
}

export interface People {
  readonly people: ReadonlyMap<string, Person>;
  /** Every id that stands under people, also of those with problems. */
  readonly ids: ReadonlySet<string>;
}

/** Reads every person under `people`; `timezone` is the settings', for those without their own. */
export function readPeople(
  node: TreeNode | undefined,
  calendars: ReadonlyMap<string, readonly string[]>,
  timezone: string,
  context: ReadingContext,
): People {
  const map = readMap(node, 'people', context.log, 'ids with addresses, such as dana: { email: dana@acme.example }');
  const entries = checkIds(map, 'people', 'name', context.log);
  const ids = new Set(entries.map((entry) => entry.key));
  const reader = new PeopleReader(context, calendars, ids, timezone);
  const people = new Map<string, Person>();
  for (const { key, keyOffset, value } of entries) {
    const person = readMap(value, `people.${key}`, context.log, '{ email: ... }');
    if (person !== null) people.set(key, reader.read(key, person, keyOffset));
  }
  return { people, ids };
}
