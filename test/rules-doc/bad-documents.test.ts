import { describe, expect, test } from 'vitest';
import { readRulesDocument } from '../../lib/rules-doc/read-rules-document.ts';
import { formatProblem } from '../../lib/rules-doc/yaml/format-problem.ts';
import type { ProblemCode } from '../../lib/rules-doc/yaml/problem-code.ts';
import { codes, places, read, withJob, withRule } from './read.ts';

const GOOD = withRule('daily');
const BACKUP = 'backup: ./orders/\nrule: daily';

interface Case {
  readonly name: string;
  readonly text: string | Uint8Array;
  readonly want: readonly ProblemCode[];
  readonly at?: string;
  readonly says?: RegExp;
}

function bytes(...parts: (string | number[])[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? [...Buffer.from(part)] : part)));
}

const files: Case[] = [
  { name: 'an empty file is refused', text: '', want: ['EMPTY_DOCUMENT'] },
  { name: 'a file of comments only is refused', text: '# nothing\n\n# here\n', want: ['EMPTY_DOCUMENT'] },
  { name: 'an empty document with markers is refused', text: '---\n...\n', want: ['EMPTY_DOCUMENT'] },
  { name: 'a list is refused', text: '- a\n- b\n', want: ['WRONG_TYPE'], at: '1:1' },
  { name: 'a single word is refused', text: 'hello\n', want: ['WRONG_TYPE'] },
  {
    name: 'tabs as indentation are refused',
    text: GOOD.replace('    backup', '\tbackup'),
    want: ['YAML_SYNTAX', 'YAML_SYNTAX'],
    says: /tab/i,
  },
  { name: 'a bracket that is not closed is refused', text: 'jobs: [', want: ['YAML_SYNTAX'], says: /close it/ },
  {
    name: 'two documents are refused at the second',
    text: `${GOOD}---\n${GOOD}`,
    want: ['SEVERAL_DOCUMENTS'],
    at: '10:1',
  },
  {
    name: 'bytes that are not UTF-8 are refused with their line',
    text: bytes('version: 1\n# caf', [0xe9], '\n'),
    want: ['NOT_TEXT'],
    at: '2:1',
  },
  { name: 'UTF-16 is refused', text: bytes([0xff, 0xfe, 0x76, 0, 0x65, 0]), want: ['NOT_TEXT'] },
  { name: 'a zero byte is refused where it stands', text: 'version: 1\nna\u0000me: x', want: ['NOT_TEXT'], at: '2:3' },
  {
    name: 'a byte more than 1 MiB is refused',
    text: `${GOOD}#${'x'.repeat(1024 * 1024 - GOOD.length)}`,
    want: ['DOCUMENT_TOO_LARGE'],
  },
  { name: 'unknown tags are refused', text: withJob(`${BACKUP}\nname: !secret x`), want: ['UNKNOWN_TAG'], at: '10:11' },
  { name: 'binary tags are refused', text: withJob(`${BACKUP}\nname: !!binary aGk=`), want: ['UNKNOWN_TAG'] },
  {
    name: 'an alias without an anchor is refused',
    text: withJob('backup: *nowhere\nrule: daily'),
    want: ['YAML_SYNTAX'],
    at: '8:13',
  },
  {
    name: 'an alias inside its own anchor is refused',
    text: 'version: 1\njobs: &a\n  x: *a\n',
    want: ['RECURSIVE_ALIAS'],
    at: '3:6',
  },
  {
    name: 'a doubled job is refused',
    text: `${GOOD}  orders-db: { backup: ./x/, rule: daily }\n`,
    want: ['DUPLICATE_KEY'],
    at: '10:3',
  },
  {
    name: 'a doubled key is refused',
    text: withJob(`${BACKUP}\nbackup: ./other/`),
    want: ['DUPLICATE_KEY'],
    at: '10:5',
  },
  { name: 'a mapping as a key is refused', text: `${GOOD}{ a: b }: c\n`, want: ['WRONG_TYPE'] },
];

