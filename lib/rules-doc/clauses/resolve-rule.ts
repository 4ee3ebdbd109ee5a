import type {
  CalendarSchedule,
  IntervalSchedule,
  Clause as JudgedClause,
  Rule,
  SizeFloor,
  VerifyDepth,
} from '../../core/decision/rule.ts';
import type { CalendarTimes } from '../../core/hours/calendar-times.ts';
import { DAY_S, HOUR_S, MINUTE_S } from '../../core/instant.ts';
import { formatBytes, formatDuration } from '../../core/quantity.ts';
import type { ProblemCode } from '../yaml/problem-code.ts';
import type { ReadingContext } from '../yaml/reading-context.ts';
import { type ClausePlace, type ClauseSet, offsetOfClause, type PlacedClause } from './clause-set.ts';
import type { Clause } from './clause-values.ts';
import { cronRunsDaily } from './cron-expression.ts';

const DEFAULT_MARGIN_PERCENT = 25;
const DEFAULT_EXTRA_PERCENT = 10;
const DEFAULT_CALENDAR_ALLOW_S = HOUR_S;
const DEFAULT_EARLY_S = 30 * MINUTE_S;
const LEAST_CALENDAR_MARGIN_S = 30 * MINUTE_S;
const DEFAULT_FINISH_WITHIN_S = 6 * HOUR_S;
const DEFAULT_SHRINK_PERCENT = 50;

const ALL_DAYS = [1, 2, 3, 4, 5, 6, 7];

/** What a rule takes from the job rather than from its clauses. */
export interface JobTraits {
  readonly timezone: string;
  readonly starts: string | null;
  readonly verify: VerifyDepth | null;
  readonly urgent: boolean;
}

/** The job a rule is resolved for, for the problems it may have. */
export interface RuleOwner {
  readonly path: string;
  readonly keyOffset: number;
  /** Where the job stands, `rules.yaml:21`: defaults point there. */
  readonly at: string;
  /** False when a clause was not understood; then a missing one is not complained of. */
  readonly isWhole: boolean;
}

/** Turns merged clauses into thresholds; faults between clauses go to the log. */
class RuleResolver {
  readonly #clauses: ClauseSet;
  readonly #owner: RuleOwner;
  readonly #context: ReadingContext;

  constructor(clauses: ClauseSet, owner: RuleOwner, context: ReadingContext) {
    this.#clauses = clauses;
    this.#owner = owner;
    this.#context = context;
  }

  resolve(traits: JobTraits): { rule: Rule; checkEveryS: number } | null {
    const { finish_within, shrink, warn_shrink, at_most, escalate, check } = this.#clauses;
    const schedule = this.#schedule();
    const floor = this.#floor();
    if (at_most !== undefined && floor !== null && at_most.value < floor.bytes) {
      const message = `at most ${formatBytes(at_most.value, floor.bytes)} is less than at least ${formatBytes(floor.bytes, at_most.value)}, so that no size is right; raise one or lower the other`;
      this.#error('FLOOR_ABOVE_CEILING', at_most, message);
    }
    const shrinkPercent = shrink?.value ?? DEFAULT_SHRINK_PERCENT;
    if (warn_shrink !== undefined && warn_shrink.value > shrinkPercent) {
      const message = `warn at ${warn_shrink.value}% can never come before the alert at ${shrinkPercent}%; write ${shrinkPercent}% or less`;
      this.#error('WARN_BEYOND_SHRINK', warn_shrink, message);
    }
    if (schedule === null) return null;
    const rule: Rule = {
      timezone: traits.timezone,
      schedule,
      finishWithinS: finish_within?.value ?? DEFAULT_FINISH_WITHIN_S,
      floor,
      ceilingBytes: at_most?.value ?? null,
      atLeastFiles: null,
      shrinkPercent,
      warnShrinkPercent: warn_shrink?.value ?? shrinkPercent / 2,
      growPercent: null,
      unchanged: null,
      emptyIsFine: false,
      mustChange: false,
      proven: null,
      restoreWithinS: null,
      escalation: escalate?.value ?? { kind: 'next-day' },
      starts: traits.starts,
      verify: traits.verify,
      urgent: traits.urgent,
      at: this.#placeOf(),
    };
    return { rule, checkEveryS: check?.value ?? (isDailyOrOftener(schedule) ? HOUR_S : 6 * HOUR_S) };
  }

