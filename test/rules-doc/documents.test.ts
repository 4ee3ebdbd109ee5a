import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import Holidays from 'date-holidays';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CLAUSES } from '../../lib/rules-doc/clauses/registry.ts';
import { rulesJsonSchema } from '../../lib/rules-doc/json-schema.ts';
import { HOLIDAY_CODES } from '../../lib/rules-doc/sections/holiday-codes.ts';
import { PROBLEM_CODES, problemAnchor } from '../../lib/rules-doc/yaml/problem-code.ts';
import { runs } from '../nightly.ts';
import { clauseTable } from './clause-table.ts';
import { codes, read } from './read.ts';

const SAMPLE = readFileSync('rules/rules.yaml');
const EXAMPLES = readdirSync('rules/examples').map((name) => `rules/examples/${name}`);

describe('the sample and every example', () => {
  test.each(['rules/rules.yaml', ...EXAMPLES])('%s has no problems', (path) => {
    const result = read(readFileSync(path), { name: basename(path) });
    expect(result.problems).toEqual([]);
    expect(result.document?.jobs.length).toBeGreaterThan(0);
  });

  test('the sample is read from S3 as well', () => {
    expect(codes(read(SAMPLE, { folder: null }))).toEqual([]);
  });
});

test('the JSON schema on disk is the one that is generated (UPDATE_SCHEMA=1 writes it)', () => {
  const text = `${JSON.stringify(rulesJsonSchema(), null, 2)}\n`;
  if (process.env.UPDATE_SCHEMA === '1') writeFileSync('rules/rules.schema.json', text);
  expect(readFileSync('rules/rules.schema.json', 'utf8')).toBe(text);
});

describe('docs/rules.md', () => {
  const page = readFileSync('docs/rules.md', 'utf8');

  test('has one heading for each code, and no other', () => {
    const documented = [...page.matchAll(/^#### (.+)\n\n?`([A-Z_]+)`: /gm)];
    expect(documented.map(([, , code]) => code).sort()).toEqual([...PROBLEM_CODES].sort());
    for (const [, heading = '', code] of documented) {
      expect(heading.toLowerCase().replaceAll(' ', '-')).toBe(problemAnchor(code as (typeof PROBLEM_CODES)[number]));
    }
  });

  test('has the table of clauses that their files make (UPDATE_DOCS=1 writes it)', () => {
    const table = /(?<=<!-- clauses -->\n)[\s\S]*(?=<!-- \/clauses -->)/;
    if (process.env.UPDATE_DOCS === '1')
      writeFileSync(
        'docs/rules.md',
        page.replace(table, () => clauseTable(CLAUSES)),
      );
    expect(table.exec(readFileSync('docs/rules.md', 'utf8'))?.[0]).toBe(clauseTable(CLAUSES));
  });

  test('has a first job in five lines', () => {
    const [, example = ''] = /```yaml\n([\s\S]*?)```/.exec(page) ?? [];
    expect(example.trim().split('\n')).toHaveLength(5);
    expect(read(example).problems).toEqual([]);
  });

  test('has a good example document', () => {
    const [, example = ''] = /```yaml\n(# yaml-language-server[\s\S]*?)```/.exec(page) ?? [];
    expect(read(example).problems).toEqual([]);
  });

  test('names every key of the schema', () => {
    const keys = (node: unknown): string[] =>
      typeof node !== 'object' || node === null
        ? []
        : Object.entries(node).flatMap(([key, value]) => [
            ...(key === 'properties' ? Object.keys(value) : []),
            ...keys(value),
          ]);
    const missing = [...new Set(keys(rulesJsonSchema()))].filter((key) => !page.includes(`\`${key}\``));
    expect(missing).toEqual([]);
  });

  test('leads to no heading that is not there', () => {
    const anchors = new Set(
      [...page.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
        heading
          .toLowerCase()
          .replaceAll(/[^a-z0-9 _-]/g, '')
          .replaceAll(' ', '-'),
      ),
    );
    for (const [, target = ''] of page.matchAll(/\]\(#([^)]+)\)/g)) expect(anchors).toContain(target);
  });
});

test('the holiday codes are those of the package', () => {
  const holidays = new Holidays();
  const codesOfPackage = Object.keys(holidays.getCountries()).flatMap((country) => [
    country,
    ...Object.keys(holidays.getStates(country) ?? {}).map((region) => `${country}-${region}`),
  ]);
  expect([...HOLIDAY_CODES].sort()).toEqual(codesOfPackage.sort());
});

describe('whatever the bytes are', () => {
  const check = (bytes: Uint8Array | string) => {
    const { document, problems } = read(bytes, { previous: { jobKeys: ['a', 'b', 'c', 'd'] } });
    expect(document === null).toBe(problems.some((problem) => problem.severity === 'error'));
    const lines = problems.map((problem) => problem.line);
    expect(lines).toEqual([...lines].sort((a, b) => a - b));
    for (const problem of problems) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for.
      expect(problem.message).not.toMatch(/[\n\r\u0000]|undefined|\[object/);
      expect(PROBLEM_CODES).toContain(problem.code);
    }
  };

  test('random bytes never make it throw', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), check), runs(200, 20_000));
  });

  test('random YAML-like text never makes it throw', () => {
    const piece = fc.constantFrom(
      ...[
        'version: 1\n',
        'jobs:\n',
        'people:\n',
        'settings:\n',
        'groups:\n',
        '  a:\n',
        '  b: ',
        '    rule: ',
        '    backup: ',
        'every 24 hours',
        './x/',
      ],
      ...[
        '- ',
        '? ',
        ': ',
        '\n',
        '  ',
        '\t',
        '[',
        ']',
        '{',
        '}',
        '"',
        "'",
        '#',
        '&a ',
        '*a',
        '!x ',
        '|\n',
        '>\n',
        '---\n',
        '...\n',
        '%YAML 1.1\n',
        '<<: ',
        '.nan',
        '~',
        '\r\n',
        ',',
        '\u{1f600}',
      ],
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
        check,
      ),
      runs(1000, 50_000),
    );
  });

  test('a sample that was damaged never makes it throw', () => {
    const damage = fc.record({
      at: fc.nat(SAMPLE.length),
      remove: fc.nat(40),
      insert: fc.oneof(
        fc.uint8Array({ maxLength: 4 }),
        fc.constantFrom(
          ...['[', '{', '"', ': ', '\n', '  ', '- ', '*', '&a ', '0', '%'].map((text) => Buffer.from(text)),
        ),
      ),
    });
    fc.assert(
      fc.property(fc.array(damage, { minLength: 1, maxLength: 4 }), (damages) => {
        let bytes: Uint8Array = SAMPLE;
        for (const { at, remove, insert } of damages)
          bytes = Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + remove)]);
        check(bytes);
      }),
      runs(500, 20_000),
    );
  });

  test('half an upload of the sample is refused or has fewer jobs', () => {
    for (let length = 0; length < SAMPLE.length; length += 1) check(SAMPLE.subarray(0, length));
  });
});
