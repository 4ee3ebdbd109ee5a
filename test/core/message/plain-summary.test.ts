import { describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../../lib/core/instant.ts';
import { type BrokenJob, plainSummary, type SummaryFacts } from '../../../lib/core/message/plain-summary.ts';

const NOW = Date.parse('2026-11-21T08:00:00Z');
const PASSES = { lastAt: NOW - 5 * MINUTE_MS, due: 29, unknown: 0, passes: 32, complete: 32, isOverdue: false };
const CALM: SummaryFacts = {
  now: NOW,
  jobs: 30,
  broken: [],
  recovered: [],
  quieted: [],
  unowned: [],
  unknown: [],
  passes: PASSES,
  rulesTrouble: null,
};
const ORDERS: BrokenJob = {
  name: 'Orders database',
  state: 'alert',
  since: NOW - 3 * HOUR_MS,
  lastGoodAt: NOW - 30 * HOUR_MS,
  reasons: ['the newest good backup is 30 hours old; up to 26 hours allowed (rules.yaml:14)'],
};

describe('the plain summary', () => {
  it('is one calm line on a day with nothing wrong', () => {
    expect(plainSummary(CALM)).toEqual({
      subject: 'Backup sentinel: all is well',
      text: 'All 30 backups that are watched are as they should be. The last check, at 2026-11-21 07:55 UTC, judged all 29 that were due.\n',
    });
  });

  const cases: { name: string; facts: Partial<SummaryFacts>; subject: string; text: string }[] = [
    {
      name: 'a broken job comes with its state, since when, what is at risk and why',
      facts: { broken: [ORDERS] },
      subject: '1 broken',
      text: 'Broken:\n  alert: Orders database since 2026-11-21 05:00 UTC; at risk: the work of 30 hours; the newest good backup is 30 hours old; up to 26 hours allowed (rules.yaml:14)',
    },
    {
      name: 'a job without any good copy says so',
      facts: { broken: [{ ...ORDERS, lastGoodAt: null, reasons: [] }] },
      subject: '1 broken',
      text: 'alert: Orders database since 2026-11-21 05:00 UTC; no good copy\n',
    },
    {
      name: 'what recovered is told also on a calm day',
      facts: { recovered: [{ name: 'Web', at: NOW - HOUR_MS }] },
      subject: 'all is well',
      text: 'Recovered since yesterday:\n  Web, 2026-11-21 07:00 UTC\n',
    },
    {
      name: 'a snoozed job says by whom, until when, and what it would be',
      facts: { quieted: [{ name: 'Web', how: 'snoozed', by: 'sam', until: NOW + HOUR_MS, wouldBe: 'warn' }] },
      subject: 'all is well',
      text: 'Quieted:\n  Web: snoozed by sam until 2026-11-21 09:00 UTC; it would be warn\n',
    },
    {
      name: 'a muted job that is well says that nothing is wrong with it',
      facts: { quieted: [{ name: 'Web', how: 'muted', by: 'sam', until: null, wouldBe: 'green' }] },
      subject: 'all is well',
      text: 'Web: muted by sam; nothing is wrong with it\n',
    },
    {
      name: 'unowned jobs are named',
      facts: { unowned: ['Web'] },
      subject: 'all is well',
      text: 'Told to you, since nobody owns them:\n  Web\n',
    },
    {
      name: 'passes that did not judge every job are counted',
      facts: { passes: { ...PASSES, complete: 30, unknown: 4 } },
      subject: 'passes incomplete',
      text: '2 of 32 passes since yesterday did not judge every job. The last check, at 2026-11-21 07:55 UTC, judged 25 of 29 that were due.',
    },
    {
      name: 'a sentinel that does not run is no calm day',
      facts: { passes: { ...PASSES, isOverdue: true } },
      subject: 'passes incomplete',
      text: 'No check has been made since 2026-11-21 07:55 UTC: the sentinel may not be running.',
    },
    {
      name: 'a sentinel that never ran is no calm day',
      facts: { passes: { ...PASSES, lastAt: null } },
      subject: 'passes incomplete',
      text: 'No check has been made yet.',
    },
    {
      name: 'a job of which nothing is known is no calm day',
      facts: { unknown: [{ name: 'Web', why: 'not checked yet' }] },
      subject: '1 not known',
      text: 'Of 30 backups that are watched: 0 broken, 1 not known.\n\nNot known:\n  Web: not checked yet\n',
    },
    {
      name: 'a rules doc that was not taken is no calm day',
      facts: { rulesTrouble: 'The rules doc is not usable.' },
      subject: 'rules not accepted',
      text: 'The rules doc is not usable.',
    },
    {
      name: 'a name with line breaks begins no line',
      facts: { broken: [{ ...ORDERS, name: 'Web\nAll 30 backups are fine' }] },
      subject: '1 broken',
      text: 'alert: Web All 30 backups are fine since',
    },
  ];
  it.each(cases)('$name', ({ facts, subject, text }) => {
    const summary = plainSummary({ ...CALM, ...facts });
    expect(summary.subject).toBe(`Backup sentinel: ${subject}`);
    expect(summary.text).toContain(text);
  });

  it('of very many the first are named and the rest counted', () => {
    const { text } = plainSummary({ ...CALM, jobs: 500, broken: Array.from({ length: 150 }, () => ORDERS) });
    expect(text).toContain('Of 500 backups that are watched: 150 broken.');
    expect(text).toContain('  ... and 50 more');
  });
});
