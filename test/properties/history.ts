import fc from 'fast-check';
import type { Decision, DecisionInput } from '../../lib/core/decision/decision.ts';
import { retire } from '../../lib/core/decision/retire.ts';
import type { Evidence } from '../../lib/core/evidence/evidence.ts';
import { HOUR_MS, type Instant, MINUTE_MS } from '../../lib/core/instant.ts';
import type { Action } from '../../lib/core/model/action.ts';
import type { JobRow } from '../../lib/core/model/job-row.ts';
import type { Rule } from '../../lib/core/model/rule.ts';
import type { Transition } from '../../lib/core/model/transition.ts';
import { Job, PLACE } from '../core/decision/given.ts';
import { BEGIN, someAction, someEvidence, someRule } from './arbitraries.ts';

type Event =
  | { readonly kind: 'check'; readonly evidence: Evidence }
  | { readonly kind: 'act'; readonly action: Action }
  | { readonly kind: 'place'; readonly place: string }
  | { readonly kind: 'rule'; readonly rule: Rule }
  | { readonly kind: 'retire' };

/** What has happened to one job: each event at its own time. */
export interface History {
  readonly rule: Rule;
  readonly waitMs: number;
  readonly events: readonly (Event & { readonly now: Instant })[];
}

const someStep = fc.oneof(
  fc.constantFrom(0, 1, MINUTE_MS, HOUR_MS, 7 * HOUR_MS, 24 * HOUR_MS, 60 * HOUR_MS),
  fc.integer({ min: 0, max: 30 * HOUR_MS }),
);

function someEvent(now: Instant): fc.Arbitrary<Event> {
  return fc.oneof(
    { weight: 12, arbitrary: fc.record({ kind: fc.constant('check' as const), evidence: someEvidence(now) }) },
    { weight: 5, arbitrary: fc.record({ kind: fc.constant('act' as const), action: someAction }) },
    {
      weight: 1,
      arbitrary: fc.record({ kind: fc.constant('place' as const), place: fc.constantFrom(PLACE, 'heartbeat') }),
    },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('rule' as const), rule: someRule }) },
    { weight: 1, arbitrary: fc.constant({ kind: 'retire' as const }) },
  );
}

export const someHistory: fc.Arbitrary<History> = fc
  .record({
    rule: someRule,
    waitMs: fc.constantFrom(0, 0, 5 * HOUR_MS, 40 * HOUR_MS),
    steps: fc.array(someStep, { minLength: 1, maxLength: 14 }),
  })
  .chain(({ rule, waitMs, steps }) => {
    let now = BEGIN;
    const times = steps.map((step) => {
      now += step;
      return now;
    });
    const events = fc.tuple(...times.map((time) => someEvent(time).map((event) => ({ ...event, now: time }))));
    return events.map((list) => ({ rule, waitMs, events: list }));
  });

/** One thing that happened, with the row before and after. */
export interface Happened {
  readonly event: History['events'][number];
  readonly before: JobRow;
  readonly after: JobRow;
  readonly transition: Transition | null;
  /** Set for checks: what was asked, and what was decided. */
  readonly input: DecisionInput | null;
  readonly decision: Decision | null;
}

/** Lives through a history; `job` is left as it was at its end. */
export function live({ rule, waitMs, events }: History): { readonly job: Job; readonly happened: readonly Happened[] } {
  const job = new Job(rule);
  job.earliestNotification = (t) => t + waitMs;
  const happened: Happened[] = [];
  for (const event of events) {
    const before = job.row;
    let transition: Transition | null = null;
    let input: DecisionInput | null = null;
    let decision: Decision | null = null;
    switch (event.kind) {
      case 'check':
        input = {
          rule: job.rule,
          place: job.place,
          evidence: event.evidence,
          row: before,
          now: event.now,
          held: false,
          earliestNotification: job.earliestNotification,
        };
        decision = job.check(event.now, event.evidence);
        transition = decision.transition;
        break;
      case 'act': {
        const result = job.act(event.now, event.action);
        transition = result.done ? result.transition : null;
        break;
      }
      case 'retire': {
        const retired = retire(job.row, event.now);
        job.row = { ...retired.row, version: job.row.version + 1 };
        transition = retired.transition;
        break;
      }
      case 'place':
        job.place = event.place;
        break;
      case 'rule':
        job.rule = event.rule;
        break;
    }
    happened.push({ event, before, after: job.row, transition, input, decision });
  }
  return { job, happened };
}

/** The time at which the last thing happened. */
export function endOf(history: History): Instant {
  return history.events.at(-1)?.now ?? BEGIN;
}
