import { describe, expect, test } from 'vitest';
import type { EvidenceRead } from '../../../lib/core/evidence/evidence.ts';
import { type Lifetime, learnLifetime } from '../../../lib/core/evidence/lifetime.ts';
import { rememberJudged, type SeenRun } from '../../../lib/core/evidence/seen-run.ts';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../../../lib/core/instant.ts';
import { Seeded } from '../../faults/seeded.ts';

const T0 = Date.parse('2026-10-01T00:00:00Z');
const DAYS = 60;

function evidenceOf(there: readonly Instant[], allSince: number | null): EvidenceRead {
  const runs = there.map((ts) => ({
    ...({
      ts,

      outcome: 'finished',
      location: `/srv/${ts}`,
      key: `/srv/${ts}`,
      source: 'file',
    } as const),
    sizeBytes: 1_000_000,
  }));
  return {
    ...{ kind: 'read', runs, futureDated: null, contradiction: null, unreadableReport: null, partial: false },
    listing: null,
    ...(allSince === null ? {} : { allSince }),
  };
}

/** A place where something lands and something is deleted, with a look each hour. */
class Place {
  there: readonly Instant[] = [];
  lifetime: Lifetime | null = null;
  #memory: readonly SeenRun[] = [];
  readonly #allSince: number | null;
  /** What a look finds; made again when something else is there, which of 24 looks a day only a few find. */
  #found: { readonly there: readonly Instant[]; readonly evidence: EvidenceRead; readonly seen: readonly SeenRun[] };

  constructor(allSince: number | null = 0) {
    this.#allSince = allSince;
    this.#found = this.#find();
  }

