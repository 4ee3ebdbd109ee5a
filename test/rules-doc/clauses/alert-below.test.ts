import { expect, test } from 'vitest';
import { alertBelowClause } from '../../../lib/rules-doc/clauses/alert-below.ts';
import { RULE_SENTENCES } from '../../../lib/rules-doc/sentence/rule-grammar.ts';
import { givenRule } from '../../core/decision/given.ts';

const MB = 1_000_000;

test.each(['alert below 300 MB', 'alert under 300 MB', 'alert me below 300 MB', 'alarm below 300 MB'])(
  '%s is the hard line of a size',
  (text) => {
    expect(RULE_SENTENCES.read(text)).toMatchObject({
      clauses: [{ clause: 'alert_below', value: 300 * MB }],
      problems: [],
    });
  },
);

const BELOW = 'write at least 300 MB for a floor with a margin, or alert below 300 MB for a hard line';
test.each([
  ['warn below 300 MB', BELOW],
  ['warn me under 300 MB', BELOW],
  ['flag below 300 MB', BELOW],
  ['alert if it is below 300 MB', BELOW],
  ['alarm me when the backup gets smaller than 300 MB', BELOW],
  ['tell me if the size falls under 300 MB', BELOW],
  ['notify me when size drops below 300 MB', BELOW],
  ['complain if this is less than 300 MB', BELOW],
  ['alert if it is above 300 MB', 'write at most 300 MB'],
  ['flag when the backup grows over 300 MB', 'write at most 300 MB'],
  ['warn me if the size is larger than 300 MB', 'write at most 300 MB'],
  ['tell me when it gets bigger than 300 MB', 'write at most 300 MB'],
])('%s is refused with what to write', (text, says) => {
  expect(RULE_SENTENCES.read(text)).toMatchObject({
    clauses: [],
    problems: [{ code: 'UNKNOWN_CLAUSE', message: `"${text}": ${says}` }],
  });
});

test('it is written back, kept and read again as it was', () => {
  expect(alertBelowClause.canonical(300 * MB)).toBe('alert below 300 MB');
  expect(alertBelowClause.toMapping(300 * MB)).toEqual({ alert_below: 300 * MB });
  expect(alertBelowClause.fromMapping({ alert_below: 300 * MB })).toBe(300 * MB);
  expect(alertBelowClause.sentences('300 MB')).toEqual(['alert below 300 MB']);
  expect(alertBelowClause.schema.safeParse('300 MB').success).toBe(true);
});

test('it is understood together with its floor, and alone says nothing', () => {
  expect(alertBelowClause.limits).toBeNull();
  expect(alertBelowClause.describe(givenRule())).toBeNull();
  expect(alertBelowClause.follows).toEqual(['margin', 'at_least']);
});

test('another line than before is harder to please the higher it is', () => {
  const rule = (hardBelowBytes: number | null) =>
    givenRule({ floor: hardBelowBytes === null ? null : { bytes: 400 * MB, hardBelowBytes } });
  const compare = (from: number | null, to: number | null) => alertBelowClause.compare(rule(from), rule(to));
  const what = 'alert below';
  expect(compare(300 * MB, 300 * MB)).toBeNull();
  expect(compare(300 * MB, 350 * MB)).toEqual({ what, from: '300 MB', to: '350 MB', direction: 'tightened' });
  expect(compare(300 * MB, null)).toEqual({ what, from: '300 MB', to: 'no limit', direction: 'loosened' });
  expect(compare(null, 300 * MB)).toEqual({ what, from: 'no limit', to: '300 MB', direction: 'tightened' });
});
