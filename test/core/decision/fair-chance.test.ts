import { describe, expect, it } from 'vitest';
import { isFairChanceOver } from '../../../lib/core/decision/fair-chance.ts';
import { DAY_S, HOUR_S } from '../../../lib/core/instant.ts';
import type { Escalation, Rule } from '../../../lib/core/model/rule.ts';
import { at, calendar, givenRule, givenRun, hours, interval, Job, MB, WEEKDAYS } from './given.ts';

const AFTER_36: Escalation = { kind: 'after', afterS: 36 * HOUR_S };

describe('the fair chance', () => {
  const weekly = { schedule: interval({ everyS: 7 * DAY_S, allowS: 8 * DAY_S, hardAfterS: 10 * DAY_S }) };
  const cases: readonly {
    name: string;
    rule?: Partial<Rule>;
    notified?: string | null;
    hardTold?: string | null;
    severity?: 'soft' | 'hard';
    now: string;
    want: boolean;
  }[] = [
    {
      name: 'next day, hard: not on the day it could be told',
      hardTold: '2026-11-20T10:00:00Z',
      now: '2026-11-20T23:59:59.999Z',
      want: false,
    },
    {
      name: 'next day, hard: with the first moment of the next',
      hardTold: '2026-11-20T10:00:00Z',
      now: '2026-11-21T00:00:00Z',
      want: true,
    },
    {
      name: 'next day is a later date, not a later time',
      hardTold: '2026-11-20T18:00:00Z',
      now: '2026-11-21T00:00:00Z',
      want: true,
    },
    {
      name: 'a later date is not over within six hours',
      hardTold: '2026-11-20T23:55:00Z',
      now: '2026-11-21T05:54:59.999Z',
      want: false,
    },
    {
      name: 'six hours later on a later date it is',
      hardTold: '2026-11-20T23:55:00Z',
      now: '2026-11-21T05:55:00Z',
      want: true,
    },
    {
      name: 'nor is that of a soft miss, however short its period',
      rule: { schedule: interval({ everyS: 3600 }) },
      notified: '2026-11-20T23:55:00Z',
      severity: 'soft',
      now: '2026-11-21T05:54:59.999Z',
      want: false,
    },
    {
      name: 'next day in the zone of the job',
      rule: { timezone: 'Asia/Singapore' },
      hardTold: '2026-11-20T10:00:00Z',
      now: '2026-11-20T16:00:00Z',
      want: true,
    },
    {
      name: 'next day in the zone of the job, before midnight',
      rule: { timezone: 'America/New_York' },
      hardTold: '2026-11-20T10:00:00Z',
      now: '2026-11-21T04:59:59Z',
      want: false,
    },
    {
      name: 'while nobody can have been told yet, it is not over',
      hardTold: '2026-11-23T08:00:00Z',
      now: '2026-11-22T12:00:00Z',
      want: false,
    },
    {
      name: 'hard now counts from when it was hard',
      notified: '2026-11-01T10:00:00Z',
      hardTold: '2026-11-20T10:00:00Z',
      now: '2026-11-20T12:00:00Z',
      want: false,
    },
    {
      name: 'hard now and never told as hard',
      notified: '2026-11-01T10:00:00Z',
      hardTold: null,
      now: '2026-11-20T12:00:00Z',
      want: false,
    },
    {
      name: 'next day, soft: a later date is not enough for a daily job',
      severity: 'soft',
      notified: '2026-11-20T10:00:00Z',
      now: '2026-11-21T09:59:59Z',
      want: false,
    },
    {
      name: 'next day, soft: one whole period after',
      severity: 'soft',
      notified: '2026-11-20T10:00:00Z',
      now: '2026-11-21T10:00:00Z',
      want: true,
    },
    {
      name: 'next day, soft, hourly: the next date is needed too',
      rule: { schedule: interval({ everyS: HOUR_S }) },
      severity: 'soft',
      notified: '2026-11-20T10:00:00Z',
      now: '2026-11-20T23:00:00Z',
      want: false,
    },
    {
      name: 'next day, soft, weekly: six days later',
      rule: weekly,
      severity: 'soft',
      notified: '2026-11-10T08:00:00Z',
      now: '2026-11-17T07:59:59Z',
      want: false,
    },
    {
      name: 'next day, soft, weekly: a week later',
      rule: weekly,
      severity: 'soft',
      notified: '2026-11-10T08:00:00Z',
      now: '2026-11-17T08:00:00Z',
      want: true,
    },
    {
      name: 'next day, soft, by calendar: before a further expected time',
      rule: { schedule: calendar() },
      severity: 'soft',
      notified: '2026-11-20T10:00:00Z',
      now: '2026-11-21T01:59:59Z',
      want: false,
    },
    {
      name: 'next day, soft, by calendar: with a further expected time',
      rule: { schedule: calendar() },
      severity: 'soft',
      notified: '2026-11-20T10:00:00Z',
      now: '2026-11-21T02:00:00Z',
      want: true,
    },
    {
      name: 'next day, soft, by calendar: the time told at is not a further one',
      rule: { schedule: calendar() },
      severity: 'soft',
      notified: '2026-11-20T02:00:00Z',
      now: '2026-11-21T01:59:59Z',
      want: false,
    },
    {
      name: 'next day, soft, on weekdays: Friday until Monday',
      rule: { schedule: calendar({ weekdays: WEEKDAYS }) },
      severity: 'soft',
      notified: '2026-11-20T10:00:00Z',
      now: '2026-11-23T01:59:59Z',
      want: false,
    },
    {
      name: 'next day, soft, on weekdays: Monday',
      rule: { schedule: calendar({ weekdays: WEEKDAYS }) },
      severity: 'soft',
      notified: '2026-11-20T10:00:00Z',
      now: '2026-11-23T02:00:00Z',
      want: true,
    },
    {
      name: 'after D: not a millisecond early',
      rule: { escalation: AFTER_36 },
      hardTold: '2026-11-20T10:00:00Z',
      now: '2026-11-21T21:59:59.999Z',
      want: false,
    },
    {
      name: 'after D',
      rule: { escalation: AFTER_36 },
      hardTold: '2026-11-20T10:00:00Z',
      now: '2026-11-21T22:00:00Z',
      want: true,
    },
    {
      name: 'after D by the clock of the severity it has now: soft',
      rule: { escalation: AFTER_36 },
      severity: 'soft',
      notified: '2026-11-20T10:00:00Z',
      hardTold: '2026-11-21T10:00:00Z',
      now: '2026-11-21T22:00:00Z',
      want: true,
    },
    {
      name: 'after D by the clock of the severity it has now: hard',
      rule: { escalation: AFTER_36 },
      notified: '2026-11-20T10:00:00Z',
      hardTold: '2026-11-21T10:00:00Z',
      now: '2026-11-21T22:00:00Z',
      want: false,
    },
    {
      name: 'never',
      rule: { escalation: { kind: 'never' } },
      hardTold: '2020-01-01T00:00:00Z',
      notified: '2020-01-01T00:00:00Z',
      now: '2026-11-21T22:00:00Z',
      want: false,
    },
  ];
  it.each(cases)('$name: $want', ({ rule, notified, hardTold, severity, now, want }) => {
    const clocks = { toldAt: notified ? at(notified) : null, hardToldAt: hardTold ? at(hardTold) : null };
    expect(isFairChanceOver(givenRule(rule), clocks, severity ?? 'hard', at(now))).toBe(want);
  });
});

