import { describe, expect, it } from 'vitest';
import { acceptedDocument } from '../../../lib/app/rules/accept-rules.ts';
import type { LoadedRules } from '../../../lib/app/rules/load-rules.ts';
import { DAY_MS } from '../../../lib/core/instant.ts';
import type { LastGood } from '../../../lib/ports/rules-source.ts';
import { readRulesDocument } from '../../../lib/rules-doc/read-rules-document.ts';
import { changeLines } from '../../../lib/rules-doc/rules-change-text.ts';

const NOW = Date.parse('2026-11-21T08:00:00Z');
const RULE = 'every 24 hours, allow 26; at least 350 MB';

/** What is kept as loosened when these rules of a job are uploaded one after the other, a day apart. */
async function keptOf(...rules: readonly string[]): Promise<string[]> {
  let lastGood: LastGood | null = null;
  for (const [index, rule] of rules.entries()) {
    const job =
      rule === ''
        ? 'web: { backup: "s3://acme-backups/web/", rule: daily }'
        : `orders: { backup: "s3://acme-backups/orders/", rule: "${rule}" }`;
    const text = `version: 1\nsettings: { admin: dana }\npeople: { dana: { email: dana@acme.example } }\njobs:\n  ${job}\n`;
    const now = NOW + index * DAY_MS;
    const { document, problems } = readRulesDocument(text, { name: 'rules.yaml', folder: null, now });
    if (document === null) throw new Error(problems.map(({ message }) => message).join('\n'));
    const loaded = {
      document,
      problems,
      version: String(index),
      text,
      lastGood,
      understood: null,
      fileName: 'rules.yaml',
      folder: null,
      source: 'x',
    };
    lastGood = await acceptedDocument(loaded as unknown as LoadedRules, { datesOf: async () => [] }, now);
  }
  // What follows from the floor, the line of its alert, goes with it.
  const loosened = (lastGood?.loosened ?? []).filter(({ what }) => what === 'at least');
  return loosened.map(({ at, what, from, to }) => `${at.slice(5, 10)} ${what}: ${from} -> ${to}`);
}

describe('a loosened rule', () => {
  it.each([
    ['is kept', [RULE, RULE.replace('350', '100')], ['11-22 at least: 350 MB -> 100 MB']],
    [
      'is kept over uploads that leave it alone',
      [
        RULE,
        RULE.replace('350', '100'),
        `${RULE.replace('350', '100')}; urgent`.replace('; urgent', '; warn if it shrinks more than 10%'),
      ],
      ['11-22 at least: 350 MB -> 100 MB'],
    ],
    ['is forgotten when it is put back', [RULE, RULE.replace('350', '100'), RULE], []],
    [
      'in two steps is one',
      [RULE, RULE.replace('350', '200'), RULE.replace('350', '100')],
      ['11-23 at least: 350 MB -> 100 MB'],
    ],
    [
      'that is put back in part is kept for the rest',
      [RULE, RULE.replace('350', '100'), RULE.replace('350', '300')],
      ['11-22 at least: 350 MB -> 300 MB'],
    ],
    ['goes with its job', [RULE, RULE.replace('350', '100'), ''], []],
    ['is none where it was tightened', [RULE, RULE.replace('350', '400')], []],
  ])('%s', async (_, rules, kept) => {
    expect(await keptOf(...rules)).toEqual(kept);
  });

  it('is kept for four weeks', async () => {
    const loose = RULE.replace('350', '100');
    const same = (count: number) =>
      Array.from({ length: count }, (_, index) => `${loose}; warn if it shrinks more than ${(index % 2) + 10}%`);
    expect(await keptOf(RULE, loose, ...same(27))).toContain('11-22 at least: 350 MB -> 100 MB');
    expect(await keptOf(RULE, loose, ...same(28))).not.toContain('11-22 at least: 350 MB -> 100 MB');
  });
});

describe('what a document with local places changes', () => {
  const FOLDER = '/srv/sentinel';
  const documentWith = (floor: string) =>
    `version: 1\nsettings: { admin: dana }\npeople: { dana: { email: dana@acme.example } }\njobs:\n  orders: { backup: ./orders/, rule: "every 24 hours, allow 26; at least ${floor}" }\n`;
  const accept = async (text: string, lastGood: LastGood | null, version: string) => {
    const { document, problems } = readRulesDocument(text, { name: 'rules.yaml', folder: FOLDER, now: NOW });
    const loaded = {
      document,
      problems,
      understood: null,
      version,
      text,
      lastGood,
      fileName: 'rules.yaml',
      folder: FOLDER,
      source: 'x',
    };
    return acceptedDocument(loaded as unknown as LoadedRules, { datesOf: async () => [] }, NOW);
  };

  it('is compared clause by clause, and a looser one is kept as loosened', async () => {
    const before = await accept(documentWith('350 MB'), null, '1');
    const { change, loosened } = await accept(documentWith('100 MB'), before, '2');
    expect(change).toMatchObject({ added: [], removed: [], unchanged: 0, isCompared: true });
    expect(loosened.map(({ job, what }) => `${job} ${what}`)).toContain('orders at least');
  });

  it('is said not to be compared where the document before can no longer be read', async () => {
    const before = {
      ...(await accept(documentWith('350 MB'), null, '1')),
      text: 'version: 1\njobs: {',
      jobKeys: ['old'],
    };
    const { change } = await accept(documentWith('100 MB'), before, '2');
    expect(change).toEqual({ added: ['orders'], removed: ['old'], changed: [], unchanged: 0, isCompared: false });
    expect(changeLines(change)[0]).toMatch(/can no longer be read: only which jobs there are was compared/);
  });
});
