import { describe, expect, test } from 'vitest';
import type { Escalation } from '../../../lib/core/model/rule.ts';
import { escalateClause } from '../../../lib/rules-doc/clauses/escalate.ts';
import { RULE_SENTENCES } from '../../../lib/rules-doc/sentence/rule-grammar.ts';
import { givenRule } from '../../core/decision/given.ts';

const HOUR_S = 3600;
const NEVER: Escalation = { kind: 'never' };
const NEXT_DAY: Escalation = { kind: 'next-day' };
const hoursOf = (hours: number): Escalation => ({ kind: 'after', afterS: hours * HOUR_S });

describe('a sentence says when it escalates', () => {
  test.each<[text: string, value: Escalation]>([
    ['escalate next day', NEXT_DAY],
    ['escalate on the next day', NEXT_DAY],
    ['escalate the next day', NEXT_DAY],
    ['escalate after 36 hours', hoursOf(36)],
    ['escalation after 2 days', hoursOf(48)],
    ['never escalate', NEVER],
    ['never escalates', NEVER],
    ['escalate never', NEVER],
    ['never escalated', NEVER],
    ['do not escalate', NEVER],
    ["don't escalate", NEVER],
    ['dont be escalated', NEVER],
    ['not escalate', NEVER],
    ['no escalation', NEVER],
    ['without escalation', NEVER],
    ['no escalations', NEVER],
    ['escalation never', NEVER],
  ])('%s', (text, value) => {
    expect(RULE_SENTENCES.read(text)).toMatchObject({ clauses: [{ clause: 'escalate', value }], problems: [] });
  });

  const CHANCE =
    'the owner needs a chance first; write escalate after 1 hour, with the time that is meant, or urgent: true under the job';
  const NAMED = (name: string) =>
    `whom it escalates to is a key; write escalate_to: ${name} under the job, its group or settings`;
  const UNSAID = 'when it escalates is not said; write escalate next day, escalate after 36 hours, or never escalate';

  test.each([
    ['escalate immediately', CHANCE],
    ['escalate at once', CHANCE],
    ['escalate right away', CHANCE],
    ['escalate instantly', CHANCE],
    ['escalate now', CHANCE],
    ['escalate straight away', CHANCE],
    ['escalate directly', CHANCE],
    ['escalate as soon as possible', CHANCE],
    ['escalate asap', CHANCE],
    ['escalate tomorrow', 'write escalate next day'],
    ['escalate the day after', 'write escalate next day'],
    ['escalate the following day', 'write escalate next day'],
    ['escalate in 36 hours', 'write escalate after 36 hours'],
    ['escalate within 2 days', 'write escalate after 2 days'],
    ['escalate if not fixed in 36 hours', 'write escalate after 36 hours'],
    ['escalate if unfixed after 36 hours', 'write escalate after 36 hours'],
    ['escalate if not fixed within 36 hours', 'write escalate after 36 hours'],
    ['escalate to dana', NAMED('dana')],
    ['escalate alerts to dana', NAMED('dana')],
    ['escalate it to dana', NAMED('dana')],
    ['escalate dana', NAMED('dana')],
    ['escalate', UNSAID],
    ['escalation', UNSAID],
  ])('and %s is refused with what to write', (text, says) => {
    const { clauses, problems } = RULE_SENTENCES.read(text);
    expect(clauses).toEqual([]);
    expect(problems.map(({ code, message }) => `${code} ${message}`)).toEqual([
      `UNKNOWN_CLAUSE ${JSON.stringify(text)}: ${says}`,
    ]);
  });
});

describe.each([
  { value: NEXT_DAY, sentence: 'escalate next day', plain: 'next day' },
  { value: NEVER, sentence: 'never escalate', plain: 'never' },
  { value: hoursOf(36), sentence: 'escalate after 36 hours', plain: 36 * HOUR_S },
])('$sentence', ({ value, sentence, plain }) => {
  test('is written back as it is read', () => {
    expect(escalateClause.canonical(value)).toBe(sentence);
    expect(RULE_SENTENCES.read(sentence).clauses).toMatchObject([{ value }]);
  });

  test('is kept as a mapping', () => {
    expect(escalateClause.toMapping(value)).toEqual({ escalate: plain });
    expect(escalateClause.fromMapping({ escalate: plain })).toEqual(value);
  });

  test('is in the rule, and is how the rule is understood', () => {
    const limits = escalateClause.limits?.(value);
    expect(limits).toEqual({ escalation: value });
    expect(escalateClause.describe(givenRule(limits))).toBe(sentence);
  });
});

test('the next day is meant where nothing is said', () => {
  expect(escalateClause.limits?.(undefined)).toEqual({ escalation: NEXT_DAY });
});

test('the mapping takes what stands behind the word', () => {
  expect(escalateClause.sentences('next day')).toEqual(['escalate next day']);
  expect(escalateClause.schema.safeParse('next day').success).toBe(true);
  expect(escalateClause.schema.safeParse(36).success).toBe(false);
});

describe('another time than before', () => {
  test.each<[name: string, from: Escalation, to: Escalation, change: object | null]>([
    ['none', hoursOf(24), hoursOf(24), null],
    ['none of never', NEVER, NEVER, null],
    ['sooner', NEXT_DAY, hoursOf(4), { from: 'next day', to: 'after 4 hours', direction: 'tightened' }],
    ['later', NEXT_DAY, hoursOf(36), { from: 'next day', to: 'after 36 hours', direction: 'loosened' }],
    [
      'a day instead of the next',
      NEXT_DAY,
      hoursOf(24),
      { from: 'next day', to: 'after 24 hours', direction: 'changed' },
    ],
    ['never', hoursOf(36), NEVER, { from: 'after 36 hours', to: 'never', direction: 'loosened' }],
    ['no longer never', NEVER, NEXT_DAY, { from: 'never', to: 'next day', direction: 'tightened' }],
  ])('is %s', (_, from, to, change) => {
    const found = escalateClause.compare(givenRule({ escalation: from }), givenRule({ escalation: to }));
    expect(found).toEqual(change && { what: 'escalate', ...change });
  });
});
