import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import type { Rule } from '../../../lib/core/model/rule.ts';
import { type AnyClause, type Clause, way } from '../../../lib/rules-doc/clauses/clause.ts';
import { CLAUSES } from '../../../lib/rules-doc/clauses/registry.ts';
import { good } from '../../../lib/rules-doc/clauses/units.ts';
import { UNSUPPORTED } from '../../../lib/rules-doc/clauses/unsupported.ts';
import { formatReading } from '../../../lib/rules-doc/format-reading.ts';
import { compareLimit } from '../../../lib/rules-doc/job-change.ts';
import { parseReading } from '../../../lib/rules-doc/parse-reading.ts';
import { compareDocuments } from '../../../lib/rules-doc/rules-change.ts';
import { ruleSchemaOf } from '../../../lib/rules-doc/schema.ts';
import { Grammar } from '../../../lib/rules-doc/sentence/grammar.ts';
import { SentenceReader } from '../../../lib/rules-doc/sentence/sentence.ts';
import { clauseTable } from '../clause-table.ts';
import { codes, read, withJob } from '../read.ts';

/* What someone adds who wants a new clause: this one object in a file of its own ... */
type WithCopies = Rule & { readonly copies?: number | null };
const copies = (rule: Rule) => (rule as WithCopies).copies ?? null;
const copiesClause: Clause<'copies', number> = {
  name: 'copies',
  ways: [way<[{ amount: number }]>('in {number} (places | copies)', ({ amount }) => good({ copies: amount }))],
  canonical: (count) => `in ${count} places`,
  toMapping: (count) => ({ copies: count }),
  fromMapping: (mapping) => Number(mapping.copies),
  sentences: (text) => [`in ${text} places`],
  schema: z.number().meta({ description: 'In how many places a backup must lie: 3' }),
  docs: { write: 'in 3 places', also: ['in 3 copies'], means: 'in how many places a backup must lie' },
  limits: (value) => ({ copies: value ?? null }) as Partial<Rule>,
  describe: (rule) => (copies(rule) === null ? null : `in ${copies(rule)} places`),
  compare: (before, after) =>
    compareLimit('copies', copies(before), copies(after), (count) => `${count} places`, 'higher'),
};

/* ... and a line in the registry. */
const clauses: readonly AnyClause[] = [...CLAUSES, copiesClause];

const sentences = new SentenceReader(new Grammar(clauses, UNSUPPORTED));
const lint = (rule: string) => read(withJob(`backup: ./orders/\nrule: ${rule}`), { sentences });

describe('a clause of one file and one line in the registry', () => {
  const { document, problems, understood } = lint('"daily, in 3 copies"');

  test('is read, as a sentence and as a mapping', () => {
    expect(problems).toEqual([]);
    expect(understood?.[0]).toMatchObject({ rule: { copies: 3 }, sentence: 'every 24 hours; in 3 places' });
    expect(lint('{ every: daily, copies: 3 }').understood).toEqual(understood);
  });

  test('is validated', () => {
    expect(codes(lint('daily; in three plaecs'))).toEqual(['UNKNOWN_CLAUSE']);
    expect(lint('daily; in three plaecs').problems[0]?.message).toContain('write every 24 hours; in 3 places');
    expect(codes(lint('{ every: daily, copies: many }'))).toEqual(['UNKNOWN_CLAUSE']);
  });

  test('is described', () => {
    expect(document?.jobs[0]?.understood).toContain('in 3 places');
  });

  test('is stored and read back', () => {
    if (document === null) throw new Error('the document was refused');
    const kept = parseReading(formatReading(document, problems));
    expect(kept.document.jobs[0]?.rule).toMatchObject({ copies: 3 });
    const asKept = read(withJob('backup: ./orders/\nrule: hourly'), {
      sentences,
      kept: { grammar: 2, rules: { 'orders-db': understood?.[0]?.rule } },
    });
    expect(asKept.understood).toEqual(understood);
  });

  test('is compared', () => {
    const after = lint('daily, in 2 places').document;
    if (document === null || after === null) throw new Error('a document was refused');
    expect(compareDocuments(document, after, clauses).changed[0]?.changes).toEqual([
      { what: 'copies', from: '3 places', to: '2 places', direction: 'loosened' },
    ]);
  });

  test('is in the schema and in the docs', () => {
    expect(JSON.stringify(z.toJSONSchema(ruleSchemaOf(clauses)))).toContain('In how many places a backup must lie');
    expect(clauseTable(clauses)).toContain('| in how many places a backup must lie | `in 3 places` | `in 3 copies` |');
  });
});
