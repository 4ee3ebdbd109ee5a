import { describe, expect, test } from 'vitest';
import type { Rule } from '../../../lib/core/model/rule.ts';
import { dailyAt, WEEKDAYS } from '../../core/decision/given.ts';
import { codes, read, withJob, withRule } from '../read.ts';

const HOUR = 3600;

function ruleOf(sentence: string, settings = ''): Rule & { checkEveryS: number } {
  const result = read(withRule(sentence, settings));
  expect(codes(result)).toEqual([]);
  const job = result.document?.jobs[0];
  if (job === undefined) throw new Error('no job');
  return { ...job.rule, checkEveryS: job.checkEveryS };
}

describe('interval rules', () => {
  test.each([
    ['allow is every and a tenth', 'every 24 hours', [24, 26.4, 33]],
    ['allow takes the unit of every', 'every 24 hours, allow 26', [24, 26, 32.5]],
    ['allow takes days of a weekly job', 'weekly, allow 8', [168, 192, 240]],
    ['allow with its own unit', 'every 24 hours, allow 2 days', [24, 48, 60]],
    ['allow as a percentage', 'every 24 hours, allow 50% extra', [24, 36, 45]],
    ['allow equal to every', 'every 24 hours, allow 24', [24, 24, 30]],
    ['alert after', 'every 24 hours, allow 26, alert after 30 hours', [24, 26, 30]],
    ['alert after equal to allow', 'every 24 hours, allow 26, alert after 26 hours', [24, 26, 26]],
    ['the margin', 'every 24 hours, allow 26, margin 50%', [24, 26, 39]],
    ['no margin', 'every 24 hours, allow 26, margin 0%', [24, 26, 26]],
  ])('%s', (_, sentence, [every = 0, allow = 0, hard = 0]) => {
    expect(ruleOf(sentence).schedule).toEqual({
      kind: 'interval',
      everyS: every * HOUR,
      allowS: allow * HOUR,
      hardAfterS: hard * HOUR,
    });
  });

  test('thresholds are whole seconds', () => {
    expect(ruleOf('every 7 minutes, allow 3% extra, margin 1%').schedule).toMatchObject({
      allowS: 433,
      hardAfterS: 437,
    });
  });
});

describe('calendar rules', () => {
  test.each([
    ['an hour by default, then half an hour', 'at 02:00', { allowS: HOUR, hardAfterS: 1.5 * HOUR, earlyS: 1800 }],
    ['a quarter of allow when that is more', 'at 02:00; allow 4 hours', { allowS: 4 * HOUR, hardAfterS: 5 * HOUR }],
    ['alert after', 'at 02:00; allow 4 hours; alert after 8 hours', { hardAfterS: 8 * HOUR }],
    ['early', 'at 02:00; early 2 hours', { earlyS: 2 * HOUR }],
    ['every day without days', 'at 02:00', { times: dailyAt(120) }],
    ['the days', 'at 02:00 on weekdays', { times: dailyAt(120, WEEKDAYS) }],
    ['cron', 'cron "0  2 * * 1-5"', { times: { kind: 'cron', expression: '0 2 * * 1-5' } }],
    ['a percentage has no meaning', 'at 02:00; allow 10% extra', { allowS: HOUR }],
  ])('%s', (_, sentence, want) => {
    expect(ruleOf(sentence).schedule).toMatchObject({ kind: 'calendar', ...want });
  });
});

describe('sizes', () => {
  test.each([
    ['the floor and its margin', 'daily; at least 350 MB', { floor: { bytes: 350e6, hardBelowBytes: 262.5e6 } }],
    ['alert below', 'daily; at least 350 MB; alert below 300 MB', { floor: { bytes: 350e6, hardBelowBytes: 300e6 } }],
    ['whole bytes', 'daily; at least 3 B', { floor: { bytes: 3, hardBelowBytes: 2 } }],
    ['the ceiling', 'daily; at most 2 TB', { ceilingBytes: 2e12, floor: null }],
    ['shrinking by default', 'daily', { shrinkPercent: 50, warnShrinkPercent: 25 }],
    ['half of shrink', 'daily; shrinks more than 30%', { shrinkPercent: 30, warnShrinkPercent: 15 }],
    [
      'both',
      'daily; shrinks more than 30%; warn if it shrinks more than 5%',
      { shrinkPercent: 30, warnShrinkPercent: 5 },
    ],
  ])('%s', (_, sentence, want) => {
    expect(ruleOf(sentence)).toMatchObject(want);
  });
});

