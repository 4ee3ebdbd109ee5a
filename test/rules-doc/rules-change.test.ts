import { describe, expect, it } from 'vitest';
import { readRulesDocument } from '../../lib/rules-doc/read-rules-document.ts';
import { compareDocuments } from '../../lib/rules-doc/rules-change.ts';
import { changeLines } from '../../lib/rules-doc/rules-change-text.ts';

const NOW = Date.parse('2026-11-21T08:00:00Z');
const RULE = 'every 24 hours, allow 26; at least 350 MB';

function document(jobs: Record<string, string>) {
  const text = [
    'version: 1',
    'settings: { admin: sam }',
    'people: { sam: { email: sam@acme.example }, dana: { email: dana@acme.example } }',
    'jobs:',
    ...Object.entries(jobs).map(([id, keys]) => `  ${id}: { ${keys} }`),
  ].join('\n');
  const read = readRulesDocument(text, { name: 'rules.yaml', folder: null, now: NOW });
  if (read.document === null) throw new Error(read.problems.map(({ message }) => message).join('\n'));
  return read.document;
}

/** A job with a rule, or with keys of its own after it. */
const job = (rule: string, more = '') => `backup: "s3://backups/a/", rule: "${rule}"${more}`;

describe('what a document changes', () => {
  const changes = [
    {
      name: 'a longer allowance is looser',
      to: job('every 24 hours, allow 30; at least 350 MB'),
      want: ['allow 26 hours -> 30 hours (loosened)'],
    },
    {
      name: 'a higher floor is tighter',
      to: job('every 24 hours, allow 26; at least 400 MB'),
      want: ['at least 350 MB -> 400 MB (tightened)'],
    },
    {
      name: 'no floor is looser than any',
      to: job('every 24 hours, allow 26'),
      want: ['at least 350 MB -> no limit (loosened)'],
    },
    {
      name: 'a ceiling where there was none is tighter',
      to: job(`${RULE}; at most 2 TB`),
      want: ['at most no limit -> 2 TB (tightened)'],
    },
    {
      name: 'a smaller shrink limit is tighter',
      to: job(`${RULE}; flag if it shrinks more than 30%`),
      want: ['shrink 50% -> 30% (tightened)'],
    },
    {
      name: 'a later alert is looser',
      to: job(`${RULE}; alert after 40 hours`),
      want: ['alert after 32 hours 30 minutes -> 40 hours (loosened)'],
    },
    {
      name: 'never escalating is looser',
      to: job(`${RULE}; never escalate`),
      want: ['escalate next day -> never (loosened)'],
    },
    {
      name: 'a shorter patience is tighter',
      to: job(`${RULE}; escalate after 4 hours`),
      want: ['escalate next day -> after 4 hours (tightened)'],
    },
    {
      name: 'a seldom check is looser',
      to: job(`${RULE}; check every 6 hours`),
      want: ['check every 1 hour -> 6 hours (loosened)'],
    },
    { name: 'an urgent job is tighter', to: job(RULE, ', urgent: true'), want: ['urgent no -> yes (tightened)'] },
    { name: 'another owner is neither', to: job(RULE, ', owner: dana'), want: ['owner sam -> dana'] },
    {
      name: 'another place is neither',
      to: `backup: "s3://other/b/", rule: "${RULE}"`,
      want: ['backup s3://backups/a/ -> s3://other/b/'],
    },
    {
      name: 'another kind of schedule is neither',
      to: job('at 02:00 on weekdays, allow 2 hours; at least 350 MB'),
      want: ['schedule every 24 hours -> at 02:00 on weekdays (UTC)'],
    },
    {
      name: 'the same in other words is no change',
      to: job('at least 350 MB; should run daily, allow up to 26'),
      want: [],
    },
  ];
  it.each(changes)('$name', ({ to, want }) => {
    const change = compareDocuments(document({ a: job(RULE) }), document({ a: to }));
    const [line = ''] = changeLines(change);
    const none = { added: [], removed: [], changed: [], unchanged: 1, isCompared: true };
    expect(change).toEqual(want.length === 0 ? none : { ...none, unchanged: 0, changed: [expect.anything()] });
    for (const words of want) expect(line).toContain(words);
  });

  it('jobs that come and go are named, in the order of the documents', () => {
    const change = compareDocuments(
      document({ b: job(RULE), gone: job(RULE), a: job(RULE) }),
      document({ z: job(RULE), a: job(RULE), b: job(RULE), c: job(RULE) }),
    );
    expect(change).toEqual({ added: ['z', 'c'], removed: ['gone'], changed: [], unchanged: 2, isCompared: true });
    expect(changeLines(change)).toEqual(['added: z', 'added: c', 'removed: gone', '2 jobs as before']);
  });

  it('the first document adds everything', () => {
    expect(compareDocuments(null, document({ a: job(RULE) }))).toEqual({
      added: ['a'],
      removed: [],
      changed: [],
      unchanged: 0,
      isCompared: true,
    });
  });

  it('a job with nodes is one job; nodes that come and go are a change of it, and no change of place', () => {
    const nodes = (names: string) => `backup: "s3://backups/{node}/", nodes: [${names}], rule: "${RULE}"`;
    const change = compareDocuments(document({ a: nodes('n1, n2') }), document({ a: nodes('n2, n3') }));
    expect(change.changed).toEqual([
      { job: 'a', changes: [{ what: 'nodes', from: 'n1, n2', to: 'n2, n3', direction: 'changed' }] },
    ]);
  });

  it('of very many the text names the first and counts the rest', () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`job-${index}`, job(RULE)]));
    const lines = changeLines(compareDocuments(document({ a: job(RULE) }), document({ a: job(RULE), ...many })));
    expect([lines.length, lines[50]]).toEqual([52, '... and 10 more of these']);
  });

  it('ids that are names of JavaScript are only names', () => {
    const change = compareDocuments(document({ constructor: job(RULE) }), document({ tostring: job(RULE) }));
    expect([change.added, change.removed]).toEqual([['tostring'], ['constructor']]);
  });
});
