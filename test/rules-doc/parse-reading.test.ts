import { readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Job } from '../../lib/core/model/job.ts';
import { CLAUSES } from '../../lib/rules-doc/clauses/registry.ts';
import type { RulesDocument } from '../../lib/rules-doc/document.ts';
import { formatReading } from '../../lib/rules-doc/format-reading.ts';
import { parseReading } from '../../lib/rules-doc/parse-reading.ts';
import { read, withJob } from './read.ts';

const FILES = ['rules/rules.yaml', ...readdirSync('rules/examples').map((name) => `rules/examples/${name}`)];

const EVERYTHING = withJob(
  [
    'nodes: [n1, n2]',
    'backup: "s3://backups/{node}/{yyyy}/{MM}/*.dump"',
    'finished: marker done',
    'rule:',
    '  cron: "5 2 * * 1-5"',
    '  allow: 3 hours',
    '  at_least: 1 MB',
    '  escalate: never',
    'starts: 2026-11-01',
    'note: "“ä” 😀 __proto__"',
  ].join('\n'),
  'calendars: { company: [2026-12-31] }',
);

const documents = [
  ...FILES.map((path) => ({ name: path, text: readFileSync(path, 'utf8'), file: basename(path) })),
  { name: 'a document of most keys', text: EVERYTHING, file: 'rules.yaml' },
  {
    name: 'a document with a warning',
    text: withJob('backup: ./orders/\nrule: every 1 day').replace(
      /(\n {2}orders-db:)([\s\S]*)$/,
      '$1$2\n  other:\n    backup: ./orders/\n    rule: every 1 day\n',
    ),
    file: 'rules.yaml',
  },
];

describe('a reading that was kept says what the reader said', () => {
  it.each(documents)('$name', ({ text, file }) => {
    const { document, problems } = read(text, { name: file });
    if (document === null) throw new Error(problems.map(({ message }) => message).join('\n'));
    const kept = parseReading(formatReading(document, problems));
    expect(kept.problems).toEqual(problems);
    expect(withPlaces(kept.document)).toStrictEqual(withPlaces(document));
    expect([...kept.document.people.keys()]).toEqual([...document.people.keys()]);
    expect(Object.isFrozen(kept.document)).toBe(true);
  });

  it('warnings are among the documents that were tried', () => {
    expect(documents.some(({ text }) => read(text).problems.length > 0)).toBe(true);
  });
});

/** The document with each rule's places as values, since functions do not compare. */
function withPlaces(document: RulesDocument): object {
  const placesOf = (rule: Job['rule']) => ({
    ...rule,
    at: Object.fromEntries(CLAUSES.map(({ name }) => [name, rule.at(name)])),
  });
  const jobs = document.jobs.map(({ each, ...job }) => ({
    ...job,
    rule: placesOf(job.rule),
    ...(each && { each: { ...each, rules: each.rules.map((own) => ({ ...own, rule: placesOf(own.rule) })) } }),
  }));
  return { ...document, jobs };
}
