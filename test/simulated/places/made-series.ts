import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../../../lib/core/instant.ts';
import { type MadeEvent, midnightOf, seeded } from './made-world.ts';

export const KB = 1000;
export const MB = 1_000_000;
export const EVERY = (ms: number) => `every ${ms / HOUR_MS} h`;
export const HOURLY = EVERY(HOUR_MS);
export const NIGHTLY = EVERY(DAY_MS);
export const WEEKLY = EVERY(7 * DAY_MS);

/** A series of a place: what lands, and what the suggestion for it must be. */
export interface MadeSeries {
  /** The schedule as `scheduleOf` in the test writes it; null for one of no period. */
  readonly schedule: string | null;
  /** What lands on a day, in any order. */
  readonly day: (n: number) => readonly MadeEvent[];
  /** Which of the keys are its backups, and nothing else is. */
  readonly isOwn: (key: string) => boolean;
  /** Which keys lie beside its backups, and are removed with them; none unless given. */
  readonly isBeside?: (key: string) => boolean;
  /** Backups older than so many days are removed; null for never. */
  readonly keptDays: number | null;
  /** What is wrong with it at the end of its history. */
  readonly wrong?: 'stopped' | 'empty' | 'hollow' | 'shrunk' | 'equal';
}

/** A place with what lies in it. */
export interface MadePlace {
  readonly name: string;
  /** So many days before it is looked at it begins. */
  readonly days: number;
  readonly series: readonly MadeSeries[];
  /** Files that are there from the beginning, and belong to nothing. */
  readonly junk?: readonly string[];
}

interface Made {
  readonly seed: number;
  readonly schedule: string | null;
  /** Hours after midnight. */
  readonly hours?: readonly number[];
  readonly spreadMinutes?: number;
  readonly isDay?: (n: number) => boolean;
  readonly bytes?: number;
  /** Shares by which sizes differ. */
  readonly breadth?: number;
  readonly growth?: number;
  readonly keptDays?: number | null;
  readonly missing?: readonly number[];
  readonly wrong?: MadeSeries['wrong'];
  /** With the key of a backup: what lies beside it. */
  readonly beside?: readonly string[];
}

/** A series of files: `key` names one by the day and the time that it lands. */
export function files(key: (n: number, at: Instant, index: number) => string, made: Made): MadeSeries {
  const {
    seed,
    schedule,
    hours = [2],
    spreadMinutes = 25,
    isDay = () => true,
    bytes = 400 * MB,
    breadth = 0.05,
  } = made;
  const own = new Set<string>();
  const beside = new Set<string>();
  const landed = (n: number): readonly MadeEvent[] => {
    if (!isDay(n) || made.missing?.includes(n) || (made.wrong === 'stopped' && n > -6)) return [];
    return hours.flatMap((hour, index) => {
      const random = seeded(seed * 100_003 + n * 37 + index);
      random();
      const at = Math.floor(midnightOf(n) + hour * HOUR_MS + random() * spreadMinutes * MINUTE_MS);
      const grown = bytes * (1 + (made.growth ?? 0) * n);
      const sizeBytes = wrongSize(made.wrong, n, Math.round(grown * (1 - breadth / 2 + breadth * random())));
      const name = key(n, at, index);
      own.add(name);
      for (const ending of made.beside ?? []) beside.add(name + ending);
      const mark = made.wrong === 'equal' && n > -5 ? { mark: 'same', sizeBytes: bytes } : { sizeBytes };
      return [
        { at, key: name, ...mark },
        ...(made.beside ?? []).map((ending) => ({ at: at + MINUTE_MS, key: name + ending, sizeBytes: 90 })),
      ];
    });
  };
  return {
    schedule,
    day: landed,
    isOwn: (name) => own.has(name),
    isBeside: (name) => beside.has(name),
    keptDays: made.keptDays === undefined ? 45 : made.keptDays,
    ...(made.wrong === undefined ? {} : { wrong: made.wrong }),
  };
}

function wrongSize(wrong: MadeSeries['wrong'], n: number, sizeBytes: number): number {
  if (n < -1) return sizeBytes;
  if (wrong === 'empty') return 0;
  if (wrong === 'hollow') return 20;
  return wrong === 'shrunk' ? Math.round(sizeBytes / 6) : sizeBytes;
}

/** Each run is a folder of files, with a marker where it has a name. */
export function folders(
  folder: (n: number, at: Instant) => string,
  names: readonly string[],
  marker: string | null,
  made: Made,
): MadeSeries {
  const series = files((n, at) => folder(n, at), { ...made, beside: [] });
  const own = new Set<string>();
  return {
    ...series,
    day: (n) =>
      series.day(n).flatMap(({ at, key, sizeBytes }) => [
        ...names.map((name, index) => {
          own.add(key + name);
          return { at: at + index * 1000, key: key + name, sizeBytes: Math.round((sizeBytes ?? 0) / names.length) };
        }),
        ...(marker === null ? [] : [{ at: at + names.length * 1000, key: key + marker, sizeBytes: 0 }]),
      ]),
    isOwn: (name) => own.has(name),
    isBeside: (name) => marker !== null && name.endsWith(marker) && own.has(name.slice(0, -marker.length) + names[0]),
  };
}

/** Beside each backup of a series, others of the same time that belong to it. */
export function withOthers(
  series: MadeSeries,
  others: (event: MadeEvent, n: number) => readonly MadeEvent[],
): MadeSeries {
  const beside = new Set<string>();
  return {
    ...series,
    day: (n) =>
      series.day(n).flatMap((event) => {
        const more = others(event, n);
        for (const { key } of more) beside.add(key);
        return [event, ...more];
      }),
    isBeside: (key) => beside.has(key) || series.isBeside?.(key) === true,
  };
}

/** The same for each of several names. */
export function each(names: readonly string[], one: (name: string, index: number) => MadeSeries): MadeSeries {
  const all = names.map(one);
  const [first] = all;
  const own = new Set<string>();
  const wrong = all.find((series) => series.wrong)?.wrong;
  return {
    schedule: first?.schedule ?? null,
    keptDays: first?.keptDays ?? null,
    day: (n) =>
      all.flatMap((series) => {
        const events = series.day(n);
        for (const { key } of events) if (series.isOwn(key)) own.add(key);
        return events;
      }),
    isOwn: (key) => own.has(key),
    isBeside: (key) => all.some((series) => series.isBeside?.(key)),
    ...(wrong === undefined ? {} : { wrong }),
  };
}
