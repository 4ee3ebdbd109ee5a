import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decide } from '../../lib/core/decision/decide.ts';
import { quietedOf } from '../../lib/core/decision/quieted.ts';
import { reinstated } from '../../lib/core/decision/retire.ts';
import type { JobRow } from '../../lib/core/decision/row.ts';
import { HOUR_MS } from '../../lib/core/instant.ts';
import { SEVERITY_RANK } from '../../lib/core/model/severity.ts';
import type { State } from '../../lib/core/model/state.ts';
import { givenEvidence, givenRun } from '../core/decision/given.ts';
import type { Happened } from './history.ts';
import { endOf, live, someHistory } from './history.ts';

const RUNS = { numRuns: 1000 };
const RANK: Readonly<Record<State, number>> = { green: 0, warn: 1, alert: 2, escalate: 3 };

/** The row that a check goes on from: a job that came back to the rules doc is where it was. */
function stood(event: Happened['event'], before: JobRow): JobRow {
  return event.kind === 'check' ? reinstated(before, event.now) : before;
}

describe('whatever happens to a job', () => {
  it('every transition starts from the stored state, and numbers go up by one', () => {
    fc.assert(
      fc.property(someHistory, (history) => {
        const ids = new Set<string>();
        for (const { before, after, transition, event } of live(history).happened) {
          expect(after.seq).toBe(before.seq + (transition ? 1 : 0));
          if (transition === null) {
            expect(after.state).toBe(before.state);
            continue;
          }
          expect(transition).toMatchObject({ from: before.state, to: after.state, seq: after.seq, at: event.now });
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
          if (reason === 'reinstated') {
            expect([transition.from, stored.retired === null, RANK[to] <= RANK[from]]).toEqual(['green', false, true]);
            continue;
          }
          if (from === to) expect([from === 'green' ? 'passed' : 'still-failing']).toContain(reason);
          else if (to === 'green') expect(['passed', 'snoozed', 'muted', 'retired']).toContain(reason);
          else if (from === 'green')
            expect(reason).toBe(before.resumed || before.snoozed !== null ? 'resumed' : 'worsened');
          else expect(reason).toBe(to === 'escalate' ? 'stuck' : RANK[to] > RANK[from] ? 'worsened' : 'improved');
          expect(reason === 'still-failing').toBe(from === to && fixedRefuted);
          if (fixedRefuted) expect(before.pendingFixed !== null && after.pendingFixed === null).toBe(true);
          if (reason === 'still-failing') expect(before.pendingFixed).not.toBeNull();
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
          if (decision.verdict) expect(after.wouldBe !== null).toBe(decision.verdict.worst !== 'none');
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
          if (before.state === 'escalate') expect(['escalate', 'green']).toContain(after.state);
          if (before.state === 'green') expect(after.state).not.toBe('escalate');
          if (transition?.fixedRefuted) expect(after.state === 'escalate' && before.state !== 'escalate').toBe(false);
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
          if ((before.unreadable?.count ?? 0) < 2) {
            expect({ ...after, unreadable: null, version: 0 }).toEqual({ ...before, unreadable: null, version: 0 });
          }
        }
      }),
      RUNS,
    );
  });

  it('a break is running exactly while a job fails, or is quieted, or waits to be judged again', () => {
    fc.assert(
      fc.property(someHistory, (history) => {
        for (const { after } of live(history).happened) {
          if (after.state !== 'green') expect(after.breakSeq).not.toBeNull();
          if (after.breakSeq !== null && after.state === 'green') {
            expect(after.muted !== null || after.snoozed !== null || after.resumed).toBe(true);
          }
          if (after.breakSeq === null) expect([after.toldAt, after.hardToldAt]).toEqual([null, null]);
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
      { numRuns: 3000 },
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
          const results = Object.values(decision.verdict.tests).map(({ result }) =>
            result === 'pass' ? 0 : SEVERITY_RANK[result],
          );
          expect(SEVERITY_RANK[decision.verdict.worst]).toBe(Math.max(...results));
        }
      }),
      RUNS,
    );
  });
});
