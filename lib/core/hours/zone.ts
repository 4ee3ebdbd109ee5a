import * as Instants from 'temporal-polyfill/fns/Instant';
import * as Zoned from 'temporal-polyfill/fns/ZonedDateTime';
import { DAY_MS, type Instant, type WallClock } from '../instant.ts';

interface OffsetSpan {
  readonly from: Instant;
  /** Exclusive. */
  readonly to: Instant;
  readonly offsetMs: number;
}

/**
 * One time zone's offsets, remembered: asking the zone database takes tens of microseconds,
 * and a check asks the same few spans thousands of times.
 */
class ZoneOffsets {
  readonly #name: string;
  #spans: OffsetSpan[] = [];
  #last: OffsetSpan | undefined;

  constructor(name: string) {
    this.#name = name;
  }

  at(instant: Instant): number {
    return this.spanAt(instant).offsetMs;
  }

  spanAt(instant: Instant): OffsetSpan {
    const last = this.#last;
    if (last && instant >= last.from && instant < last.to) return last;
    let span = this.#spans.find((candidate) => instant >= candidate.from && instant < candidate.to);
    if (!span) {
      span = this.#read(instant);
      this.#spans.push(span);
    }
    this.#last = span;
    return span;
  }

  #read(instant: Instant): OffsetSpan {
    const zoned = zonedAt(this.#name, instant);
    const next = Zoned.getTimeZoneTransition(zoned, 'next');
    // 'previous' means strictly before, so ask from one nanosecond later: the instant may be a transition itself.
    const previous = Zoned.getTimeZoneTransition(Zoned.addNanoseconds(zoned, 1), 'previous');
    return {
      from: previous?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
      to: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
      offsetMs: Math.round(Zoned.offsetNanoseconds(zoned) / 1e6),
    };
  }
}

const zones = new Map<string, ZoneOffsets>();

function offsetsOf(zone: string): ZoneOffsets {
  let offsets = zones.get(zone);
  if (!offsets) {
    offsets = new ZoneOffsets(zone);
    zones.set(zone, offsets);
  }
  return offsets;
}

/** Temporal's functions, not its classes: of these no part can be left out of a bundle. Throws for a zone it does not know. */
function zonedAt(zone: string, instant: Instant): Zoned.Record {
  return Instants.toZonedDateTimeISO(Instants.fromEpochMilliseconds(instant), zone);
}

/** True for a name the IANA zone database knows. Fixed offsets such as `+08:00` are not zones here. */
export function isZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+-]*(\/[A-Za-z0-9_+-]+)*$/.test(name)) return false;
  try {
    zonedAt(name, 0);
    return true;
  } catch {
    return false;
  }
}

/** What a clock on the wall shows in `zone` at `instant`. */
export function wallClockAt(zone: string, instant: Instant): WallClock {
  return instant + offsetsOf(zone).at(instant);
}

/** True when the zone's clock does not jump between two instants, both included. */
export function isSteady(zone: string, from: Instant, to: Instant): boolean {
  return to < offsetsOf(zone).spanAt(from).to;
}

/** The zone's newest jump up to `instant`, and by how much its clock went ahead; it must have had one. */
export function jumpBefore(zone: string, instant: Instant): { readonly at: Instant; readonly byMs: number } {
  const offsets = offsetsOf(zone);
  const { from, offsetMs } = offsets.spanAt(instant);
  return { at: from, byMs: offsetMs - offsets.at(from - 1) };
}

/**
 * The instant of a wall-clock reading by Temporal's *compatible* rule: a reading that daylight saving skips moves
 * forward by the gap, one that occurs twice means the first. Source: docs/design/decision.md#calendar.
 */
export function instantOf(zone: string, wall: WallClock): Instant {
  const offsets = offsetsOf(zone);
  const before = offsets.at(wall - DAY_MS);
  const after = offsets.at(wall + DAY_MS);
  if (before === after) {
    const instant = wall - before;
    if (offsets.at(instant) === before) return instant;
  }
  const early = wall - Math.max(before, after);
  const late = wall - Math.min(before, after);
  if (offsets.at(early) === wall - early) return early;
  if (offsets.at(late) === wall - late) return late;
  return wall - before;
}

/** The wall clock's midnight that begins the local day of `instant`, as a wall-clock reading. */
export function localDay(zone: string, instant: Instant): WallClock {
  const wall = wallClockAt(zone, instant);
  return wall - (((wall % DAY_MS) + DAY_MS) % DAY_MS);
}

/** `2026-11-21` for a wall-clock reading. */
export function dateText(wall: WallClock): string {
  return new Date(wall).toISOString().slice(0, 10);
}

/** The wall-clock midnight of a `YYYY-MM-DD` date; null when there is no such date. */
export function parseDate(text: string): WallClock | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return null;
  const wall = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(wall) || dateText(wall) !== text ? null : wall;
}
