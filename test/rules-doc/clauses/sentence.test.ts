import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ClauseValues } from '../../../lib/rules-doc/clauses/clause-values.ts';
import { parseSentence } from '../../../lib/rules-doc/clauses/sentence.ts';
import { codes, places, read, withJob } from '../read.ts';

const HOUR = 3600;
const DAY = 86_400;

function values(sentence: string): Partial<Record<keyof ClauseValues, unknown>> {
  const { clauses, problems } = parseSentence(sentence);
  expect(problems).toEqual([]);
  return Object.fromEntries(clauses.map(({ clause, value }) => [clause, value]));
}

const every24 = { every: { seconds: DAY, unitS: HOUR } };

describe('a clause', () => {
  test.each<[string, Partial<Record<keyof ClauseValues, unknown>>]>([
    ['every 24 hours', every24],
    ['should run every 24 hours', every24],
    ['runs every 24 hours', every24],
    ['EVERY 24 HOURS', every24],
    ['every 24h', every24],
    ['daily', every24],
    ['nightly', every24],
    ['hourly', { every: { seconds: HOUR, unitS: HOUR } }],
    ['weekly', { every: { seconds: 7 * DAY, unitS: DAY } }],
    ['every 7 days', { every: { seconds: 7 * DAY, unitS: DAY } }],
    ['every 1.5 h', { every: { seconds: 5400, unitS: HOUR } }],
    ['every 90 min', { every: { seconds: 5400, unitS: 60 } }],
    ['every 2 w', { every: { seconds: 14 * DAY, unitS: 7 * DAY } }],
    ['allow 26', { allow: { kind: 'unitless', amount: 26 } }],
    ['allow up to 26', { allow: { kind: 'unitless', amount: 26 } }],
    ['allow 26 hours', { allow: { kind: 'time', seconds: 26 * HOUR } }],
    ['allow 1 day 2 hours', { allow: { kind: 'time', seconds: 26 * HOUR } }],
    ['allow 10% extra', { allow: { kind: 'extra', percent: 10 } }],
    ['at 02:00', { at: 120 }],
    ['at 2:00', { at: 120 }],
    ['at 02:00 on weekdays', { at: 120, on: [1, 2, 3, 4, 5] }],
    ['at 02:00 on mon, thu', { at: 120, on: [1, 4] }],
    ['at 02:00 on Mondays and Thursdays', { at: 120, on: [1, 4] }],
    ['on weekdays at 02:00', { at: 120, on: [1, 2, 3, 4, 5] }],
    ['on sat, mon-tue at 23:59', { at: 1439, on: [1, 2, 6] }],
    ['at 00:00 on fri-mon', { at: 0, on: [1, 5, 6, 7] }],
    ['cron "0 2 * * 1-5"', { cron: '0 2 * * 1-5' }],
    ["cron '0 2 1,15 * *'", { cron: '0 2 1,15 * *' }],
    ['cron 0 2 1,15 * *', { cron: '0 2 1,15 * *' }],
    ['alert after 32 hours', { alert_after: 32 * HOUR }],
    ['margin 25%', { margin: 25 }],
    ['early 30 minutes', { early: 1800 }],
    ['at least 350 MB', { at_least: 350e6 }],
    ['expect at least 350 MiB', { at_least: 350 * 1024 ** 2 }],
    ['at least 1.5 TB', { at_least: 1.5e12 }],
    ['at least 12 b', { at_least: 12 }],
    ['at most 2 TB', { at_most: 2e12 }],
    ['alert below 300 MB', { alert_below: 300e6 }],
    ['flag if it shrinks more than 50%', { shrink: 50 }],
    ['flag if it shrinks by more than 12.5%', { shrink: 12.5 }],
    ['warn if it shrinks more than 20%', { warn_shrink: 20 }],
    ['finish within 3 hours', { finish_within: 3 * HOUR }],
    ['finishes within 3 hours', { finish_within: 3 * HOUR }],
    ['escalate next day', { escalate: { kind: 'next-day' } }],
    ['escalate after 36 hours', { escalate: { kind: 'after', afterS: 36 * HOUR } }],
    ['never escalate', { escalate: { kind: 'never' } }],
    ['check hourly', { check: HOUR }],
    ['check every 6 hours', { check: 6 * HOUR }],
  ])('%s', (sentence, want) => {
    expect(values(sentence)).toEqual(want);
  });
});

