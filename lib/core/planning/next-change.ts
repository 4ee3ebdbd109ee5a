import { decide } from '../decision/decide.ts';
import type { Decision, DecisionInput } from '../decision/decision.ts';
import { MIN_CHANCE_MS } from '../decision/fair-chance.ts';
import { AGREES_AFTER_MS } from '../decision/held.ts';
import { SPARED_MS } from '../decision/settlement.ts';
import { ageLimits } from '../hours/age-limits.ts';
import { nextExpected } from '../hours/expected-times.ts';
import { instantOf, localDay } from '../hours/zone.ts';
import { DAY_MS, type Instant, SECOND_MS } from '../instant.ts';
import { beginningOf, firstPingUntil, startOf } from '../judging/recent.ts';
import type { State } from '../model/state.ts';
import { TEST_NAMES } from '../model/verdict.ts';

/** How far ahead a calendar rule's times are tried. */
const TIMES_AHEAD = 3;

/** What the state would become, and when, if nothing landed in the meantime. */
export interface NextChange {
  readonly at: Instant;
  readonly state: State;
}

/**
 * The first instant after `input.now` at which the same evidence would give another state; null when it never would.
 * `decision` is what it gives now. Each instant at which anything can change is tried in order.
 */
export function nextChange(input: DecisionInput, decision: Decision): NextChange | null {
  for (const at of candidates(input, decision)) {
    const { state } = decideAt(at, input, decision).row;
    if (state !== decision.row.state) return { at, state };
  }
  return null;
}

/** As `nextChange`, for the state or the result of any test, before `until`; null when none changes before. */
export function nextVerdict(input: DecisionInput, decision: Decision, until: Instant): Instant | null {
  for (const at of candidates(input, decision)) {
    if (at >= until) return null;
    const later = decideAt(at, input, decision);
    if (later.row.state !== decision.row.state || areOtherResults(later, decision)) return at;
  }
  return null;
}

function decideAt(at: Instant, input: DecisionInput, decision: Decision): Decision {
  return decide({ ...input, row: decision.row, now: at, held: false });
}

function areOtherResults({ verdict: a }: Decision, { verdict: b }: Decision): boolean {
  if (a === null || b === null) return a !== b;
  return TEST_NAMES.some((test) => a.tests[test]?.result !== b.tests[test]?.result);
}

function candidates({ rule, now }: DecisionInput, { row, verdict }: Decision): Instant[] {
  const found: Instant[] = [];
  const { schedule, escalation } = rule;
  const good = verdict?.lastGood?.ts;
  if (schedule.kind !== 'calendar') {
    for (const from of [good, row.quietTs]) {
      if (from === undefined || from === null) continue;
      const { freshUntil, hardAfter } = ageLimits(schedule, rule.timezone, from);
      found.push(justAfter(freshUntil), justAfter(hardAfter));
    }
  } else {
    // From so far back that every time is among them of which a line is still to come.
    let time = nextExpected(schedule.times, rule.timezone, now - schedule.hardAfterS * SECOND_MS - 1);
    for (let ahead = 0; time !== null && ahead < TIMES_AHEAD; ) {
      found.push(
        justAfter(time + schedule.allowS * SECOND_MS),
        justAfter(time + schedule.hardAfterS * SECOND_MS),
        time,
      );
      if (time > now) ahead += 1;
      time = nextExpected(schedule.times, rule.timezone, time);
    }
  }
  if (good !== undefined && rule.unchanged !== null) found.push(justAfter(good + rule.unchanged.withinS * SECOND_MS));
  if (verdict?.running) {
    const since = verdict.running.startedAt ?? verdict.running.ts;
    found.push(justAfter(since + rule.finishWithinS * SECOND_MS));
  }
  if (row.snoozed) found.push(row.snoozed.until);
  for (const clock of [row.toldAt, row.hardToldAt]) {
    if (clock === null) continue;
    if (escalation.kind === 'after') found.push(clock + escalation.afterS * SECOND_MS);
    found.push(clock + MIN_CHANCE_MS);
    found.push(instantOf(rule.timezone, localDay(rule.timezone, clock) + DAY_MS));
    if (schedule.kind !== 'calendar') found.push(ageLimits(schedule, rule.timezone, clock).dueAt);
  }
  if (row.refuted) found.push(justAfter(row.refuted.at + SPARED_MS));
  if (row.heldSince !== null) found.push(row.heldSince + AGREES_AFTER_MS);
  if (row.placeSince !== null) found.push(justAfter(firstPingUntil(rule, row.placeSince)));
  if (rule.proven !== null && row.placeSince !== null) {
    const since = Math.max(row.placeSince, startOf(rule) ?? 0);
    for (const periods of [1, 2]) found.push(justAfter(since + periods * rule.proven.everyS * SECOND_MS));
  }
  const begins = beginningOf(rule);
  if (begins !== null) found.push(justAfter(begins));
  return [...new Set(found)].filter((at) => at > now).sort((a, b) => a - b);
}

/** Exactly at a line is the milder side, so things change a millisecond later. */
function justAfter(instant: Instant): Instant {
  return instant + 1;
}
