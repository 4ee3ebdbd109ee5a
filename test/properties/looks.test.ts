import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../lib/core/decision/decide.ts';
import type { Evidence } from '../../lib/core/evidence/evidence.ts';
import { HOUR_MS, HOUR_S, type Instant } from '../../lib/core/instant.ts';
import type { Rule } from '../../lib/core/model/rule.ts';
import type { Run } from '../../lib/core/model/run.ts';
import { nextLook } from '../../lib/core/planning/next-look.ts';
import { nextRun } from '../../lib/core/planning/next-run.ts';
import {
  AT_ONCE,
  calendar,
  givenEvidence,
  givenRow,
  givenRule,
  givenRun,
  minutes,
  PLACE,
} from '../core/decision/given.ts';
import { runs } from '../nightly.ts';
import { BEGIN, LENGTH_MS, someEvidence, someRule } from './arbitraries.ts';

const TICK_MS = HOUR_MS;
const TICKS = LENGTH_MS / TICK_MS;
/** The runs that a listing shows. */
const SHOWN = 6;

interface Played {
  readonly transitions: readonly string[];
  readonly looks: number;
}

/** Ticks for sixteen days, over what is there at each: with a look at each of them, or only at those that are due. */
function play(rule: Rule, evidenceAt: (now: Instant) => Evidence, isLookedAtAlways: boolean): Played {
  let row = givenRow({ since: BEGIN });
  let due = BEGIN;
  let looks = 0;
  const transitions: string[] = [];
  for (let tick = 0; tick < TICKS; tick += 1) {
    const now = BEGIN + tick * TICK_MS;
    if (!isLookedAtAlways && now < due) continue;
    const input = {
      rule,
      place: PLACE,
      evidence: evidenceAt(now),
      row,
      now,
      held: false,
      earliestNotification: AT_ONCE,
    };
    const decision = decide(input);
    looks += 1;
    const { transition } = decision;
    if (transition)
      transitions.push(`${new Date(now).toISOString()} ${transition.from} ${transition.to} ${transition.reason}`);
    due = transition || decision.audit.length > 0 ? now : nextLook({ checkEveryS: HOUR_S }, input, decision);
    expect(due - now).toBeLessThanOrEqual(25 * HOUR_MS);
    row = decision.row;
  }
  return { transitions, looks };
}

/** How a night went: how long after it was expected its run landed, and how large it is. */
const someNight = fc.record({
  lateMs: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: minutes(15), max: minutes(55) }) },
    { weight: 2, arbitrary: fc.integer({ min: minutes(15), max: 60 * HOUR_MS }) },
  ),
  sizeBytes: fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 60, max: 80 }) }, fc.constantFrom(0, 20, 200)),
});

/** Each run lands a while after it is expected, by the one before. */
function landed(rule: Rule, nights: readonly { lateMs: number; sizeBytes: number }[]): Run[] {
  const all = [givenRun(BEGIN - HOUR_MS, { sizeBytes: 70 })];
  for (const { lateMs, sizeBytes } of nights) {
    const before = all.at(-1)?.ts ?? BEGIN;
    const expected = nextRun(rule, before, before);
    if (expected === null) break;
    all.push(givenRun(Math.max(expected, before) + lateMs, { sizeBytes }));
  }
  return all;
}

describe('looks that are made only when a verdict can have changed', () => {
  it('make the same transitions at the same ticks while nothing lands', () => {
    const someStory = fc.record({ rule: someRule, evidence: someEvidence(BEGIN) });
    fc.assert(
      fc.property(someStory, ({ rule, evidence }) => {
        const always = play(rule, () => evidence, true);
        const due = play(rule, () => evidence, false);
        expect(due.transitions).toEqual(always.transitions);
        expect(due.looks).toBeLessThanOrEqual(always.looks);
      }),
      runs(15, 5_000),
    );
  });

  it('and while runs land late, of any size, or after days', () => {
    const someStory = fc.record({ rule: someRule, nights: fc.array(someNight, { minLength: 10, maxLength: 400 }) });
    fc.assert(
      fc.property(someStory, ({ rule, nights }) => {
        const all = landed({ ...rule, starts: null }, nights);
        const evidenceAt = (now: Instant) => givenEvidence(all.filter(({ ts }) => ts <= now).slice(-SHOWN));
        const always = play({ ...rule, starts: null }, evidenceAt, true);
        expect(play({ ...rule, starts: null }, evidenceAt, false).transitions).toEqual(always.transitions);
      }),
      runs(25, 5_000),
    );
  });

  it('are few: a healthy daily job is looked at once a day', () => {
    const rule = givenRule({ schedule: calendar() });
    const all = landed(rule, Array(20).fill({ lateMs: minutes(20), sizeBytes: 70 }));
    const evidenceAt = (now: Instant) => givenEvidence(all.filter(({ ts }) => ts <= now).slice(-SHOWN));
    expect(play(rule, evidenceAt, false)).toEqual({ transitions: [], looks: 17 });
  });
});
