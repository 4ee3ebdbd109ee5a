import { type ActionResult, act } from '../../../lib/core/acting/act.ts';
import { decide } from '../../../lib/core/decision/decide.ts';
import type { Decision, DecisionInput } from '../../../lib/core/decision/decision.ts';
import type { Evidence, EvidenceRead, EvidenceRefused, EvidenceUnknown } from '../../../lib/core/evidence/evidence.ts';
import type { RunFinding, SeenRun } from '../../../lib/core/evidence/seen-run.ts';
import type { CalendarTimes } from '../../../lib/core/hours/calendar-times.ts';
import { DAY_S, HOUR_MS, HOUR_S, type Instant, MINUTE_MS, MINUTE_S, parseInstant } from '../../../lib/core/instant.ts';
import type { Action } from '../../../lib/core/model/action.ts';
import { type JobRow, newRow, type Signature } from '../../../lib/core/model/job-row.ts';
import type { CalendarSchedule, IntervalSchedule, MonthsSchedule, Rule } from '../../../lib/core/model/rule.ts';
import type { Run } from '../../../lib/core/model/run.ts';
import type { EarliestNotification } from '../../../lib/core/people/earliest-notification.ts';

export const PLACE = 's3://acme-backups/orders/';
export const MB = 1_000_000;
export const ALL_DAYS = [1, 2, 3, 4, 5, 6, 7];
export const WEEKDAYS = [1, 2, 3, 4, 5];
export const MONTHLY: MonthsSchedule = {
  kind: 'months',
  months: 1,
  lateS: 3 * DAY_S,
  maxAgeS: null,
  hardAfterS: null,
  marginPercent: 25,
};

/** `2026-11-21T08:00:00Z` as an instant; a text that is none fails the test. */
export function at(text: string): Instant {
  const instant = parseInstant(text);
  if (instant === null) throw new Error(`no instant: ${text}`);
  return instant;
}

export function hours(count: number): number {
  return count * HOUR_MS;
}

export function minutes(count: number): number {
  return count * MINUTE_MS;
}

/** `every 24 hours, allow 26`: a hard miss beyond 32.5 hours. */
export function interval(overrides: Partial<IntervalSchedule> = {}): IntervalSchedule {
  return { kind: 'interval', everyS: DAY_S, allowS: 26 * HOUR_S, hardAfterS: 32.5 * HOUR_S, ...overrides };
}

/** One time of day on some days of the week. */
export function dailyAt(minuteOfDay: number, weekdays: readonly number[] = ALL_DAYS): CalendarTimes {
  return { kind: 'at', groups: [{ minutesOfDay: [minuteOfDay], days: { kind: 'weekdays', weekdays } }] };
}

/** `at 02:00`, every day, `allow 1 hour`: a hard miss 1.5 hours after the expected time. */
export function calendar(
  {
    minuteOfDay = 120,
    weekdays = ALL_DAYS,
  }: { readonly minuteOfDay?: number; readonly weekdays?: readonly number[] } = {},
  overrides: Partial<CalendarSchedule> = {},
): CalendarSchedule {
  return {
    kind: 'calendar',
    times: dailyAt(minuteOfDay, weekdays),
    allowS: HOUR_S,
    hardAfterS: HOUR_S + 30 * MINUTE_S,
    earlyS: 30 * MINUTE_S,
    isDeadline: false,
    ...overrides,
  };
}

export function cron(expression: string, overrides: Partial<CalendarSchedule> = {}): CalendarSchedule {
  return { ...calendar({}, overrides), times: { kind: 'cron', expression } };
}

