import { describe, expect, test } from 'vitest';
import type { Schedule } from '../../../lib/core/model/rule.ts';
import { allowClause } from '../../../lib/rules-doc/clauses/allow.ts';
import { RULE_SENTENCES } from '../../../lib/rules-doc/sentence/rule-grammar.ts';
import { givenRule, interval } from '../../core/decision/given.ts';

const HOUR_S = 3600;
const TIME = { kind: 'time', seconds: 26 * HOUR_S } as const;

test.each([
  'allow 26 hours',
  'allow up to 26 hours',
  'allow at most 26 hours old',
  'no older than 26 hours',
  'never older than 26 hours',
  'not older than 26 hours',
  'not be older than 26 hours',
  'at most 26 hours old',
  'no more than 26 hours old',
  'not more than 26 hours old',
  'less than 26 hours old',
  'under 26 hours old',
  'up to 26 hours old',
  'max 26 hours old',
  'maximum 26 hours old',
  'newer than 26 hours',
  'younger than 26 hours',
  'fresher than 26 hours',
  'max age 26 hours',
  'maximum age of 26 hours',
  'allowed age is 26 hours',
  'age at most 26 hours',
  'age of up to 26 hours',
  'age under 26 hours',
  'age less than 26 hours',
  'age < 26 hours',
  'age <= 26 hours',
  'within 26 hours',
])('%s is how old the newest backup may be', (text) => {
  expect(RULE_SENTENCES.read(text)).toMatchObject({ clauses: [{ clause: 'allow', value: TIME }], problems: [] });
});

test.each(['allow 26', 'allow up to 26', 'allow at most 26'])('%s takes its unit from every', (text) => {
  const value = { kind: 'unitless', amount: 26, text: '26' };
  expect(RULE_SENTENCES.read(text)).toMatchObject({ clauses: [{ clause: 'allow', value }], problems: [] });
});

const UNCLEAR =
  'this may be the age of the backup, the length of a run or a delay; write allow 26 hours (that is, at most 26 hours old), finish within 26 hours, or allow 26 hours late';
const WARN = 'write allow 26 hours for a warning, or alert after 26 hours for an alert';
const NEVER = 'a backup is never too new, and a run never too short; write allow 26 hours, or finish within 26 hours';
const HOW_MUCH = 'write how much, such as allow 2 hours late';
test.each([
  ['at most 26 hours', UNCLEAR],
  ['max 26 hours', UNCLEAR],
  ['< 26 hours', UNCLEAR],
  ['<= 26 hours', UNCLEAR],
  ['warn after 26 hours', WARN],
  ['warn me if older than 26 hours', WARN],
  ['flag when older than 26 hours', WARN],
  ['complain if it is older than 26 hours', WARN],
  ['tell me if missing for 26 hours', WARN],
  ['notify me if late by 26 hours', WARN],
  ['allow slack', HOW_MUCH],
  ['allow a little leeway', HOW_MUCH],
  ['allow a bit of delay', HOW_MUCH],
  ['tolerate a small amount of lateness', HOW_MUCH],
  ['at least 26 hours', NEVER],
  ['minimum 26 hours', NEVER],
  ['min 26 hours', NEVER],
  ['over 26 hours', NEVER],
  ['more than 26 hours', NEVER],
  ['> 26 hours', NEVER],
  ['>= 26 hours', NEVER],
])('%s is refused with what to write', (text, says) => {
  expect(RULE_SENTENCES.read(text)).toMatchObject({
    clauses: [],
    problems: [{ code: 'UNKNOWN_CLAUSE', message: `"${text}": ${says}` }],
  });
});

test.each([
  ['allow 10%', 'WRONG_UNIT', 'a share is added to every; write allow 10% extra'],
  ['allow up to 10%', 'WRONG_UNIT', 'a share is added to every; write allow 10% extra'],
  [
    'at least 350 m',
    'UNKNOWN_CLAUSE',
    'a backup is never too new, and a run never too short; write allow 5 hours 50 minutes, or finish within 5 hours 50 minutes; for a size write at least 350 MB',
  ],
])('%s is refused with what it may have meant', (text, code, says) => {
  expect(RULE_SENTENCES.read(text)).toMatchObject({ clauses: [], problems: [{ code, message: `"${text}": ${says}` }] });
});

test('it is written back, kept and read again as it was', () => {
  expect(allowClause.canonical(TIME)).toBe('allow 26 hours');
  expect(allowClause.toMapping(TIME)).toEqual({ allow: 26 * HOUR_S });
  expect(allowClause.fromMapping({ allow: 26 * HOUR_S })).toEqual(TIME);
  const unitless = { kind: 'unitless', amount: 26, text: '26' } as const;
  expect(allowClause.canonical(unitless)).toBe('allow 26');
  expect(allowClause.toMapping(unitless)).toEqual({ allow: 26 });
  expect(allowClause.sentences('26 hours')).toEqual(['allow 26 hours']);
  expect(allowClause.schema.safeParse('26 hours').success).toBe(true);
});

test('it is understood together with its schedule, takes the place of late, and alone says nothing', () => {
  expect(allowClause).toMatchObject({ excludes: ['late'], follows: ['late', 'every', 'at', 'by', 'cron'] });
  expect(allowClause.limits).toBeNull();
  expect(allowClause.describe(givenRule())).toBeNull();
});

describe('another allowance than before', () => {
  const within = (hours: number) => interval({ allowS: hours * HOUR_S });
  const months = (lateHours: number, maxAgeHours: number | null): Schedule => ({
    kind: 'months',
    months: 1,
    lateS: lateHours * HOUR_S,
    maxAgeS: maxAgeHours === null ? null : maxAgeHours * HOUR_S,
    hardAfterS: null,
    marginPercent: 25,
  });
  const compare = (from: Schedule, to: Schedule) =>
    allowClause.compare(givenRule({ schedule: from }), givenRule({ schedule: to }));
  const change = (from: string, to: string, direction: string) => ({ what: 'allow', from, to, direction });

  test('is harder to please the shorter it is', () => {
    expect(compare(within(26), within(26))).toBeNull();
    expect(compare(within(30), within(26))).toEqual(change('30 hours', '26 hours', 'tightened'));
    expect(compare(within(26), within(30))).toEqual(change('26 hours', '30 hours', 'loosened'));
  });

  test('of months is an age where one is given, else how late it may land', () => {
    expect(compare(months(10, null), months(12, null))).toEqual(change('10 hours', '12 hours', 'loosened'));
    expect(compare(months(10, 30), months(10, 28))).toEqual(change('30 hours', '28 hours', 'tightened'));
    expect(compare(months(10, 30), months(12, 30))).toBeNull();
  });

  test('says nothing where the schedule is of another kind', () => {
    expect(compare(within(26), months(10, null))).toBeNull();
  });
});
