import { expect, test } from 'vitest';
import { jobsApart } from '../../../lib/core/foresight/jobs-apart.ts';
import type { RulesDocument } from '../../../lib/rules-doc/document.ts';
import { read } from '../../rules-doc/read.ts';

function documentOf(jobs: readonly string[], sam = 'email: sam@acme.example'): RulesDocument {
  const { document, problems } = read(
    `version: 1\nsettings: { admin: sam }\npeople: { sam: { ${sam} } }\njobs:\n${jobs.map((job) => `  ${job}\n`).join('')}`,
  );
  if (document === null) throw new Error(JSON.stringify(problems));
  return document;
}

const A = 'a: { backup: /srv/a/, rule: every 24 hours }';
const B = 'b: { backup: /srv/b/, rule: every 24 hours }';

test.each([
  { name: 'another order of the same jobs', jobs: [B, A], apart: [] },
  { name: 'another rule', jobs: [A, B.replace('24', '12')], apart: ['b'] },
  { name: 'another place', jobs: [A.replace('/srv/a', '/srv/c'), B], apart: ['a'] },
  { name: 'a job more', jobs: [A, B, 'c: { backup: /srv/c/, rule: every 24 hours }'], apart: ['c'] },
  { name: 'a job less', jobs: [B], apart: ['a'] },
])('with $name, those differ that it changes', ({ jobs, apart }) => {
  expect([...jobsApart(documentOf(jobs), documentOf([A, B]))]).toEqual(apart);
});

test('with other hours of a person, every job may differ', () => {
  const other = documentOf([A, B], 'email: sam@acme.example, quiet: "22:00-06:00"');
  expect([...jobsApart(other, documentOf([A, B]))]).toEqual(['a', 'b']);
});

test('with another address of a person, no job differs', () => {
  const other = documentOf([A, B], 'email: samantha@acme.example');
  expect([...jobsApart(other, documentOf([A, B]))]).toEqual([]);
});