  #schedule(): IntervalSchedule | CalendarSchedule | null {
    const { every, at, on, cron } = this.#clauses;
    if (on !== undefined && at === undefined) {
      this.#error(
        'DAYS_WITHOUT_TIME',
        on,
        'days are given without a time of day; write at 02:00 on weekdays, or take the days out',
      );
      return null;
    }
    if (every !== undefined) return this.#interval(every.value);
    if (at !== undefined) {
      const days = { kind: 'weekdays', weekdays: on?.value ?? ALL_DAYS } as const;
      return this.#calendar({ kind: 'at', groups: [{ minutesOfDay: [at.value], days }] });
    }
    if (cron !== undefined) return this.#calendar({ kind: 'cron', expression: cron.value });
    if (this.#owner.isWhole) {
      const message = 'nothing says how often this job runs; add to its rule, for example, every 24 hours, or at 02:00';
      this.#context.log.error('NO_SCHEDULE', this.#owner.keyOffset, this.#owner.path, message);
    }
    return null;
  }

  #interval(every: { seconds: number; unitS: number }): IntervalSchedule {
    const { allow, alert_after } = this.#clauses;
    let allowS = Math.round(every.seconds * (1 + DEFAULT_EXTRA_PERCENT / 100));
    if (allow?.value.kind === 'time') allowS = allow.value.seconds;
    if (allow?.value.kind === 'unitless') allowS = Math.round(allow.value.amount * every.unitS);
    if (allow?.value.kind === 'extra') allowS = Math.round(every.seconds * (1 + allow.value.percent / 100));
    if (allow !== undefined && allowS < every.seconds) {
      const period = formatDuration(every.seconds, allowS);
      const message = `allow ${formatDuration(allowS, every.seconds)} is shorter than every ${period}; use ${period} or more`;
      this.#error('WINDOW_SHORTER_THAN_PERIOD', allow, message);
    }
    const hardAfterS = alert_after?.value ?? Math.round(allowS * (1 + this.#marginShare()));
    this.#checkAlertAfter(allowS, allow === undefined ? `${DEFAULT_EXTRA_PERCENT}% over every by default` : null);
    return { kind: 'interval', everyS: every.seconds, allowS, hardAfterS };
  }

  #calendar(times: CalendarTimes): CalendarSchedule {
    const { allow, alert_after, early } = this.#clauses;
    let allowS = DEFAULT_CALENDAR_ALLOW_S;
    if (allow?.value.kind === 'time') allowS = allow.value.seconds;
    if (allow?.value.kind === 'unitless') {
      const amount = allow.value.amount;
      this.#error(
        'WRONG_UNIT',
        allow,
        `allow ${amount} has no unit, and there is no every to take one from; write allow ${amount} minutes or allow ${amount} hours`,
      );
    }
    const margin = Math.max(allowS * this.#marginShare(), LEAST_CALENDAR_MARGIN_S);
    const hardAfterS = alert_after?.value ?? Math.round(allowS + margin);
    this.#checkAlertAfter(allowS, allow?.value.kind === 'time' ? null : 'by default');
    return { kind: 'calendar', times, allowS, hardAfterS, earlyS: early?.value ?? DEFAULT_EARLY_S, isDeadline: false };
  }

  #checkAlertAfter(allowS: number, defaulted: string | null): void {
    const { alert_after } = this.#clauses;
    if (alert_after === undefined || alert_after.value >= allowS) return;
    const window = formatDuration(allowS, alert_after.value);
    const allow = defaulted === null ? `allow ${window}` : `allow, which is ${window} (${defaulted})`;
    const message = `alert after ${formatDuration(alert_after.value, allowS)} is shorter than ${allow}; use ${window} or more, or a shorter allow`;
    this.#error('ALERT_BEFORE_WINDOW', alert_after, message);
  }

  #floor(): SizeFloor | null {
    const { at_least, alert_below } = this.#clauses;
    if (at_least === undefined) {
      // Without a floor of its own, the line below which it is an alert is the floor.
      return alert_below === undefined ? null : { bytes: alert_below.value, hardBelowBytes: alert_below.value };
    }
    if (alert_below !== undefined && alert_below.value > at_least.value) {
      const least = formatBytes(at_least.value, alert_below.value);
      const message = `alert below ${formatBytes(alert_below.value, at_least.value)} is more than at least ${least}; use ${least} or less`;
      this.#error('ALERT_ABOVE_FLOOR', alert_below, message);
    }
    return {
      bytes: at_least.value,
      hardBelowBytes: alert_below?.value ?? Math.round(at_least.value * (1 - this.#marginShare())),
    };
  }

  #marginShare(): number {
    return (this.#clauses.margin?.value ?? DEFAULT_MARGIN_PERCENT) / 100;
  }

  /** Says where a clause stands; for one that was left to its default, the clause that it follows from, or the job. */
  #placeOf(): (clause: JudgedClause) => string {
    const clauses = this.#clauses;
    const { name, source, text } = this.#context;
    const jobAt = this.#owner.at;
    const lines = new Map<JudgedClause, string>();
    return (clause) => {
      let line = lines.get(clause);
      if (line === undefined) {
        const known: Partial<Record<string, { place: ClausePlace }>> = clauses;
        const from: Partial<Record<string, readonly string[]>> = FOLLOWS_FROM;
        const place = [clause, ...(from[clause] ?? [])]
          .map((each) => known[each]?.place)
          .find((each) => each !== undefined);
        line = place === undefined ? jobAt : `${name}:${source.positionAt(offsetOfClause(text, place)).line}`;
        lines.set(clause, line);
      }
      return line;
    };
  }

  #error(code: ProblemCode, clause: { place: ClausePlace } | PlacedClause<Clause>, message: string): void {
    const { place } = clause;
    const inherited = place.path.startsWith(this.#owner.path) ? '' : ` (in ${this.#owner.path})`;
    this.#context.log.error(code, offsetOfClause(this.#context.text, place), place.path, `${message}${inherited}`);
  }
}

