import { describe, expect, it } from 'vitest';
import { acceptedDocument } from '../../../lib/app/rules/accept-rules.ts';
import type { LoadedRules } from '../../../lib/app/rules/load-rules.ts';
import { DAY_MS } from '../../../lib/core/instant.ts';
import type { LastGood } from '../../../lib/ports/rules-source.ts';
import { readRulesDocument } from '../../../lib/rules-doc/read-rules-document.ts';

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
    const loaded = { document, problems, version: String(index), text, lastGood, fileName: 'rules.yaml', source: 'x' };
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
