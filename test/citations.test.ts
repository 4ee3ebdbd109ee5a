import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, test } from 'vitest';

const CODE = ['lib', 'bin', 'lambdas', 'test', 'bench', 'scripts', '.dependency-cruiser.mjs', 'biome.json'];
const PAGES = ['docs', 'bench', 'rules', 'README.md', 'CONTRIBUTING.md', 'CHANGELOG.md'];

/** A page that code cites: `docs/design/decision.md#size`. The only form there is. */
const CITATION = /\bdocs\/[\w./-]+\.md(?:#[\w-]+)?/g;
/** A page that is named in another way, so that no test can follow it. */
const LOOSE =
  /\b(decision|heartbeats?|routing|evidence|runner|rules|command line|summary) page, |\bSource: the [a-z ]+ page\b/;
const LINK = /\]\(([^)\s]+)\)|(?:src|srcset|href)="([^"]+)"/g;

function filesOf(path: string, ending: RegExp): string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return ending.test(path) ? [path] : [];
  return readdirSync(path, { encoding: 'utf8', recursive: true })
    .map((name) => join(path, name))
    .filter((file) => ending.test(file) && !file.includes('node_modules') && statSync(file).isFile());
}

/** The anchors of a page's headings, as GitHub makes them. */
function anchorsOf(page: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, heading = ''] of withoutCode(readFileSync(page, 'utf8')).matchAll(/^#{1,6} +(.+?) *$/gm)) {
    const text = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const base = text.replace(/[^\p{L}\p{N}\p{M}_ -]/gu, '').replaceAll(' ', '-');
    let anchor = base;
    for (let count = 1; anchors.has(anchor); count += 1) anchor = `${base}-${count}`;
    anchors.add(anchor);
  }
  return anchors;
}

function withoutCode(text: string): string {
  return text.replace(/^ *```[\s\S]*?^ *```/gm, '');
}

/** What is wrong with a path and anchor, seen from the root; null when both are there. */
function problemOf(path: string, anchor: string): string | null {
  if (!existsSync(path)) return `there is no ${path}`;
  return anchor === '' || anchorsOf(path).has(anchor) ? null : `${path} has no heading #${anchor}`;
}

function citationProblems(file: string, text: string): string[] {
  return [...text.matchAll(CITATION)]
    .flatMap(([cited]) => {
      const [path = '', anchor = ''] = cited.split('#');
      return problemOf(path, anchor) ?? [];
    })
    .map((problem) => `${file}: ${problem}`);
}

function linkProblems(file: string, text: string): string[] {
  return [
    ...withoutCode(text)
      .replace(/`[^`\n]*`/g, '')
      .matchAll(LINK),
  ]
    .map(([, inText, inTag]) => inText ?? inTag ?? '')
    .filter((target) => !/^[a-z]+:/i.test(target))
    .flatMap((target) => {
      const [path = '', anchor = ''] = target.split('#');
      const page = path === '' ? file : normalize(join(dirname(file), path));
      return problemOf(page, page.endsWith('.md') ? anchor : '') ?? [];
    })
    .map((problem) => `${file}: ${problem}`);
}

test('a citation or link of what is absent is found, and one of a heading that is there is not', () => {
  const page = ['docs/design', 'decision.md'].join('/');
  expect(citationProblems('a.ts', `/** ${page}#fair-chance */`)).toEqual([]);
  expect(citationProblems('a.ts', `${page}#no-such, ${page.replace('decision', 'none')}`)).toEqual([
    `a.ts: ${page} has no heading #no-such`,
    `a.ts: there is no ${page.replace('decision', 'none')}`,
  ]);
  expect(linkProblems('README.md', '[here](docs/rules.md#where-the-backup-lands) [x](https://example.com/#y)')).toEqual(
    [],
  );
  expect(linkProblems('docs/owner.md', '[gone](no.md) [no heading](rules.md#no-such)')).toEqual([
    'docs/owner.md: there is no docs/no.md',
    'docs/owner.md: docs/rules.md has no heading #no-such',
  ]);
});

test('each page that the code cites is there, with its heading', () => {
  const files = CODE.flatMap((path) => filesOf(path, /\.(tsx?|mjs|css|json)$/)).filter(
    (file) => !file.endsWith('citations.test.ts'),
  );
  expect(files.length).toBeGreaterThan(500);
  expect(files.flatMap((file) => citationProblems(file, readFileSync(file, 'utf8')))).toEqual([]);
});

test('the code cites pages in the one form that can be followed', () => {
  const files = ['lib', 'bin', 'lambdas'].flatMap((path) => filesOf(path, /\.ts$/));
  expect(files.filter((file) => LOOSE.test(readFileSync(file, 'utf8')))).toEqual([]);
});

test('each link in the docs leads somewhere', () => {
  const pages = PAGES.flatMap((path) => filesOf(path, /\.md$/));
  expect(pages.length).toBeGreaterThan(40);
  expect(pages.flatMap((page) => linkProblems(page, readFileSync(page, 'utf8')))).toEqual([]);
});