describe('the clocks of a break', () => {
  const GOOD = givenRun('2026-11-19T02:00:00Z');
  const small = (ts: string) => givenRun(ts, { sizeBytes: 250 * MB });

  it('begin when the owner could first be told', () => {
    const job = new Job();
    job.earliestNotification = (t, severity) => t + hours(severity === 'hard' ? 10 : 5);
    job.check('2026-11-20T05:00:00Z', [GOOD]);
    expect(job.row).toMatchObject({ toldAt: at('2026-11-20T10:00:00Z'), hardToldAt: null });
    job.check('2026-11-20T12:00:00Z', [GOOD]);
    expect(job.row).toMatchObject({ toldAt: at('2026-11-20T10:00:00Z'), hardToldAt: at('2026-11-20T22:00:00Z') });
  });

  it('do not restart when severity goes back and forth', () => {
    const job = new Job({ escalation: { kind: 'never' } });
    job.check('2026-11-20T05:00:00Z', [GOOD]);
    job.check('2026-11-20T12:00:00Z', [GOOD]);
    job.check('2026-11-20T13:00:00Z', [GOOD, small('2026-11-20T12:30:00Z')]);
    expect(job.row.state).toBe('warn');
    job.check('2026-11-22T13:00:00Z', [GOOD, small('2026-11-20T12:30:00Z')]);
    expect(job.row).toMatchObject({
      state: 'alert',
      toldAt: at('2026-11-20T05:00:00Z'),
      hardToldAt: at('2026-11-20T12:00:00Z'),
    });
  });

  it('do not restart when a fix is refuted', () => {
    const job = new Job();
    job.check('2026-11-20T12:00:00Z', [GOOD]);
    job.act('2026-11-21T00:10:00Z', { verb: 'fixed' });
    expect(job.check('2026-11-21T00:30:00Z', [GOOD]).transition).toMatchObject({
      reason: 'still-failing',
      to: 'alert',
    });
    expect(job.check('2026-11-21T01:30:00Z', [GOOD]).transition, 'within the hour').toBeNull();
    expect(job.check('2026-11-21T01:30:00.001Z', [GOOD]).transition).toMatchObject({ reason: 'stuck', to: 'escalate' });
  });

  it('a third refuted fix spares no longer than its own check', () => {
    const job = new Job();
    job.check('2026-11-20T12:00:00Z', [GOOD]);
    for (const minute of [10, 11, 12]) {
      job.act(`2026-11-21T00:${minute}:30Z`, { verb: 'fixed' });
      expect(job.check(`2026-11-21T00:${minute}:30Z`, [GOOD]).row.state).toBe('alert');
    }
    expect(job.row.refuted).toEqual({ count: 3, at: at('2026-11-21T00:12:30Z') });
    expect(job.check('2026-11-21T00:12:31Z', [GOOD]).row.state).toBe('escalate');
  });

  it('the refutations of a break end with it', () => {
    const job = new Job();
    job.check('2026-11-20T12:00:00Z', [GOOD]);
    job.act('2026-11-20T12:01:00Z', { verb: 'fixed' });
    job.check('2026-11-20T12:02:00Z', [GOOD]);
    expect(job.row.refuted).toEqual({ count: 1, at: at('2026-11-20T12:02:00Z') });
    expect(job.check('2026-11-20T13:00:00Z', [GOOD, givenRun('2026-11-20T12:30:00Z')]).row.refuted).toBeNull();
  });

  it('restart when a snooze has run out', () => {
    const job = new Job();
    job.check('2026-11-20T12:00:00Z', [GOOD]);
    job.act('2026-11-20T12:00:00Z', { verb: 'snooze', forMs: hours(48) });
    job.check('2026-11-22T12:00:00Z', [GOOD]);
    expect(job.row).toMatchObject({
      state: 'alert',
      toldAt: at('2026-11-22T12:00:00Z'),
      hardToldAt: at('2026-11-22T12:00:00Z'),
      breakSeq: 1,
    });
    expect(job.check('2026-11-22T23:59:00Z', [GOOD]).row.state).toBe('alert');
    expect(job.check('2026-11-23T00:00:00Z', [GOOD]).row.state).toBe('escalate');
  });

  it('restart when a mute has ended', () => {
    const job = new Job();
    job.check('2026-11-20T12:00:00Z', [GOOD]);
    job.act('2026-11-20T12:00:00Z', { verb: 'mute' });
    job.act('2026-11-25T12:00:00Z', { verb: 'resume' });
    expect(job.check('2026-11-25T12:00:00Z', [GOOD]).row).toMatchObject({
      state: 'alert',
      hardToldAt: at('2026-11-25T12:00:00Z'),
    });
  });
});
