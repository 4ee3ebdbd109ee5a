import { describe, expect, it } from 'vitest';
import { decide } from '../../../lib/core/decision/decide.ts';
import type { DecisionInput } from '../../../lib/core/decision/decision.ts';
import type { Evidence } from '../../../lib/core/evidence/evidence.ts';
import { DAY_S, HOUR_S, MINUTE_MS, MINUTE_S } from '../../../lib/core/instant.ts';
import type { JobRow } from '../../../lib/core/model/job-row.ts';
import type { Rule } from '../../../lib/core/model/rule.ts';
import { type NextChange, nextChange } from '../../../lib/core/planning/next-change.ts';
import {
  AT_ONCE,
  at,
  calendar,
  cron,
  givenEvidence,
  givenRow,
  givenRule,
  givenRun,
  hours,
  interval,
  MB,
  minutes,
  PLACE,
  REFUSED,
  sam,
  WEEKDAYS,
} from '../decision/given.ts';

/** The slow way: check again every minute, each time from the row the check before gave, over the same evidence. */
function byTheMinute(input: DecisionInput, forMs: number): NextChange | null {
  let { row } = decide(input);
  const { state } = row;
  for (
    let now = Math.floor(input.now / MINUTE_MS) * MINUTE_MS + MINUTE_MS;
    now <= input.now + forMs;
    now += MINUTE_MS
  ) {
    row = decide({ ...input, row, now }).row;
    if (row.state !== state) return { at: now, state: row.state };
  }
  return null;
}