const keys: Case[] = [
  { name: 'a document without a version is refused', text: GOOD.replace('version: 1\n', ''), want: ['MISSING_KEY'] },
  {
    name: 'a later version is refused',
    text: GOOD.replace('version: 1', 'version: 2'),
    want: ['UNKNOWN_VERSION'],
    at: '1:10',
  },
  {
    name: 'a version of two lines is refused on one line',
    text: GOOD.replace('version: 1', 'version: "1\\n2"'),
    want: ['UNKNOWN_VERSION'],
    at: '1:10',
  },
  { name: 'a document without jobs is refused', text: 'version: 1\n', want: ['MISSING_KEY'] },
  {
    name: 'a document with no job in jobs is refused',
    text: 'version: 1\njobs: {}\n',
    want: ['MISSING_KEY'],
    at: '2:1',
  },
  {
    name: 'an unknown key names the nearest',
    text: withJob(`${BACKUP}\nownr: sam`),
    want: ['UNKNOWN_KEY'],
    at: '10:5',
    says: /"ownr".*did you mean owner$/,
  },
  {
    name: 'a key of another section says where it belongs',
    text: withJob(`${BACKUP}\nemail: a@b.c`),
    want: ['UNKNOWN_KEY'],
    says: /under a person/,
  },
  {
    name: 'a clause beside the rule says where it belongs',
    text: withJob(`${BACKUP}\nat_least: 3 MB`),
    want: ['UNKNOWN_KEY'],
    says: /inside rule/,
  },
  {
    name: '__proto__ is an unknown key like any other',
    text: `${GOOD}__proto__: { a: 1 }\n`,
    want: ['UNKNOWN_KEY'],
    at: '10:1',
  },
  {
    name: '__proto__ is not a valid job id',
    text: `${GOOD}  __proto__: { backup: ./x/, rule: daily }\n`,
    want: ['BAD_ID'],
    at: '10:3',
  },
  { name: 'an id with a slash is refused', text: `${GOOD}  a/b: { backup: ./x/, rule: daily }\n`, want: ['BAD_ID'] },
  {
    name: 'an id with an emoji is refused',
    text: `${GOOD}  "\u{1f600}": { backup: ./x/, rule: daily }\n`,
    want: ['BAD_ID'],
  },
  {
    name: 'an id of 65 characters is refused',
    text: `${GOOD}  ${'a'.repeat(65)}: { backup: ./x/, rule: daily }\n`,
    want: ['BAD_ID'],
  },
  { name: 'a number as a name is refused', text: withJob(`${BACKUP}\nname: 2024`), want: ['WRONG_TYPE'], at: '10:11' },
  {
    name: 'a name with a line break is refused',
    text: withJob(`${BACKUP}\nname: "a\\r\\nBcc: x"`),
    want: ['WRONG_TYPE'],
  },
  { name: 'an empty value is refused', text: withJob(`${BACKUP}\nowner:`), want: ['WRONG_TYPE'] },
  {
    name: 'yes for a boolean is refused',
    text: withJob(`${BACKUP}\nurgent: yes`),
    want: ['WRONG_TYPE'],
    says: /true or false/,
  },
  { name: 'infinity is refused', text: `${GOOD}removes: .inf\n`, want: ['NUMBER_NOT_FINITE'], at: '10:10' },
  {
    name: 'not a number is refused',
    text: withJob('backup: ./o/\nrule: { every: 24 hours, margin: .nan }'),
    want: ['NUMBER_NOT_FINITE'],
  },
  {
    name: 'a number beyond all numbers is refused',
    text: withJob('backup: ./o/\nrule: { every: 24 hours, margin: 1e309 }'),
    want: ['NUMBER_NOT_FINITE'],
  },
  {
    name: 'a job that is a word is refused',
    text: 'version: 1\nsettings: { admin: d }\npeople: { d: { email: d@a.b } }\njobs: { a: daily }\n',
    want: ['WRONG_TYPE'],
  },
  {
    name: 'two faults are told at once, by line',
    text: withJob('backup: ./o/\nownr: sam\nrule: sometimes'),
    want: ['UNKNOWN_KEY', 'UNKNOWN_CLAUSE'],
  },
];