describe('how often a job is checked', () => {
  test.each([
    ['every 24 hours', 1],
    ['every 25 hours', 6],
    ['every 10 minutes', 1],
    ['at 02:00', 1],
    ['at 02:00 on sat-sun', 1],
    ['at 02:00 on sun, mon', 1],
    ['at 02:00 on mon, thu', 6],
    ['at 02:00 on mon', 6],
    ['cron "0 2 * * 1-5"', 1],
    ['cron "0 2 1 * *"', 6],
    ['cron "0 2,3 1 * *"', 1],
    ['cron "0 2 1,2 * *"', 1],
    ['every 7 days; check hourly', 1],
    ['daily; check every 12 hours', 12],
  ])('%s', (sentence, hours) => {
    expect(ruleOf(sentence).checkEveryS).toBe(hours * HOUR);
  });
});

describe('what a job inherits', () => {
  test.each([
    [
      'clauses it does not say',
      'allow 26',
      'every 24 hours; at least 3 MB',
      { schedule: { allowS: 26 * HOUR }, floor: { bytes: 3e6 } },
    ],
    ['nothing it says itself', 'every 24 hours; at least 9 MB', 'at least 3 MB', { floor: { bytes: 9e6 } }],
    [
      'no absolute allow with its own every',
      'every 7 days',
      'every 24 hours; allow 26',
      { schedule: { allowS: Math.round(7 * 86_400 * 1.1) } },
    ],
    [
      'no alert after with its own every',
      'every 7 days',
      'alert after 30 hours',
      { schedule: { hardAfterS: Math.round(7 * 86_400 * 1.1 * 1.25) } },
    ],
    [
      'a percentage with its own every',
      'every 10 hours',
      'every 24 hours; allow 50% extra',
      { schedule: { allowS: 15 * HOUR } },
    ],
    [
      'the margin with its own every',
      'every 10 hours; allow 10',
      'margin 50%',
      { schedule: { hardAfterS: 15 * HOUR } },
    ],
    [
      'no every with its own at',
      'at 02:00',
      'every 24 hours; allow 26',
      { schedule: { kind: 'calendar', allowS: HOUR } },
    ],
    ['no at with its own every', 'every 24 hours', 'at 02:00 on weekdays', { schedule: { kind: 'interval' } }],
    ['no days with its own at', 'at 03:00', 'at 02:00 on weekdays', { schedule: { times: dailyAt(180) } }],
    ['early with its own at', 'at 03:00', 'early 10 minutes', { schedule: { earlyS: 600 } }],
  ])('%s', (_, job, settings, want) => {
    expect(ruleOf(job, settings)).toMatchObject(want);
  });

  test("the group's rule before the settings', its own before both", () => {
    const text = withJob(
      'backup: ./o/\ngroup: g\nrule: at least 3 MB',
      'groups: { g: { rule: "at least 2 MB; shrinks more than 20%", urgent: true, timezone: Asia/Singapore } }',
    ).replace('admin: dana', 'admin: dana, rule: "daily; at least 1 MB; shrinks more than 10%; margin 10%"');
    expect(read(text).document?.jobs[0]?.rule).toMatchObject({
      floor: { bytes: 3e6, hardBelowBytes: 2.7e6 },
      shrinkPercent: 20,
      urgent: true,
      timezone: 'Asia/Singapore',
    });
  });
});

describe('where a clause stands', () => {
  const text = `version: 1
settings:
  admin: dana
  rule: margin 30%
people: { dana: { email: d@a.b } }
groups:
  g:
    rule: at least 3 MB
jobs:
  a:
    backup: ./a/
    group: g
    rule: |
      every 24 hours
      allow 26
`;
  const at = read(text).document?.jobs[0]?.rule.at;
  test.each([
    ['its own line in a block', 'allow', 'rules.yaml:15'],
    ['its own line in a block', 'every', 'rules.yaml:14'],
    ["the group's line", 'at_least', 'rules.yaml:8'],
    ["the settings' line", 'margin', 'rules.yaml:4'],
    ['for a default, the clause it follows from', 'alert_after', 'rules.yaml:4'],
    ['for a default of nothing, the job', 'at_most', 'rules.yaml:10'],
    ['for a default of nothing, the job', 'shrink', 'rules.yaml:10'],
  ] as const)('%s: %s', (_, clause, want) => {
    expect(at?.(clause)).toBe(want);
  });
});
