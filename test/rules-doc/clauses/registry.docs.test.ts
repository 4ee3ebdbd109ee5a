import { describe, expect, test } from 'vitest';
import { CLAUSES } from '../../../lib/rules-doc/clauses/registry.ts';
import { RULE_SENTENCES } from '../../../lib/rules-doc/sentence/rule-grammar.ts';

const examples = CLAUSES.flatMap(({ name, docs }) => [docs.write, ...docs.also].map((text) => [name, text] as const));

describe('every example of the docs says its clause, and alone is understood', () => {
  test.each(examples)('%s: %s', (name, text) => {
    const { clauses, problems } = RULE_SENTENCES.read(text);
    expect(problems).toEqual([]);
    expect(clauses.map(({ clause }) => clause)).toContain(name);
  });
});

describe('the canonical form reads the same', () => {
  test.each(examples)('%s: %s', (_, text) => {
    const { clauses } = RULE_SENTENCES.read(text);
    const canonical = CLAUSES.flatMap((clause) =>
      clauses.filter((each) => each.clause === clause.name).map(({ value }) => clause.canonical(value as never)),
    ).join('; ');
    const again = RULE_SENTENCES.read(canonical);
    expect(again.problems).toEqual([]);
    expect(again.clauses.map(({ clause, value }) => ({ clause, value }))).toEqual(
      expect.arrayContaining(clauses.map(({ clause, value }) => ({ clause, value }))),
    );
  });
});
