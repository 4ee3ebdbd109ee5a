import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../lib/core/decision/decide.ts';
import { reinstated } from '../../lib/core/decision/retire.ts';
import { HOUR_MS } from '../../lib/core/instant.ts';
import type { JobRow } from '../../lib/core/model/job-row.ts';
import { quietedOf } from '../../lib/core/model/quieted.ts';
import { SEVERITY_RANK } from '../../lib/core/model/severity.ts';
import type { State } from '../../lib/core/model/state.ts';
import { eachTest } from '../../lib/core/model/verdict.ts';
import { givenEvidence, givenRun } from '../core/decision/given.ts';
import { runs } from '../nightly.ts';
import { endOf, type Happened, live, someHistory } from './history.ts';

const RUNS = runs(250, 10_000);
const RANK: Readonly<Record<State, number>> = { green: 0, warn: 1, alert: 2, escalate: 3 };

/** The row that a check goes on from: a job that came back to the rules doc is where it was. */
function stood(event: Happened['event'], before: JobRow): JobRow {
  return event.kind === 'check' ? reinstated(before, event.now) : before;
}

/** Why a job that stood so may come to a state, or stay in it. */
function reasonsOf({ state: from, resumed, snoozed }: JobRow, to: State): readonly string[] {
  if (from === to) return [from === 'green' ? 'passed' : 'still-failing'];
  if (to === 'green') return ['passed', 'snoozed', 'muted', 'retired'];
  if (from === 'green') return [resumed || snoozed !== null ? 'resumed' : 'worsened'];
  return [to === 'escalate' ? 'stuck' : RANK[to] > RANK[from] ? 'worsened' : 'improved'];
}

