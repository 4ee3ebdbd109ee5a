import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { buildTree } from '../../../lib/rules-doc/yaml/build-tree.ts';
import { composeYaml } from '../../../lib/rules-doc/yaml/compose-yaml.ts';
import { readPlainTree } from '../../../lib/rules-doc/yaml/plain-tree.ts';
import { ProblemLog } from '../../../lib/rules-doc/yaml/problem-log.ts';
import { SourceText } from '../../../lib/rules-doc/yaml/source-text.ts';
import { runs } from '../../nightly.ts';

/** What YAML's own parser makes of a text: its tree, or 'faulty'. */
function yamlTree(text: string): unknown {
  const log = new ProblemLog(new SourceText(text));
  const { documents } = composeYaml(text);
  const [document, more] = documents;
  if (document === undefined || more !== undefined || document.errors.length + document.warnings.length > 0)
    return 'faulty';
  const tree = buildTree(document, log);
  return log.hasErrors ? 'faulty' : tree;
}

function expectSame(text: string): boolean {
  const plain = readPlainTree(text);
  if (plain === null) return false;
  expect(plain).toEqual(yamlTree(text));
  return true;
}

const FILES = ['rules/rules.yaml', ...readdirSync('rules/examples').map((name) => `rules/examples/${name}`)];

test.each(FILES)('%s is plain, and the same by both readers', (path) => {
  expect(expectSame(readFileSync(path, 'utf8'))).toBe(true);
});

describe('is plain', () => {
  test.each([
    'a: b',
    'a: b # c\nd: e#f\n',
    'a:\r\n  b: c \r\n\r\n  d: {e: f}\r\n  g: "h" # i\r\nj: k\r\n',
    'a:\n  b: c\n\n  # d\n  e: f\ng: h',
    'a:\n# c\n  b: 1\n',
    '  a: 1\n  b: 2\n',
    "a: ''\nb: \"\"\nc: 'x # y: z'\n",
    'a: 02:00\nb: 2026-12-01\nc: 010\nd: true\ne: ~\nf: ./x/\ng: no\n',
    'a: { b: c, d: [e, "f, g", 12], h: s3://x/y/*.z }   # i\n',
    'a:   {b: c,d: e}\n',
    'constructor: 1\n2024: x\n',
  ])('%j', (text) => {
    expect(expectSame(text)).toBe(true);
  });
});

describe('is left to YAML', () => {
  test.each(
    [
      [
        '',
        'a',
        '- a',
        'a:',
        'a:\n',
        'a: |\n  b\n',
        'a: b\n  c\n',
        'a: b: c',
        'a: b:',
        'a: &x b',
        'a: *x',
        'a: !x b',
        '"a": b',
      ],
      [
        'a: 1\na: 2\n',
        'a:\n    b: 1\n  c: 2\n',
        'a:\n  b:\nc: 1',
        '---\na: b\n',
        'a: b\n...\n',
        '%YAML 1.2\n---\na: b',
        'a:\tb',
        'a: b\rc: d',
      ],
      [
        'a: {',
        'a: {}',
        'a: []',
        'a: [b,]',
        'a: {b}',
        'a: [b: c]',
        'a: {b: c} d',
        'a: "b\\n"',
        "a: 'b''c'",
        'a: "b" c',
        'a: 1.5',
        'a: .nan',
        'a: 1e309',
        'a: -1',
      ],
      ['a: {b: *c}', 'a: [- b]', 'a: {b: c, b: d}', 'a: [b\n]', 'a: "b\nc"', 'a: [[[[[[[b]]]]]]]'],
    ].flat(),
  )('%j', (text) => {
    expect(readPlainTree(text)).toBeNull();
  });
});

test('whatever is plain means the same to YAML', () => {
  const piece = fc.constantFrom(
    ...['a', 'b', 'key', 'x-y', '1', '0x1f', '1.5', 'true', 'null', '~', './x/', 's3://b/c', '02:00', 'every 24 hours'],
    ...[
      ': ',
      ':',
      ' ',
      '  ',
      '\n',
      '\n  ',
      '\n    ',
      '\n\n',
      '#',
      ' # c',
      '{',
      '}',
      '[',
      ']',
      ', ',
      ',',
      '"',
      "'",
      '- ',
      '? ',
      '&a ',
      '*a',
      '!t ',
      '|',
      '>',
      '%',
      '@',
      '\\',
      '.',
      ';',
      '\u{1f600}',
      '\u00a0',
      '\u2028',
    ],
  );
  let plain = 0;
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 14 }).map((pieces) => `a: b\nk: ${pieces.join('')}`),
      (text) => {
        if (expectSame(text)) plain += 1;
      },
    ),
    runs(4000, 100_000),
  );
  expect(plain).toBeGreaterThan(500);
});

test('a damaged sample means the same to YAML, or is left to it', () => {
  const sample = readFileSync('rules/rules.yaml', 'utf8');
  const damage = fc.record({
    at: fc.nat(sample.length),
    remove: fc.nat(12),
    insert: fc.constantFrom('', ' ', '  ', '\n', ':', ': ', '#', ' #', '"', "'", '{', ']', ',', 'x', '- ', '0'),
  });
  let plain = 0;
  fc.assert(
    fc.property(fc.array(damage, { minLength: 1, maxLength: 3 }), (damages) => {
      let text = sample;
      for (const { at, remove, insert } of damages) text = text.slice(0, at) + insert + text.slice(at + remove);
      if (expectSame(text)) plain += 1;
    }),
    runs(800, 20_000),
  );
  expect(plain).toBeGreaterThan(300);
});
