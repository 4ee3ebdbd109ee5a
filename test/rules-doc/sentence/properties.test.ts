import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CLAUSES } from '../../../lib/rules-doc/clauses/registry.ts';
import { canonicalSentence } from '../../../lib/rules-doc/sentence/read-whole.ts';
import { RULE_SENTENCES } from '../../../lib/rules-doc/sentence/rule-grammar.ts';
import { runs } from '../../nightly.ts';
import { codes, read, withJob } from '../read.ts';

const SENTENCES = runs(700, 100_000);
const DOCUMENTS = runs(50, 3000);

const { sentences } = JSON.parse(readFileSync('test/rules-doc/sentence/sentences.json', 'utf8')) as {
  readonly sentences: readonly { readonly text: string; readonly base: string | null }[];
};
const texts = sentences.map(({ base, text }) => (base === null ? text : `${base}; ${text}`));
const SAMPLE = readFileSync('rules/rules.yaml', 'utf8');

/** What to do stands behind what is wrong. */
const REMEDY = /; |write |fix /;
/** What the whole document lacks has no line of its own. */
const WITHOUT_LINE = ['', 'jobs'];

const damage = fc.record({
  at: fc.nat(),
  remove: fc.nat(6),
  insert: fc.oneof(
    fc.constantFrom(
      ...[' ', ';', ',', '.', ' - ', ' and ', '%', ':', '"', '0', '1,5', '\u00a0', '\u2019', '\u{1f600}'],
    ),
    fc.constantFrom(...texts),
  ),
});

function mutated(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.tuple(text, fc.array(damage, { minLength: 1, maxLength: 4 })).map(([written, damages]) =>
    damages.reduce((result, { at, remove, insert }) => {
      const from = at % (result.length + 1);
      return result.slice(0, from) + insert + result.slice(from + remove);
    }, written),
  );
}

const someSentence = fc.constantFrom(...texts);

test('canonical clauses read as the rule that they were made of, and give themselves back', () => {
  fc.assert(
    fc.property(fc.oneof(someSentence, mutated(someSentence)), (text) => {
      const watched = 'backup: ./o/\nfinished: marker DONE\nrule:';
      const first = read(withJob(`${watched} ${JSON.stringify(text)}`));
      const [job] = first.understood ?? [];
      if (first.document === null || job === undefined) return;
      const again = read(withJob(`${watched} ${JSON.stringify(job.sentence)}`));
      expect(codes(again), job.sentence).toEqual([]);
      expect(again.understood?.[0]).toEqual(job);
      expect({ ...again.document?.jobs[0]?.rule, at: null }).toEqual({ ...first.document.jobs[0]?.rule, at: null });
    }),
    SENTENCES,
  );
});

test('the mapping form gives the value back that it was made of', () => {
  for (const text of texts) {
    const { understood } = read(withJob(`backup: ./o/\nrule: ${JSON.stringify(text)}`));
    const [job] = understood ?? [];
    const { clauses } = RULE_SENTENCES.read(job?.sentence ?? '');
    const plain = Object.assign({}, ...clauses.map(({ clause, value }) => find(clause).toMapping(value as never)));
    const said = Object.fromEntries(clauses.map(({ clause }) => [clause, find(clause).fromMapping(plain)]));
    expect(canonicalSentence(RULE_SENTENCES.grammar, said)).toBe(job?.sentence ?? '');
  }
});

test('a sentence that is accepted has each character in a clause, a filler, a separator or its name', () => {
  fc.assert(
    fc.property(fc.oneof(someSentence, mutated(someSentence)), (text) => {
      const { problems, stretches } = RULE_SENTENCES.read(text);
      if (problems.length > 0) return;
      expect(stretches.map(({ kind }) => kind)).not.toContain('unknown');
      const covered = stretches.reduce(
        (rest, { from, to }) => rest.slice(0, from) + ' '.repeat(to - from) + rest.slice(to),
        text,
      );
      expect(covered.trim()).toBe('');
    }),
    SENTENCES,
  );
});

test('whatever a sentence says, each of its problems has its place and a remedy', () => {
  fc.assert(
    fc.property(fc.oneof(mutated(someSentence), fc.string({ maxLength: 60 })), (text) => {
      for (const { index, message } of RULE_SENTENCES.read(text).problems) {
        expect(index).toBeLessThanOrEqual(text.length);
        expect(message).toMatch(/; |write /);
        expect(message).not.toMatch(/undefined|\[object|NaN/);
      }
    }),
    SENTENCES,
  );
});

test('whatever a document says, each of its problems has its place and a remedy', () => {
  fc.assert(
    fc.property(mutated(fc.constant(SAMPLE)), (text) => {
      const { document, problems } = read(text, { isAdvised: true });
      expect(document === null).toBe(problems.some(({ severity }) => severity === 'error'));
      for (const { code, line, path, message } of problems) {
        expect(message).not.toMatch(/undefined|\[object|NaN/);
        expect(message, code).toMatch(REMEDY);
        expect(line > 0 || WITHOUT_LINE.includes(path), `${code} ${path}`).toBe(true);
      }
    }),
    DOCUMENTS,
  );
});

function find(name: string) {
  const clause = CLAUSES.find((each) => each.name === name);
  if (clause === undefined) throw new Error(`there is no clause ${name}`);
  return clause;
}