/** Runs daily with 26 hours allowed, no floor, `flag if it shrinks more than 50%`, in UTC. */
export function givenRule(overrides: Partial<Rule> = {}): Rule {
  return {
    timezone: 'UTC',
    schedule: interval(),
    finishWithinS: 6 * HOUR_S,
    floor: null,
    ceilingBytes: null,
    atLeastFiles: null,
    shrinkPercent: 50,
    warnShrinkPercent: 25,
    growPercent: null,
    escalation: { kind: 'next-day' },
    unchanged: null,
    emptyIsFine: false,
    mustChange: false,
    proven: null,
    restoreWithinS: null,
    starts: null,
    verify: null,
    urgent: false,
    at: (clause) => `rules.yaml:${clause}`,
    ...overrides,
  };
}

/** A finished run of 400 MB that ended at `ts`, under a key of its own. */
export function givenRun(ts: Instant | string, overrides: Partial<Run> = {}): Run {
  const end = typeof ts === 'string' ? at(ts) : ts;
  const key = overrides.key ?? `orders/${new Date(end).toISOString()}.dump`;
  return {
    ts: end,
    outcome: 'finished',
    sizeBytes: 400 * MB,
    location: `s3://acme-backups/${key}`,
    key,
    source: 'file',
    ...overrides,
  };
}

/** A run without a size, such as a bare heartbeat gives. */
export function unsized(run: Run): Run {
  const { sizeBytes: _, ...rest } = run;
  return rest;
}

export function givenEvidence(runs: readonly Run[], overrides: Partial<EvidenceRead> = {}): EvidenceRead {
  return {
    kind: 'read',
    runs,
    futureDated: null,
    contradiction: null,
    unreadableReport: null,
    partial: false,
    listing: null,
    ...overrides,
  };
}

export const REFUSED: EvidenceRefused = { kind: 'refused', operation: 'list', location: PLACE, error: 'AccessDenied' };
export const UNKNOWN: EvidenceUnknown = { kind: 'unknown', operation: 'list', location: PLACE, error: 'SlowDown' };

export function givenRow(overrides: Partial<JobRow> = {}): JobRow {
  return { ...newRow('orders-db'), place: PLACE, ...overrides };
}

/** Runs as the row's memory keeps them, newest first, with what was found of them. */
export function seen(runs: readonly Run[], finding: RunFinding = 'good'): SeenRun[] {
  return runs.map(({ ts, sizeBytes }) => ({ ts, sizeBytes: sizeBytes ?? null, finding }));
}

export function sam(when: Instant | string, reason: string | null = null): Signature {
  return { by: 'sam', at: typeof when === 'string' ? at(when) : when, reason };
}

export const AT_ONCE: EarliestNotification = (t) => t;

/** One check from a fresh or given row. */
export function check(overrides: Partial<DecisionInput> & { readonly now: Instant }): Decision {
  return decide({
    rule: givenRule(),
    place: PLACE,
    evidence: givenEvidence([]),
    row: givenRow(),
    held: false,
    earliestNotification: AT_ONCE,
    ...overrides,
  });
}

/** A job whose checks and actions follow one another; every store in between succeeds. */
export class Job {
  row: JobRow;
  rule: Rule;
  place = PLACE;
  held = false;
  earliestNotification: EarliestNotification = AT_ONCE;

  constructor(rule: Partial<Rule> = {}, row: JobRow = givenRow()) {
    this.rule = givenRule(rule);
    this.row = row;
  }

  /** What a check asks. */
  inputAt(now: Instant, evidence: Evidence): DecisionInput {
    const { rule, place, row, held, earliestNotification } = this;
    return { rule, place, evidence, row, now, held, earliestNotification };
  }

  /** A check over evidence, or over runs. */
  check(now: Instant | string, evidence: Evidence | readonly Run[]): Decision {
    const seen = 'kind' in evidence ? evidence : givenEvidence(evidence);
    const decision = decide(this.inputAt(typeof now === 'string' ? at(now) : now, seen));
    this.#store(decision.row);
    return decision;
  }

  act(now: Instant | string, action: Action): ActionResult {
    const result = act(this.row, action, sam(now));
    if (result.done) this.#store(result.row);
    return result;
  }

  #store(row: JobRow): void {
    this.row = { ...row, version: row.version + 1 };
  }
}