const names: Case[] = [
  {
    name: 'an unknown owner is refused',
    text: withJob(`${BACKUP}\nowner: sma`),
    want: ['UNKNOWN_PERSON'],
    at: '10:12',
    says: /"sma".*sam/,
  },
  { name: 'an unknown admin is refused', text: GOOD.replace('admin: dana', 'admin: dan'), want: ['UNKNOWN_PERSON'] },
  {
    name: 'constructor is nobody unless they are under people',
    text: withJob(`${BACKUP}\nowner: constructor`),
    want: ['UNKNOWN_PERSON'],
  },
  {
    name: 'an unknown group is refused',
    text: withJob(`${BACKUP}\ngroup: database`, 'groups: { databases: { owner: sam } }'),
    want: ['UNKNOWN_GROUP'],
    says: /databases/,
  },
  {
    name: 'an unknown zone is refused',
    text: withJob(`${BACKUP}\ntimezone: Mars/Olympus`),
    want: ['UNKNOWN_ZONE'],
    says: /Mars/,
  },
  { name: 'nor is one of names', text: withJob(`${BACKUP}\nnames_in: Mars/Base`), want: ['UNKNOWN_ZONE'] },
  { name: 'an offset is no zone', text: withJob(`${BACKUP}\ntimezone: "+08:00"`), want: ['UNKNOWN_ZONE'] },
  {
    name: 'an unknown holiday code is refused',
    text: GOOD.replace('email: sam@acme.example', 'email: s@a.b, holidays: XX'),
    want: ['UNKNOWN_HOLIDAYS'],
  },
  {
    name: 'an unknown manager is refused',
    text: GOOD.replace('email: sam@acme.example', 'email: s@a.b, manager: tom'),
    want: ['UNKNOWN_PERSON'],
  },
  {
    name: 'nobody is their own cover',
    text: GOOD.replace('email: sam@acme.example', 'email: s@a.b, cover: sam'),
    want: ['SELF_REFERENCE'],
  },
  {
    name: 'an email without an at sign is refused',
    text: GOOD.replace('sam@acme.example', 'sam.acme.example'),
    want: ['BAD_ADDRESS'],
  },
  {
    name: 'an email with a line break is refused',
    text: GOOD.replace('sam@acme.example', '"sam@acme.example\\nBcc: x@y.z"'),
    want: ['WRONG_TYPE'],
  },
  {
    name: 'a webhook that is no address is refused',
    text: GOOD.replace('email: sam@acme.example', 'email: s@a.b, webhook: acme'),
    want: ['BAD_ADDRESS'],
  },
  {
    name: 'quiet hours without a length are refused',
    text: GOOD.replace('email: sam@acme.example', 'email: s@a.b, quiet: "08:00-08:00"'),
    want: ['BAD_TIME'],
  },
  {
    name: 'a day that is none is refused',
    text: GOOD.replace('email: sam@acme.example', 'email: s@a.b, days: mon-fry'),
    want: ['BAD_DAYS'],
  },
  {
    name: '29 February of a common year is refused',
    text: withJob(BACKUP, 'calendars: { off: [2028-02-29, 2027-02-29] }'),
    want: ['BAD_DATE'],
    at: '6:32',
  },
  {
    name: 'an absence that ends before it begins is refused',
    text: GOOD.replace('email: sam@acme.example', 'email: s@a.b, away: 2027-01-03..2026-12-20'),
    want: ['BAD_DATE'],
  },
  { name: 'a start that is no date is refused', text: withJob(`${BACKUP}\nstarts: tomorrow`), want: ['BAD_DATE'] },
];