  look(now: Instant): void {
    if (this.#found.there !== this.there) this.#found = this.#find();
    const { evidence, seen } = this.#found;
    this.lifetime = learnLifetime(this.lifetime, evidence, this.#memory, now);
    this.#memory = rememberJudged(this.#memory, seen);
  }

  #find() {
    const seen = [...this.there]
      .sort((a, b) => b - a)
      .map((ts): SeenRun => ({ ts, sizeBytes: 1_000_000, finding: 'good' }));
    return { there: this.there, evidence: evidenceOf(this.there, this.#allSince), seen };
  }
}

type Deletes = (place: Place, now: Instant) => void;

/** What deletes, and when in the day it does so. */
const byAge =
  (days: number, hour: number): Deletes =>
  (place, now) => {
    if (hourOf(now) === hour) place.there = place.there.filter((ts) => now - ts <= days * DAY_MS);
  };
const lastN =
  (count: number, hour: number): Deletes =>
  (place, now) => {
    if (hourOf(now) === hour) place.there = [...place.there].sort((a, b) => b - a).slice(0, count);
  };

function hourOf(now: Instant): number {
  return Math.floor((now % DAY_MS) / HOUR_MS);
}

/**
 * Backups at 02:10 on `lands` days; looks hourly, at the half hour. From day `until` on nothing lands. Gives the place after so many days.
 */
function play(
  deletes: Deletes,
  { lands = (_day: number): boolean => true, until = DAYS, days = DAYS, allSince = 0 as number | null } = {},
): Place {
  const place = new Place(allSince);
  for (let hour = 0; hour < days * 24; hour += 1) {
    const now = T0 + hour * HOUR_MS;
    const day = Math.floor(hour / 24);
    if (hourOf(now) === 2 && day < until && lands(day)) place.there = [...place.there, now + 10 * MINUTE_MS];
    deletes(place, now);
    place.look(now + 30 * MINUTE_MS);
  }
  return place;
}

const weekdays = (day: number) => day % 7 < 5;
const mostly = (seed: number) => {
  const chance = new Seeded(seed);
  const missed = Array.from({ length: DAYS }, () => chance.isLucky(0.1));
  return (day: number) => !missed[day];
};

describe('what is deleted by its age is known by a day on which nothing landed', () => {
  const cases = [
    { name: 'a week of nights, one of them missed', days: 7, lands: (day: number) => day !== 30 },
    { name: 'weekdays', days: 10, lands: weekdays },
    { name: 'nights of which some fail', days: 10, lands: mostly(1) },
    { name: 'four days', days: 4, lands: mostly(2) },
  ];
  test.each(cases.flatMap((one) => [0, 3, 12].map((hour) => ({ ...one, hour }))))(
    '$name, deleted at $hour:00',
    ({ days, lands, hour }) => {
      const { lifetime } = play(byAge(days, hour), { lands });
      expect(lifetime?.isByAge).toBe(true);
      // The age at which it was seen to be gone, to the day.
      const toDays = (lifetime?.ages?.to ?? 0) / DAY_MS;
      expect(toDays).toBeGreaterThanOrEqual(days);
      expect(toDays).toBeLessThanOrEqual(days + 1.1);
    },
  );

  test('in the first break of its life, a day after the second backup that is missing', () => {
    const known = (days: number) => play(byAge(7, 0), { until: 30, days: 30 + days }).lifetime?.isByAge;
    expect(known(1)).toBe(false);
    expect(known(2.1)).toBe(true);
  });
});

describe('what keeps a number of the newest is not taken for that', () => {
  const cases = [
    { name: 'all nights', lands: (_day: number): boolean => true },
    { name: 'weekdays', lands: weekdays },
    ...[3, 4, 5, 6].map((seed) => ({ name: `nights of which some fail (${seed})`, lands: mostly(seed) })),
  ];
  // After the backup, before it as a script may, long before it, and hours later.
  const hours = [2, 3, 1, 22, 12];
  test.each(cases.flatMap((one) => hours.map((hour) => ({ ...one, hour }))))(
    '$name, pruned at $hour:00',
    ({ lands, hour }) => {
      for (const count of [3, 7, 14]) {
        expect(play(lastN(count, hour), { lands }).lifetime?.isByAge).toBe(false);
        expect(play(lastN(count, hour), { lands, until: 40 }).lifetime?.isByAge).toBe(false);
      }
    },
  );

  test('by what outlives the others in a break, whatever was believed', () => {
    const place = play(lastN(7, 3), { until: 30, days: 31 });
    const before = place.lifetime;
    if (before === null) expect.unreachable();
    place.lifetime = { ...before, isByAge: true };
    place.look(T0 + 31.5 * DAY_MS);
    expect(place.lifetime.isByAge).toBe(true);
    place.look(T0 + 34 * DAY_MS);
    expect(place.lifetime).toMatchObject({ isByAge: false, ages: null });
  });

  test('nor is a change of how many are kept', () => {
    const pruned: Deletes = (place, now) => lastN(now < T0 + 30 * DAY_MS ? 14 : 5, 3)(place, now);
    expect(play(pruned).lifetime?.isByAge).toBe(false);
  });
});

describe('nothing is known', () => {
  test('of a place where nothing was deleted yet', () => {
    expect(play(() => {}, { days: 20 }).lifetime).toMatchObject({ there: 20, ages: null, isByAge: false });
  });

  test('where more is there than looks show', () => {
    expect(play(byAge(45, 0), { lands: weekdays, days: 58 }).lifetime).not.toBeNull();
    expect(play(byAge(45, 0), { days: 58 }).lifetime).toBeNull();
  });

  test('where only some dates were looked at, and the oldest may lie before them', () => {
    const place = new Place();
    place.there = [T0 + 10 * DAY_MS, T0 + 11 * DAY_MS];
    const learn = (allSince: number) => learnLifetime(null, evidenceOf(place.there, allSince), [], T0 + 12 * DAY_MS);
    expect(learn(T0 + 9 * DAY_MS)).toBeNull();
    expect(learn(T0 + 5 * DAY_MS)).not.toBeNull();
  });
});

test('a look that left some out changes nothing, and neither does the same look again', () => {
  const { lifetime, there } = play(byAge(7, 0), { lands: weekdays });
  const now = T0 + DAYS * DAY_MS;
  expect(learnLifetime(lifetime, evidenceOf(there.slice(-1), null), [], now)).toBe(lifetime);
  expect(learnLifetime(lifetime, evidenceOf(there, 0), [], now)).toBe(lifetime);
});
