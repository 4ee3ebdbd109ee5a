import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { acceptedDocument, needsAcceptance } from '../../../lib/app/rules/accept-rules.ts';
import { type LoadedRules, loadRules } from '../../../lib/app/rules/load-rules.ts';
import { formatLastGood, parseLastGood } from '../../../lib/ports/last-good.ts';
import type { LastGood, RulesSource } from '../../../lib/ports/rules-source.ts';

/** A store that the version before the grammar of today wrote, and the document beside it. */
const STORE = 'test/app/rules/kept-by-the-version-before';
const NOW = Date.parse('2026-11-28T08:00:00Z');
const TEXT = readFileSync(`${STORE}/rules.yaml`, 'utf8');
const KEPT = parseLastGood(readFileSync(`${STORE}/last-good.json`, 'utf8'), 'last-good.json');
const NO_HOLIDAYS = { datesOf: async () => [] };

function load(text: string, lastGood: LastGood | null, version = KEPT.version): Promise<LoadedRules> {
  const source: RulesSource = {
    name: KEPT.source,
    folder: '/srv/rules',
    read: async () => ({ bytes: Buffer.from(text), version }),
    readLastGood: async () => lastGood,
    writeLastGood: async () => true,
  };
  return loadRules(source, NOW);
}

const understoodOf = ({ document }: LoadedRules) =>
  Object.fromEntries((document?.jobs ?? []).map(({ id, understood }) => [id, understood.split('; shrink')[0]]));

describe('a document that the version before accepted, and today’s grammar refuses', () => {
  test('goes on as it was accepted', async () => {
    const loaded = await load(TEXT, KEPT);
    expect(loaded.used).toBe('last-good');
    expect(loaded.version).toBe(KEPT.version);
    // What the version before printed of them with `sentinel lint`.
    expect(understoodOf(loaded)).toEqual({
      same: 'every 24 hours, allow 26 hours, alert after 32 hours 30 minutes; at least 350 MB (alert below 262.5 MB)',
      unit: 'every 24 hours, allow 26 days, alert after 32 days 12 hours',
      weeks: 'every 7 days, allow 56 days, alert after 70 days',
      label: 'at 02:00 every day (UTC), allow 1 hour, alert after 1 hour 30 minutes, early 30 minutes',
      months: 'every 30 minutes, allow 45 minutes, alert after 56 minutes',
      decimals:
        'every 24 hours, allow 26 hours 24 minutes, alert after 33 hours; at least 1.5 GB (alert below 1.125 GB)',
      share: 'every 24 hours, allow 26 hours 24 minutes, alert after 33 hours',
      many: 'every 24 hours, allow 8 days 8 hours, alert after 10 days 10 hours',
    });
    expect(loaded.document?.jobs.find(({ id }) => id === 'share')?.rule.shrinkPercent).toBe(0.5);
  });

  test('tells the admin what to change, each with its place', async () => {
    const { problems } = await load(TEXT, KEPT);
    expect(problems.map(({ path, line }) => `${line} ${path}`)).toEqual([
      '9 jobs.label.rule',
      '10 jobs.months.rule',
      '11 jobs.decimals.rule',
      '12 jobs.share.rule.shrink',
      '13 jobs.many.rule',
    ]);
    for (const { message } of problems) expect(message).toMatch(/write /);
  });

  test('is not accepted anew, and goes on again when the new one is bad too', async () => {
    expect(needsAcceptance(await load(TEXT, KEPT), NOW)).toBe(false);
    const bad = await load('version: 1\njobs: {}\n', KEPT, 'sha256:11');
    expect(bad.used).toBe('last-good');
    expect(understoodOf(bad).unit).toContain('allow 26 days');
  });
});

describe('a document that the version before accepted, and today’s grammar reads otherwise', () => {
  const text = TEXT.split('\n')
    .filter((line) => !/^ {2}(label|months|decimals|share|many):/.test(line))
    .join('\n');
  const kept: LastGood = { ...KEPT, text };

  test('goes on as it was accepted, and both readings are named', async () => {
    const loaded = await load(text, kept);
    expect(loaded.used).toBe('last-good');
    expect(understoodOf(loaded).weeks).toContain('allow 56 days');
    expect(loaded.problems.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'READ_OTHERWISE jobs.unit.rule',
      'READ_OTHERWISE jobs.weeks.rule',
    ]);
    expect(loaded.problems[1]?.message).toContain('allow 56 days');
    expect(loaded.problems[1]?.message).toContain('allow 8 days');
  });
});

describe('a document that means what it meant', () => {
  const text = TEXT.split('\n')
    .filter((line) => !/^ {2}(unit|weeks|label|months|decimals|share|many):/.test(line))
    .join('\n');

  test('is accepted again, with its rules in mapping form and the version of the grammar', async () => {
    const loaded = await load(text, { ...KEPT, text });
    expect(loaded.used).toBe('current');
    expect(needsAcceptance(loaded, NOW)).toBe(true);
    const accepted = await acceptedDocument(loaded, NO_HOLIDAYS, NOW);
    expect(accepted.grammar).toBe(2);
    expect(accepted.rules).toEqual({
      same: { every: 86_400, allow: 93_600, at_least: 350_000_000, shrink: 0.5 },
    });
    const again = await load(text, parseLastGood(formatLastGood(accepted), 'x'));
    expect(needsAcceptance(again, NOW)).toBe(false);
  });

  test('is read from its mapping form by a grammar of another version', async () => {
    const accepted = await acceptedDocument(await load(text, { ...KEPT, text }), NO_HOLIDAYS, NOW);
    const other: LastGood = { ...accepted, grammar: 99, rules: { same: { every: 3600, allow: 7200 } } };
    const loaded = await load(text, other);
    expect(loaded.used).toBe('last-good');
    expect(understoodOf(loaded).same).toBe('every 1 hour, allow 2 hours, alert after 2 hours 30 minutes');
  });
});