const rules: Case[] = [
  {
    name: 'allow shorter than every is refused at the clause',
    text: withRule('should run every 24 hours, allow up to 22'),
    want: ['WINDOW_SHORTER_THAN_PERIOD'],
    at: '9:39',
    says: /^allow 22 hours is shorter than every 24 hours; use 24 hours or more, or write allow 22 hours late \(46 hours in all\)/,
  },
  {
    name: 'alert after shorter than allow is refused',
    text: withRule('every 24 hours, allow 26; alert after 25 hours'),
    want: ['ALERT_BEFORE_WINDOW'],
  },
  {
    name: 'alert after shorter than the default window is refused',
    text: withRule('every 24 hours; alert after 25 hours'),
    want: ['ALERT_BEFORE_WINDOW'],
    says: /26 hours 24 minutes/,
  },
  {
    name: 'alert below above at least is refused',
    text: withRule('daily; at least 300 MB; alert below 301 MB'),
    want: ['ALERT_ABOVE_FLOOR'],
  },
  {
    name: 'at least above at most is refused',
    text: withRule('daily; at least 300 MB; at most 200 MB'),
    want: ['FLOOR_ABOVE_CEILING'],
  },
  {
    name: 'a warning beyond the alert is refused',
    text: withRule('daily; warn if it shrinks more than 60%'),
    want: ['WARN_BEYOND_SHRINK'],
  },
  {
    name: 'a percentage over 100 is refused',
    text: withRule('daily; shrinks more than 150%'),
    want: ['PERCENT_OUT_OF_RANGE'],
  },
  {
    name: 'a size without a unit is refused',
    text: withRule('daily; at least 350'),
    want: ['WRONG_UNIT'],
    says: /at least 350 MB/,
  },
  {
    name: 'a unit that is none is refused',
    text: withRule('daily; at least 350 apples'),
    want: ['WRONG_UNIT'],
    at: '9:19',
    says: /at least 350 apples/,
  },
  { name: 'a duration for a size is refused', text: withRule('daily; at least 3 hours'), want: ['UNKNOWN_CLAUSE'] },
  {
    name: 'a decimal comma is refused',
    text: withRule('daily; at least 350,5 MB'),
    want: ['WRONG_UNIT'],
    says: /350\.5 MB/,
  },
  { name: 'an ISO duration is refused', text: withRule('every PT26H'), want: ['UNKNOWN_CLAUSE'] },
  { name: 'a negative time is refused', text: withRule('every -3 hours'), want: ['UNKNOWN_CLAUSE'] },
  { name: 'no time at all is refused', text: withRule('every 0 hours'), want: ['NUMBER_OUT_OF_RANGE'] },
  { name: 'a time beyond all times is refused', text: withRule('every 1e309 hours'), want: ['NUMBER_OUT_OF_RANGE'] },
  {
    name: 'a clause that is not understood is refused at its place',
    text: withRule('daily; expect not far from 350 MB'),
    want: ['UNKNOWN_CLAUSE'],
    at: '9:19',
    says: /not far from 350 MB.*at least 350 MB/,
  },
  {
    name: 'a name in front that is a clause with a mistake is refused',
    text: withRule('alow 26 hours: every 24 hours'),
    want: ['UNKNOWN_CLAUSE'],
  },
  {
    name: 'a name in front that is a clause is refused',
    text: withRule('never escalate: every 24 hours'),
    want: ['UNKNOWN_CLAUSE'],
  },
  { name: 'the same clause twice is refused', text: withRule('daily; allow 26; allow 28'), want: ['DUPLICATE_CLAUSE'] },
  { name: 'every with at is refused', text: withRule('every 24 hours; at 02:00'), want: ['SCHEDULE_TWICE'] },
  { name: 'at with cron is refused', text: withRule('at 02:00; cron "0 2 * * *"'), want: ['SCHEDULE_TWICE'] },
  {
    name: 'days without a time are refused',
    text: withRule('every 24 hours; on weekdays'),
    want: ['DAYS_WITHOUT_TIME'],
  },
  { name: 'an impossible time is refused', text: withRule('at 24:00'), want: ['BAD_TIME'] },
  {
    name: 'a cron expression that never comes is refused',
    text: withRule('cron "0 0 30 2 *"'),
    want: ['BAD_CRON'],
    says: /never/,
  },
  {
    name: 'a cron expression of six fields is refused',
    text: withRule('cron "0 0 2 * * 1"'),
    want: ['BAD_CRON'],
    says: /6 fields/,
  },
  { name: 'a cron expression that is none is refused', text: withRule('cron "61 0 * * *"'), want: ['BAD_CRON'] },
  {
    name: 'an allowance without a unit is refused for times of day',
    text: withRule('at 02:00; allow 3'),
    want: ['WRONG_UNIT'],
  },
  { name: 'a job without a schedule is refused', text: withRule('at least 3 MB'), want: ['NO_SCHEDULE'], at: '7:3' },
  { name: 'a job without a rule is refused', text: withJob('backup: ./orders/'), want: ['NO_SCHEDULE'] },
];