describe('clauses end', () => {
  const both = { ...every24, allow: { kind: 'unitless', amount: 26 } };
  test.each<[string, string, unknown]>([
    ['with a semicolon', 'every 24 hours;allow 26', both],
    ['with a comma', 'every 24 hours, allow 26', both],
    ['with a line break', 'every 24 hours\nallow 26\n', both],
    ['with a full stop', 'Every 24 hours. Allow 26.', both],
    [
      'at the end of the days, not between them',
      'at 02:00 on mon, thu, allow 3 hours',
      { at: 120, on: [1, 4], allow: { kind: 'time', seconds: 3 * HOUR } },
    ],
    ['not at a decimal point', 'at least 1.5 GB', { at_least: 1.5e9 }],
    [
      'not in quotes',
      'cron "0 2 * * 1,3", allow 2 hours',
      { cron: '0 2 * * 1,3', allow: { kind: 'time', seconds: 2 * HOUR } },
    ],
    ['after nothing without complaint', ';; every 24 hours ;\n;', every24],
    ['behind a name with a keyword in it', 'Weekly accounting export: every 24 hours', every24],
    ['behind a name with a number in it', 'DB2 prod: every 24 hours', every24],
    ['behind a name with an apostrophe', "Dana's export: every 24 hours, allow 26", both],
  ])('%s', (_, sentence, want) => {
    expect(values(sentence)).toEqual(want);
  });
});