/** The clauses a default is computed from, the nearest first: what a reader would want to see. */
const FOLLOWS_FROM: Record<Clause, readonly Clause[]> = {
  every: ['at', 'cron'],
  allow: ['every', 'at', 'cron'],
  at: ['cron', 'every'],
  on: ['at', 'cron', 'every'],
  cron: ['at', 'every'],
  alert_after: ['margin', 'allow', 'every', 'at', 'cron'],
  margin: [],
  early: ['at', 'cron'],
  at_least: ['alert_below'],
  at_most: [],
  alert_below: ['margin', 'at_least'],
  shrink: [],
  warn_shrink: ['shrink'],
  finish_within: [],
  escalate: [],
  check: ['every', 'at', 'cron'],
};

/** True when the job runs daily or oftener; for calendar rules, by the smallest gap between two expected times. */
function isDailyOrOftener(schedule: IntervalSchedule | CalendarSchedule): boolean {
  if (schedule.kind === 'interval') return schedule.everyS <= DAY_S;
  if (schedule.times.kind === 'cron') return cronRunsDaily(schedule.times.expression);
  const weekdays = schedule.times.groups.flatMap(({ days }) => (days.kind === 'weekdays' ? days.weekdays : []));
  return weekdays.some((day) => weekdays.includes((day % 7) + 1));
}

/**
 * The rule of a job with thresholds as whole seconds and whole bytes, from clauses that are already merged; null when
 * it has no schedule. Faults between clauses (`allow` shorter than `every` ...) go to the log. Source of the formulas:
 * the decision page, section 2.
 */
export function resolveRule(
  clauses: ClauseSet,
  traits: JobTraits,
  owner: RuleOwner,
  context: ReadingContext,
): { rule: Rule; checkEveryS: number } | null {
  return new RuleResolver(clauses, owner, context).resolve(traits);
}