const jobs: Case[] = [
  {
    name: 'a job with nothing to watch is refused',
    text: withJob('rule: daily'),
    want: ['NOTHING_TO_WATCH'],
    at: '7:3',
  },
  {
    name: 'heartbeat: false is nothing to watch',
    text: withJob('heartbeat: false\nrule: daily'),
    want: ['NOTHING_TO_WATCH'],
  },
  {
    name: 'verify without a backup is refused',
    text: withJob('heartbeat: true\nverify: well-formed\nrule: daily'),
    want: ['NOTHING_TO_WATCH'],
  },
  { name: 'an unknown way to verify is refused', text: withJob(`${BACKUP}\nverify: deeply`), want: ['UNKNOWN_VALUE'] },
  {
    name: 'a heartbeat signal without a heartbeat is refused',
    text: withJob(`${BACKUP}\nfinished: heartbeat`),
    want: ['BAD_END_SIGNAL'],
  },
  {
    name: 'nothing new is fine, and nothing says that a run succeeded, is refused',
    text: withJob('backup: ./orders/\nrule: daily; unchanged is fine'),
    want: ['BAD_END_SIGNAL'],
  },
  {
    name: 'a marker with a path is refused',
    text: withJob(`${BACKUP}\nfinished: marker done/_SUCCESS`),
    want: ['BAD_END_SIGNAL'],
  },
  {
    name: 'an unknown end signal is refused',
    text: withJob(`${BACKUP}\nfinished: when done`),
    want: ['BAD_END_SIGNAL'],
  },
  {
    name: 'an unknown report format is refused',
    text: withJob(`${BACKUP}\nreport: { format: tar }`),
    want: ['UNKNOWN_VALUE'],
  },
  {
    name: 'a regular expression is refused',
    text: withJob(`${BACKUP}\nreport: { format: text, success: "done.*ok" }`),
    want: ['PATTERN_NOT_PLAIN'],
  },
  {
    name: 'phrases for another format are refused',
    text: withJob(`${BACKUP}\nreport: { format: restic, success: done }`),
    want: ['BAD_REPORT'],
  },
  { name: 'nodes without {node} are refused', text: withJob(`${BACKUP}\nnodes: [a, b]`), want: ['NODE_PLACEHOLDER'] },
  {
    name: '{node} without nodes is refused',
    text: withJob('backup: ./{node}/\nrule: daily'),
    want: ['NODE_PLACEHOLDER'],
  },
  {
    name: 'a node called fail is refused',
    text: withJob('backup: ./{node}/\nrule: daily\nnodes: [a, fail]'),
    want: ['BAD_ID'],
    at: '10:16',
  },
  {
    name: 'a node called by a number is refused',
    text: withJob('backup: ./{node}/\nrule: daily\nnodes: [1, b]'),
    want: ['BAD_ID'],
  },
  {
    name: 'a node twice is refused',
    text: withJob('backup: ./{node}/\nrule: daily\nnodes: [a, a]'),
    want: ['DUPLICATE_KEY'],
  },
  {
    name: 'a runbook that is no address is refused',
    text: withJob(`${BACKUP}\nrunbook: "javascript:alert(1)"`),
    want: ['BAD_ADDRESS'],
  },
];