describe('what is not understood is said', () => {
  test.each([
    'every now and then',
    'daily at 02:00 or so',
    'allow 26 hours please',
    'do not alert',
    'every 24 hours and allow 26',
    'expect not at least 350 MB',
    'flag below 300 MB',
    'allow 26 hours: every 24 hours',
    'alow 26: every 24 hours',
    'no less than 350 MB: every 24 hours',
    'every: 24 hours',
    'at 02:00,04:00',
    '!',
    `every ${'9'.repeat(400)} hours`,
  ])('%s', (sentence) => {
    expect(parseSentence(sentence).problems.length).toBeGreaterThan(0);
  });

  test('whatever the text is, nothing but white space and ends of clauses is skipped', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'every24 hoursalw6;,.:"\n%MB'), maxLength: 60 }), (text) => {
        const { clauses, problems } = parseSentence(text);
        if (/[a-z0-9%:"]/i.test(text)) expect(clauses.length + problems.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('a problem in a sentence points at its clause', () => {
  const job = (rule: string) => withJob(`backup: ./o/\nrule: ${rule}`);
  test.each([
    ['plain', job('daily; bogus one; at least 3 MB'), '9:18 UNKNOWN_CLAUSE'],
    ['in single quotes', job("'daily; bogus one'"), '9:19 UNKNOWN_CLAUSE'],
    ['in single quotes past a quote', job("'Dana''s: daily; bogus one'"), '9:28 UNKNOWN_CLAUSE'],
    ['in double quotes', job('"daily; bogus one"'), '9:19 UNKNOWN_CLAUSE'],
    ['in double quotes past an escape', job('"cron \\"0 2 * * *\\"; bogus one"'), '9:32 UNKNOWN_CLAUSE'],
    ['in a literal block', job('|\n  daily\n  bogus one\n  at least 3 MB'), '11:7 UNKNOWN_CLAUSE'],
    ['in a literal block with a comment on its header', job('|- # why\n  daily\n\n  bogus one'), '12:7 UNKNOWN_CLAUSE'],
    ['in a folded block', job('>\n  daily;\n  bogus one;\n  at least 3 MB'), '11:7 UNKNOWN_CLAUSE'],
    ['over several plain lines', job('daily;\n  bogus one;\n  at least 3 MB'), '10:7 UNKNOWN_CLAUSE'],
    ['in the first clause', job('bogus one'), '9:11 UNKNOWN_CLAUSE'],
    ['behind the name', job('"Orders: bogus one"'), '9:20 UNKNOWN_CLAUSE'],
    ['in a mapping', job('{ every: 24 hours, allow: x }'), '9:37 WRONG_UNIT'],
    ['on a later line of a mapping', job('\n  every: 24 hours\n  allow: 2 hours'), '11:14 WINDOW_SHORTER_THAN_PERIOD'],
  ])('%s', (_, text, want) => {
    expect(places(read(text))).toEqual([want]);
  });
});

describe('the name in front', () => {
  test("may be anything when it is the job's own", () => {
    const text = withJob('name: Allow 26 hours\nbackup: ./o/\nrule: "Allow 26 hours: every 24 hours"');
    expect(codes(read(text))).toEqual([]);
  });
});

const duration = fc
  .tuple(fc.integer({ min: 1, max: 200 }), fc.constantFrom('hours', 'days', 'weeks', 'h', 'min'))
  .map(([n, unit]) => `${n} ${unit}`);
const size = fc
  .tuple(fc.integer({ min: 1, max: 999 }), fc.constantFrom('B', 'KB', 'MB', 'GB', 'TiB'))
  .map(([n, unit]) => `${n} ${unit}`);
const percent = fc.integer({ min: 0, max: 100 }).map((n) => `${n}%`);
const time = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
const days = fc.constantFrom('weekdays', 'mon, thu', 'sat-sun', 'tue');
const schedule = fc.oneof(
  fc.record({ every: duration }),
  fc.record({ at: time, on: days }),
  fc.record({ at: time }),
  fc.record({ cron: fc.constantFrom('0 2 * * 1-5', '*/5 * * * *', '30 22 1,15 * *') }),
);
const others = fc.record(
  {
    allow: fc.oneof(duration, fc.constant('10% extra')),
    alert_after: duration,
    margin: percent,
    early: duration,
    at_least: size,
    at_most: size,
    alert_below: size,
    shrink: percent,
    warn_shrink: percent,
    finish_within: duration,
    escalate: fc.oneof(
      fc.constantFrom('next day', 'never'),
      duration.map((text) => `after ${text}`),
    ),
    check: fc.oneof(fc.constant('hourly'), duration),
  },
  { requiredKeys: [] },
);

const WRITTEN: Record<string, (value: string) => string> = {
  every: (value) => `run every ${value}`,
  allow: (value) => `allow up to ${value}`,
  at: (value) => `at ${value}`,
  on: (value) => `on ${value}`,
  cron: (value) => `cron "${value}"`,
  alert_after: (value) => `alert after ${value}`,
  margin: (value) => `margin ${value}`,
  early: (value) => `early ${value}`,
  at_least: (value) => `expect at least ${value}`,
  at_most: (value) => `at most ${value}`,
  alert_below: (value) => `alert below ${value}`,
  shrink: (value) => `flag if it shrinks more than ${value}`,
  warn_shrink: (value) => `warn if it shrinks by more than ${value}`,
  finish_within: (value) => `finishes within ${value}`,
  escalate: (value) => (value === 'never' ? 'never escalate' : `escalate ${value}`),
  check: (value) => (value === 'hourly' ? 'check hourly' : `check every ${value}`),
};

test('a rule as a sentence and as a mapping reads back the same, whatever the order and the ends of its clauses', () => {
  fc.assert(
    fc.property(
      schedule,
      others,
      fc.constantFrom('; ', ', ', '\n', '. '),
      fc.infiniteStream(fc.nat()),
      (first, rest, end, order) => {
        const clauses = Object.entries({ ...first, ...rest });
        const mixed = clauses.map((clause) => ({ clause, key: order.next().value ?? 0 })).sort((a, b) => a.key - b.key);
        const sentence = mixed.map(({ clause: [name, value] }) => WRITTEN[name]?.(String(value))).join(end);
        const mapping = JSON.stringify(Object.fromEntries(clauses));
        const asSentence = read(withJob(`backup: ./o/\nrule: ${JSON.stringify(sentence)}`));
        const asMapping = read(withJob(`backup: ./o/\nrule: ${mapping}`));
        expect(codes(asSentence).sort()).toEqual(codes(asMapping).sort());
        const { at: _, ...ruleOfSentence } = asSentence.document?.jobs[0]?.rule ?? {};
        const { at: __, ...ruleOfMapping } = asMapping.document?.jobs[0]?.rule ?? {};
        expect(ruleOfSentence).toEqual(ruleOfMapping);
        expect(asSentence.document?.jobs[0]?.checkEveryS).toBe(asMapping.document?.jobs[0]?.checkEveryS);
      },
    ),
    { numRuns: 300 },
  );
});