describe('whatever happens to a job', () => {
  it('every transition starts from the stored state, and numbers go up by one', () => {
    fc.assert(
      fc.property(someHistory, (history) => {
        const ids = new Set<string>();
        for (const { before, after, transition, event } of live(history).happened) {
          expect(after.seq).toBe(before.seq + (transition ? 1 : 0));
          const told = transition ?? { ...after, from: before.state, to: before.state, at: event.now };
          expect(told).toMatchObject({ from: before.state, to: after.state, seq: after.seq, at: event.now });
          if (transition === null) continue;
          expect(transition.breakSeq).toBe(stood(event, before).breakSeq ?? after.seq);
          expect(ids.has(transition.eventId)).toBe(false);
          ids.add(transition.eventId);
        }
      }),
      RUNS,
    );
  });

  it('a state is left, kept or told exactly for a reason that the page names', () => {
    fc.assert(
      fc.property(someHistory, (history) => {
        for (const { event, before: stored, after, transition } of live(history).happened) {
          if (transition === null) continue;
          const { to, reason, fixedRefuted } = transition;
          const before = stood(event, stored);
          const from = before.state;
          const isBack = reason === 'reinstated';
          const back = [transition.from, stored.retired === null, RANK[to] <= RANK[from]];
          expect(isBack ? back : ['green', false, true]).toEqual(['green', false, true]);
          if (isBack) continue;
          expect(reasonsOf(before, to)).toContain(reason);
          expect(reason === 'still-failing').toBe(from === to && fixedRefuted);
          const isFixed = [before.pendingFixed !== null, after.pendingFixed === null];
          expect(isFixed).toEqual(fixedRefuted ? [true, true] : isFixed);
          expect(reason === 'still-failing' && before.pendingFixed === null).toBe(false);
        }
      }),
      RUNS,
    );
  });

  it('a quieted job is never raised, and keeps saying what it would be', () => {
    fc.assert(
      fc.property(someHistory, (history) => {
        for (const { event, after, decision } of live(history).happened) {
          if (decision === null || quietedOf(after, event.now) === null) continue;
          expect(after.state).toBe('green');
          const isBad = decision.verdict ? decision.verdict.worst !== 'none' : after.wouldBe !== null;
          expect(after.wouldBe !== null).toBe(isBad);
        }
      }),
      RUNS,
    );
  });

  it('an escalation is left only for green, and a refuted fix never begins one', () => {
    fc.assert(
      fc.property(someHistory, (history) => {
        for (const { event, before: stored, after, transition } of live(history).happened) {
          const before = stood(event, stored);
          const isEscalated = before.state !== 'escalate' && after.state === 'escalate';
          expect(before.state === 'escalate' && !['escalate', 'green'].includes(after.state)).toBe(false);
          expect(isEscalated && before.state === 'green').toBe(false);
          expect(isEscalated && transition?.fixedRefuted === true).toBe(false);
        }
      }),
      RUNS,
    );
  });

  it('not knowing never lowers a state, and the first two times writes only the counter', () => {
    fc.assert(
      fc.property(someHistory, (history) => {
        for (const { event, before, after } of live(history).happened) {
          if (event.kind !== 'check' || event.evidence.kind !== 'unknown') continue;
          expect(RANK[after.state]).toBeGreaterThanOrEqual(RANK[before.state]);
          const isCounted = (before.unreadable?.count ?? 0) < 2;
          const wanted = isCounted ? before : after;
          expect({ ...after, unreadable: null, version: 0 }).toEqual({ ...wanted, unreadable: null, version: 0 });
        }
      }),
      RUNS,
    );
  });

  it('a break is running exactly while a job fails, or is quieted, or waits to be judged again', () => {
    fc.assert(
      fc.property(someHistory, (history) => {
        for (const { after } of live(history).happened) {
          const { state, breakSeq, muted, snoozed, resumed, toldAt, hardToldAt } = after;
          expect(state !== 'green' && breakSeq === null).toBe(false);
          const isQuietOrWaits = muted !== null || snoozed !== null || resumed;
          expect(breakSeq !== null && state === 'green' && !isQuietOrWaits).toBe(false);
          expect(breakSeq === null ? [toldAt, hardToldAt] : [null, null]).toEqual([null, null]);
          expect(after.runs.length).toBeLessThanOrEqual(42);
        }
      }),
      RUNS,
    );
  });

  it('deciding twice gives the same, and checking again is silent and changes nothing', () => {
    fc.assert(
      fc.property(someHistory, (history) => {
        for (const { input, after, decision } of live(history).happened) {
          if (input === null || decision === null || input.evidence.kind === 'unknown') continue;
          expect(decide(input)).toEqual(decision);
          const { escalation } = input.rule;
          // Where the fair chance is over already and only this check could not escalate, the second look does.
          const isSpared =
            decision.transition?.fixedRefuted || (escalation.kind === 'after' && escalation.afterS === 0);
          if (isSpared) continue;
          const again = decide({ ...input, row: after });
          expect(again.transition).toBeNull();
          expect(again.audit).toEqual([]);
          expect(again.row).toEqual(after);
        }
      }),
      runs(750, 10_000),
    );
  });

  it('a break always ends: resumed, and with a good fresh backup, the job is green', () => {
    fc.assert(
      fc.property(someHistory, (history) => {
        const { job } = live(history);
        job.row = { ...job.row, retired: null };
        const now = endOf(history) + HOUR_MS;
        job.act(now, { verb: 'resume' });
        job.rule = { ...job.rule, ceilingBytes: null };
        const { row, verdict } = job.check(
          now,
          givenEvidence([
            givenRun(now, { sizeBytes: 1000, looked: { finding: 'good', words: 'whole', isDeep: false } }),
          ]),
        );
        expect(verdict?.worst).toBe('none');
        expect(row).toMatchObject({
          state: 'green',
          breakSeq: null,
          snoozeCount: 0,
          toldAt: null,
          hardToldAt: null,
          pendingFixed: null,
          wouldBe: null,
        });
      }),
      RUNS,
    );
  });

  it('the verdict is the worst of the three tests, unless it was not possible to look', () => {
    fc.assert(
      fc.property(someHistory, (history) => {
        for (const { event, decision } of live(history).happened) {
          if (!decision?.verdict || event.kind !== 'check' || event.evidence.kind !== 'read') continue;
          const results = eachTest(decision.verdict.tests).map(({ test: { result } }) =>
            result === 'pass' ? 0 : SEVERITY_RANK[result],
          );
          expect(SEVERITY_RANK[decision.verdict.worst]).toBe(Math.max(...results));
        }
      }),
      RUNS,
    );
  });
});