const warnings: Case[] = [
  {
    name: 'two jobs in one place are warned of once',
    text: `${GOOD}  b: { backup: ./orders/, rule: daily }\n  c: { backup: orders/, rule: daily }\n`,
    want: ['SAME_PLACE'],
    at: '10:3',
  },
  { name: 'a job for nobody is warned of', text: GOOD.replace('admin: dana', 'timezone: UTC'), want: ['NOBODY_NAMED'] },
  {
    name: 'a person without an address is warned of',
    text: GOOD.replace('email: sam@acme.example', 'timezone: UTC'),
    want: ['PERSON_UNREACHABLE'],
    at: '5:3',
  },
  {
    name: 'a channel without an address is warned of',
    text: GOOD.replace('email: sam@acme.example', 'email: s@a.b, via: [slack, email]'),
    want: ['CHANNEL_WITHOUT_ADDRESS'],
  },
];

describe.each([
  ['the file', files],
  ['keys and values', keys],
  ['names that must exist', names],
  ['rules', rules],
  ['jobs', jobs],
])('%s', (_, cases) => {
  test.each(cases)('$name', ({ text, want, at, says }) => {
    const result = read(text);
    expect(codes(result)).toEqual(want);
    expect(result.document).toBeNull();
    expect(places(result)[0]).toMatch(at === undefined ? /^\d+:\d+ / : new RegExp(`^${at} `));
    expect(result.problems[0]?.message).toMatch(says ?? /^.+$/);
  });
});

describe('warnings', () => {
  test.each(warnings)('$name', ({ text, want, at }) => {
    const result = read(text);
    expect(codes(result)).toEqual(want);
    expect(result.problems.every((problem) => problem.severity === 'warning')).toBe(true);
    expect(result.document).not.toBeNull();
    expect(places(result)[0]).toMatch(at === undefined ? /^\d+:\d+ / : new RegExp(`^${at} `));
  });
});

describe('aliases', () => {
  const jobsOf = (count: number) =>
    `version: 1\nsettings: { admin: dana }\npeople: { dana: { email: d@a.b } }\njobs:\n  first: { backup: ./first/, rule: &r daily }\n` +
    Array.from({ length: count }, (_, i) => `  j${i}: { backup: ./j${i}/, rule: *r }\n`).join('');

  test('that stand for a hundred values are read', () => {
    expect(read(jobsOf(100)).document?.jobs).toHaveLength(101);
  });

  test('that stand for one more are refused', () => {
    expect(codes(read(jobsOf(101)))).toContain('TOO_MANY_ALIASES');
  });

  test('that multiply are refused at once', () => {
    const bomb = [
      'a: &a [x, x, x, x, x, x, x, x, x]',
      ...'bcdefghi'.split('').map((c, i) => `${c}: &${c} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(', ')}]`),
    ];
    expect(codes(read(bomb.join('\n')))).toContain('TOO_MANY_ALIASES');
  });
});

