import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const GLOSSARY = 'docs/design/glossary.md';
const SEARCHED = ['lib', 'bin', 'lambdas', 'docs', 'rules', 'README.md', 'CHANGELOG.md', 'CONTRIBUTING.md'];

/** Lines that may hold a retired word, each with its reason. */
const EXCEPTIONS: readonly { readonly file: string; readonly text: string; readonly reason: string }[] = [
  { file: 'CONTRIBUTING.md', text: '`faults/`', reason: 'the name of a folder' },
  { file: 'docs/rules.md', text: '#### Nobody named', reason: 'the heading of a code' },
  ...['alert-below', 'allow', 'condition-words', 'unsupported'].flatMap((name) => {
    const reason = 'what a person writes in a sentence';
    return ['tell me', '(tell |'].map((text) => ({ file: `lib/rules-doc/clauses/${name}.ts`, text, reason }));
  }),
];

/** A name of stored or printed data: a lone word in quotes or backticks, a key, or an attribute's placeholder. */
const DATA_NAME = /(['"`])[#:]?[\w-]+\1|[#:][a-z]\w*|\b\w+(?=:)/g;

function retiredWords(): string[] {
  const rows = readFileSync(GLOSSARY, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| '));
  return rows
    .slice(2)
    .flatMap((row) => (row.split('|')[3] ?? '').split(','))
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

function filesOf(path: string): string[] {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { encoding: 'utf8', recursive: true })
    .map((name) => join(path, name))
    .filter((file) => /\.(tsx?|md|json|ya?ml)$/.test(file) && file !== GLOSSARY);
}

function findings(text: string, words: readonly string[]): { readonly line: number; readonly word: string }[] {
  const pattern = new RegExp(`\\b(${words.join('|')})\\b`, 'i');
  return text.split('\n').flatMap((line, index) => {
    const [word] = pattern.exec(line.replace(DATA_NAME, '')) ?? [];
    return word === undefined ? [] : [{ line: index + 1, word }];
  });
}

test('the glossary retires words', () => {
  expect(retiredWords()).toEqual(expect.arrayContaining(['told', 'whoever', 'of ours', 'one box']));
});

test('a retired word is found as a whole word, and not in the name of stored data', () => {
  const words = retiredWords();
  expect(findings('sam was told\nnobody_else, told_at\nMend it', words)).toEqual([
    { line: 1, word: 'told' },
    { line: 3, word: 'Mend' },
  ]);
  expect(findings("troubles: failures, kind: 'told', `trouble`", words)).toEqual([]);
});

test('no retired word stands in the sources or the docs', () => {
  const words = retiredWords();
  const files = SEARCHED.flatMap(filesOf);
  expect(files.length).toBeGreaterThan(250);
  const found = files.flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    const lines = text.split('\n');
    return findings(text, words)
      .filter(({ line }) => !EXCEPTIONS.some((each) => each.file === file && lines[line - 1]?.includes(each.text)))
      .map(({ line, word }) => `${file}:${line}: ${word}`);
  });
  expect(found).toEqual([]);
});