describe('the next change', () => {
  const NOW = at('2026-11-20T12:00:00Z');
  const GOOD = givenRun('2026-11-20T02:00:00Z');
  const OLD = givenRun('2026-11-19T02:00:00Z');
  const LATE = givenRun(NOW - hours(27));
  const EVERY_30 = cron('*/30 * * * *', { allowS: 10 * MINUTE_S, hardAfterS: 40 * MINUTE_S });
  const cases: readonly {
    name: string;
    rule?: Partial<Rule>;
    evidence: Evidence;
    row?: Partial<JobRow>;
    now?: number;
    toldAfter?: number;
    want: NextChange['state'] | null;
  }[] = [
    { name: 'green until the window is over', evidence: givenEvidence([GOOD]), want: 'warn' },
    { name: 'a warning until the hard line', evidence: givenEvidence([LATE]), want: 'alert' },
    { name: 'an alert until the next day', evidence: givenEvidence([OLD]), want: 'escalate' },
    {
      name: 'an alert until the next day of the zone',
      rule: { timezone: 'Pacific/Chatham' },
      evidence: givenEvidence([OLD]),
      want: 'escalate',
    },
    {
      name: 'an alert until D is over',
      rule: { escalation: { kind: 'after', afterS: 5 * HOUR_S } },
      evidence: givenEvidence([OLD]),
      want: 'escalate',
    },
    {
      name: 'an alert that never escalates',
      rule: { escalation: { kind: 'never' } },
      evidence: givenEvidence([OLD]),
      want: null,
    },
    {
      name: 'an escalation',
      evidence: givenEvidence([OLD]),
      row: { state: 'escalate', seq: 3, breakSeq: 1 },
      want: null,
    },
    { name: 'an alert whose owner sleeps', evidence: givenEvidence([OLD]), toldAfter: hours(20), want: 'escalate' },
    {
      name: 'a weekly warning about size',
      rule: { schedule: interval({ everyS: 7 * DAY_S, allowS: 8 * DAY_S, hardAfterS: 10 * DAY_S }), ceilingBytes: MB },
      evidence: givenEvidence([GOOD]),
      want: 'escalate',
    },
    {
      name: 'by calendar: green until the allowance is over',
      rule: { schedule: calendar() },
      evidence: givenEvidence([GOOD]),
      want: 'warn',
    },
    {
      name: 'by calendar: while the allowance runs',
      rule: { schedule: calendar() },
      evidence: givenEvidence([OLD]),
      now: at('2026-11-20T02:30:00Z'),
      want: 'warn',
    },
    {
      name: 'by calendar: a warning until the hard line',
      rule: { schedule: calendar() },
      evidence: givenEvidence([OLD]),
      now: at('2026-11-20T03:10:00Z'),
      want: 'alert',
    },
    {
      name: 'by calendar: a warning until the second is missed',
      rule: { schedule: calendar({}, { hardAfterS: 30 * DAY_S }), escalation: { kind: 'never' } },
      evidence: givenEvidence([OLD]),
      want: 'alert',
    },
    {
      name: 'by calendar: a warning until one further time has come',
      rule: { schedule: calendar({}, { hardAfterS: 30 * DAY_S }) },
      evidence: givenEvidence([OLD]),
      want: 'escalate',
    },
    {
      name: 'by calendar: on Fridays',
      rule: { schedule: calendar({ weekdays: [5] }) },
      evidence: givenEvidence([GOOD]),
      want: 'warn',
    },
    {
      name: 'by calendar: a warning about size, weekly',
      rule: { schedule: calendar({ weekdays: [5] }), ceilingBytes: MB },
      evidence: givenEvidence([GOOD]),
      want: 'escalate',
    },
    {
      name: 'by calendar: every 30 minutes',
      rule: { schedule: EVERY_30 },
      evidence: givenEvidence([givenRun(NOW)]),
      want: 'warn',
    },
    {
      name: 'by calendar: a long allowance',
      rule: { schedule: calendar({ weekdays: WEEKDAYS }, { allowS: 3 * DAY_S, hardAfterS: 4 * DAY_S }) },
      evidence: givenEvidence([GOOD]),
      want: 'warn',
    },
    {
      name: 'by calendar: on the night the clocks go back',
      rule: { timezone: 'Europe/Berlin', schedule: calendar({ minuteOfDay: 150 }) },
      evidence: givenEvidence([givenRun('2026-10-24T02:30:00+02:00')]),
      now: at('2026-10-25T00:00:00+02:00'),
      want: 'warn',
    },
    {
      name: 'by calendar: every 5 minutes, with a run dated a little ahead',
      rule: { schedule: cron('*/5 * * * *', { allowS: 0, hardAfterS: 600, earlyS: 60 }) },
      evidence: givenEvidence([givenRun(NOW + minutes(14))]),
      want: 'warn',
    },
    {
      name: 'a run under way until it is late',
      evidence: givenEvidence([GOOD, givenRun(NOW - hours(1), { outcome: 'unfinished' })]),
      want: 'alert',
    },
    {
      name: 'a snooze that ends',
      evidence: givenEvidence([OLD]),
      row: { snoozed: { ...sam(NOW), until: NOW + hours(5) } },
      want: 'alert',
    },
    {
      name: 'a snooze over a job that will be late only after it',
      evidence: givenEvidence([GOOD]),
      row: { snoozed: { ...sam(NOW), until: NOW + hours(5) } },
      want: 'warn',
    },
    {
      name: 'a quiet source whose runs stop',
      rule: { unchanged: { withinS: 60 * DAY_S } },
      evidence: givenEvidence([givenRun(NOW - hours(72))], { newestDone: NOW - hours(3) }),
      want: 'warn',
    },
    {
      name: 'a copy that grows older than a quiet source may have it',
      rule: { unchanged: { withinS: 73 * HOUR_S } },
      evidence: givenEvidence([givenRun(NOW - hours(72))], { newestDone: NOW - hours(3) }),
      want: 'warn',
    },
    { name: 'a mute', evidence: givenEvidence([OLD]), row: { muted: sam(NOW) }, want: null },
    { name: 'a job that has not begun', rule: { starts: '2026-11-21' }, evidence: givenEvidence([]), want: 'alert' },
    { name: 'nothing there', evidence: givenEvidence([]), want: 'escalate' },
    { name: 'a place that is refused', evidence: REFUSED, want: 'escalate' },
  ];
  it.each(cases)('$name: $want', ({ rule, evidence, row, now, toldAfter, want }) => {
    const input: DecisionInput = {
      rule: givenRule(rule),
      place: PLACE,
      evidence,
      row: givenRow(row),
      now: now ?? NOW,
      held: false,
      earliestNotification: toldAfter === undefined ? AT_ONCE : (t) => t + toldAfter,
    };
    const next = nextChange(input, decide(input));
    expect(next?.state ?? null).toBe(want);
    const slow = byTheMinute(input, hours(9 * 24));
    expect(slow?.state ?? null).toBe(want);
    // Between two whole minutes: a line is crossed a millisecond after it.
    expect(next === null ? undefined : Math.ceil(next.at / MINUTE_MS) * MINUTE_MS).toBe(slow?.at);
  });
});
