import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Hints } from '../../lib/app/check/hints.ts';
import { decide } from '../../lib/core/decision/decide.ts';
import type { Decision, DecisionInput } from '../../lib/core/decision/decision.ts';
import { DAY_MS, HOUR_MS, HOUR_S, type Instant, MINUTE_MS } from '../../lib/core/instant.ts';
import type { Run } from '../../lib/core/model/run.ts';
import { nextLook } from '../../lib/core/planning/next-look.ts';
import { AT_ONCE, at, calendar, givenEvidence, givenRow, givenRule, givenRun, PLACE } from '../core/decision/given.ts';
import { runs } from '../nightly.ts';
import { read } from '../rules-doc/read.ts';

const BEGIN = at('2026-11-01T00:00:00Z');
const NIGHTS = 30;
const TICK_MS = HOUR_MS;
/** How long a look may be behind what happened: a day, the hour to the next whole one, and a tick. */
const LATEST_MS = DAY_MS + HOUR_MS + TICK_MS;
const RULE = givenRule({ schedule: calendar(), shrinkPercent: 50, escalation: { kind: 'never' } });
const JOBS = read(`
version: 1
settings: { owner: sam, admin: sam, timezone: UTC }
people: { sam: { email: sam@acme.example } }
jobs: { orders: { backup: "s3://acme/orders/", rule: at 02:00 } }
`).document?.jobs;

/** What happens to the object of a night: it lands, and may be deleted; and what becomes of each of the two events. */
const someFate = fc.oneof(
  { weight: 17, arbitrary: fc.constant<'comes' | 'lost' | 'twice' | 'late'>('comes') },
  fc.constantFrom('lost' as const, 'twice' as const, 'late' as const),
);
const someNight = fc.record({
  landsMs: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 2 * HOUR_MS, max: 2 * HOUR_MS + 50 * MINUTE_MS }) },
    fc.integer({ min: 0, max: DAY_MS - 1 }),
  ),
  sizeBytes: fc.oneof({ weight: 8, arbitrary: fc.integer({ min: 90, max: 110 }) }, fc.constantFrom(0, 20)),
  isMissing: fc.oneof({ weight: 9, arbitrary: fc.constant(false) }, fc.constant(true)),
  deletedAfterMs: fc.option(fc.integer({ min: MINUTE_MS, max: 20 * HOUR_MS }), { freq: 9 }),
  fates: fc.tuple(someFate, someFate),
  delayMs: fc.integer({ min: MINUTE_MS, max: 3 * HOUR_MS }),
});

interface Object extends Run {
  readonly deletedAt: Instant | null;
}

interface Month {
  readonly objects: readonly Object[];
  /** When each event is delivered. */
  readonly events: readonly Instant[];
  /** When the place changed. */
  readonly changes: readonly Instant[];
}

type Night = typeof someNight extends fc.Arbitrary<infer T> ? T : never;

function monthOf(nights: readonly Night[]): Month {
  const objects: Object[] = [{ ...givenRun(BEGIN - 21 * HOUR_MS, { sizeBytes: 100 }), deletedAt: null }];
  const events: Instant[] = [];
  const changes: Instant[] = [];
  const happens = (when: Instant, fate: Night['fates'][number], delayMs: number) => {
    changes.push(when);
    if (fate !== 'lost') events.push(fate === 'late' ? when + delayMs : when + 1_000);
    if (fate === 'twice') events.push(when + delayMs);
  };
  for (const [index, night] of nights.entries()) {
    if (night.isMissing) continue;
    const ts = BEGIN + index * DAY_MS + night.landsMs;
    const deletedAt = night.deletedAfterMs === null ? null : ts + night.deletedAfterMs;
    objects.push({ ...givenRun(ts, { sizeBytes: night.sizeBytes }), deletedAt });
    happens(ts, night.fates[0], night.delayMs);
    if (deletedAt !== null) happens(deletedAt, night.fates[1], night.delayMs);
  }
  return { objects, events: events.sort((a, b) => a - b), changes: changes.sort((a, b) => a - b) };
}

interface Look extends Pick<Decision, 'verdict' | 'transition'> {
  readonly at: Instant;
}

/** Every look of a month: by the plan at hourly ticks, and by events, as the checker and its queue make them. */
function play({ objects, events }: Month): readonly Look[] {
  let row = givenRow({ since: BEGIN });
  let due = BEGIN;
  const looks: Look[] = [];
  const clock = { ms: 0 };
  const hints = new Hints(() => clock.ms);
  const inputAt = (now: Instant): DecisionInput => ({
    rule: RULE,
    place: PLACE,
    evidence: givenEvidence(
      objects.filter(({ ts, deletedAt }) => ts <= now && (deletedAt === null || deletedAt > now)),
    ),
    row,
    now,
    held: false,
    earliestNotification: AT_ONCE,
  });
  const look = (now: Instant) => {
    const input = inputAt(now);
    const decision = decide(input);
    due = decision.transition ? now : nextLook({ checkEveryS: HOUR_S }, input, decision);
    row = decision.row;
    looks.push({ at: now, ...decision });
  };
  const waiting = [...events.map((when) => ({ when, isEvent: true }))];
  const end = BEGIN + (NIGHTS + 3) * DAY_MS;
  for (let tick = BEGIN; tick < end; tick += TICK_MS) {
    if (tick >= due) look(tick);
    for (;;) {
      const next = waiting.filter(({ when }) => when < tick + TICK_MS).sort((a, b) => a.when - b.when)[0];
      if (next === undefined) break;
      waiting.splice(waiting.indexOf(next), 1);
      clock.ms = next.when - BEGIN + DAY_MS;
      const { now, later } = hints.take([{ kind: 'hint', bucket: 'acme', key: 'orders/x' }], JOBS ?? []);
      const [waitMs] = next.isEvent ? later.values() : [];
      if (waitMs !== undefined) waiting.push({ when: next.when + waitMs, isEvent: false });
      if (now.length > 0 || !next.isEvent) look(Math.max(next.when, tick));
    }
  }
  return looks;
}

describe('a month of a place whose events are lost, doubled and late', () => {
  it('has no false alarm, and no wrong verdict past the daily look', () => {
    fc.assert(
      fc.property(fc.array(someNight, { minLength: NIGHTS, maxLength: NIGHTS }), (nights) => {
        const month = monthOf(nights);
        const looks = play(month);
        // What is raised is so: a look sees the place as it is, and nothing else.
        const raised = looks.filter(({ transition }) => transition !== null && transition.to !== 'green');
        expect(raised.filter(({ verdict }) => verdict?.worst === 'none')).toEqual([]);
        for (const changed of month.changes) {
          const seen = looks.find(({ at: when }) => when >= changed);
          expect(seen).toBeDefined();
          expect((seen?.at ?? 0) - changed).toBeLessThanOrEqual(LATEST_MS);
        }
      }),
      runs(20, 2_000),
    );
  });

  it('is known within a minute of each event that comes', () => {
    fc.assert(
      fc.property(fc.array(someNight, { minLength: NIGHTS, maxLength: NIGHTS }), (nights) => {
        const month = monthOf(nights.map((night) => ({ ...night, fates: ['comes', 'comes'] as const })) as Night[]);
        const looks = play(month);
        for (const changed of month.changes) {
          const seen = looks.find(({ at: when }) => when >= changed);
          expect((seen?.at ?? 0) - changed).toBeLessThanOrEqual(MINUTE_MS + 1_000);
        }
      }),
      runs(20, 2_000),
    );
  });
});