describe('nesting', () => {
  const deep: [string, string][] = [
    ['flow lists', '['.repeat(10_000)],
    ['flow mappings', '{a: '.repeat(10_000)],
    ['flow lists that are closed', '['.repeat(5_000) + ']'.repeat(5_000)],
    ['block lists on one line', '- '.repeat(10_000)],
    ['explicit keys on one line', '? '.repeat(10_000)],
    ['mappings on one line', 'a: '.repeat(10_000)],
    ['mappings by indentation', Array.from({ length: 1_000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
    ['lists after a quote that is not closed', `a: 'x\nb: ${'['.repeat(10_000)}`],
    ['half a megabyte of brackets', '['.repeat(500_000)],
    ['mixed brackets', '[{a: '.repeat(5_000)],
  ];
  test.each(deep)('%s are refused before they can do harm', (_, text) => {
    const result = read(text);
    expect(result.document).toBeNull();
    expect(result.problems.length).toBeGreaterThan(0);
  });

  test('33 levels are refused, 32 are not too deep', () => {
    expect(codes(read(`a: ${'['.repeat(32)}${']'.repeat(32)}`))).toEqual(['NESTED_TOO_DEEP']);
    expect(codes(read(`a: ${'['.repeat(31)}${']'.repeat(31)}`))).not.toContain('NESTED_TOO_DEEP');
  });

  test('brackets in quotes, comments and blocks are not nesting', () => {
    const brackets = '[{('.repeat(200);
    const text = withJob(
      `${BACKUP}\n# ${brackets}\nname: "${'['.repeat(100)}"\nnote: |\n  ${brackets}\n  - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - - x`,
    );
    expect(codes(read(text))).toEqual([]);
  });
});

describe('a heap of', () => {
  test.each([
    ['quotes', '"'.repeat(100_000)],
    ['closing brackets', ']'.repeat(100_000)],
    ['clauses that are not understood', withJob(`backup: ./o/\nrule: |\n${'  bogus one\n'.repeat(60_000)}`)],
    ['name in front of a sentence', withRule(`${'a '.repeat(500_000)}: daily`)],
    ['braces in a place', withJob(`backup: "./${'{'.repeat(1_000_000)}/"\nrule: daily`)],
  ])('%s is refused in the end, with problems a person can read', (_, text) => {
    const { document, problems } = read(text);
    expect(document).toBeNull();
    expect(problems.length).toBeLessThanOrEqual(201);
  });

  test('comments and blank lines is read', () => {
    expect(codes(read(`${'#\n\n'.repeat(300_000)}# \t\n${GOOD}`))).toEqual([]);
  });
});

describe('what is fine', () => {
  test.each([
    ['a byte order mark', `\u{feff}${GOOD}`],
    ['a byte order mark in bytes', bytes([0xef, 0xbb, 0xbf], GOOD)],
    ['Windows line ends', GOOD.replaceAll('\n', '\r\n')],
    ['a job called constructor', GOOD.replace('orders-db', 'constructor')],
    ['a job called by a number', GOOD.replace('orders-db', '2024')],
    ['an empty section', withJob(BACKUP, 'groups:')],
    ['a document below %YAML 1.1', `%YAML 1.2\n---\n${GOOD}`],
    ['a place named twice by one group, patterns apart', `${GOOD}  b: { backup: "./orders/*.x", rule: daily }\n`],
  ])('%s', (_, text) => {
    expect(codes(read(text))).toEqual([]);
  });
});

test('a problem is one line for people', () => {
  const [problem] = read(withRule('should run every 24 hours, allow up to 22')).problems;
  expect(problem && formatProblem('rules.yaml', problem)).toBe(
    'rules.yaml:9:39 WINDOW_SHORTER_THAN_PERIOD jobs.orders-db.rule: allow 22 hours is shorter than every 24 hours; use 24 hours or more, or write allow 22 hours late (46 hours in all). See docs/rules.md#window-shorter-than-period',
  );
});

test('past a thousand problems the rest are only counted', () => {
  const text = `version: 1\n${'a: 1\n'.repeat(5000)}`;
  const { document, problems } = read(text);
  expect(document).toBeNull();
  expect(problems).toHaveLength(1001);
  expect(problems.at(-1)).toMatchObject({ code: 'MORE_PROBLEMS', message: expect.stringContaining('more errors') });
});

test('warnings, however many, keep no document from being taken, and hide no error', () => {
  const jobs = Array.from({ length: 1_200 }, (_, index) => `  j${index}: { backup: "./orders/", rule: daily }\n`).join(
    '',
  );
  const advised = { name: 'rules.yaml', folder: '/', now: 0, isAdvised: true };
  const { document, problems } = readRulesDocument(`${GOOD}${jobs}`, advised);
  expect(document?.jobs.length).toBeGreaterThan(1_200);
  expect(problems).toHaveLength(1001);
  expect(problems.at(-1)).toMatchObject({ code: 'MORE_PROBLEMS', severity: 'warning' });
  const last = '  last: { backup: "./x/", rule: nonsense }\n';
  const broken = readRulesDocument(`${GOOD}${jobs}${last}`, advised);
  expect(broken.document).toBeNull();
  expect(broken.problems.filter(({ severity }) => severity === 'error').map(({ path }) => path)).toEqual([
    'jobs.last.rule',
  ]);
});
