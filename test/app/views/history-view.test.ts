import { describe, expect, test } from 'vitest';
import { historyEntry, historyView } from '../../../lib/app/views/history-view.ts';

const AT = Date.parse('2026-11-20T02:05:00Z');
const row = (content: Readonly<Record<string, unknown>>) => ({ jobId: 'orders', at: AT, atId: 't#1', content });
const change = (seq: number) => row({ kind: 'transition', seq, from: 'green', to: 'alert', reason: 'worsened' });

describe('a change in the history', () => {
  const cases = [
    { name: 'says from what to what', row: change(2), firstLookAt: AT, what: 'green -> alert (worsened)' },
    { name: 'is none at the first look at a place', row: change(1), firstLookAt: AT, what: 'first check: alert' },
    { name: 'is one at a later look', row: change(1), firstLookAt: AT - 1, what: 'green -> alert (worsened)' },
    {
      name: 'is one where the first look is not known',
      row: change(1),
      firstLookAt: null,
      what: 'green -> alert (worsened)',
    },
  ];
  test.each(cases)('$name', ({ row, firstLookAt, what }) => {
    expect(historyEntry(row, firstLookAt).what).toBe(what);
    expect(historyView(row, firstLookAt).text).toBe(what);
  });

  test('keeps the sentences of what failed', () => {
    const tests = {
      recent: { result: 'pass', reason: 'fresh' },
      size: { result: 'hard', reason: '2 KB; at least 1 MB' },
    };
    const { content } = change(1);
    expect(historyView(row({ ...content, verdict: { tests } }), AT).text).toBe(
      'first check: alert; 2 KB; at least 1 MB',
    );
  });

  test('says the cause before its consequences, and last what another version tested', () => {
    const verdict = {
      tests: {
        later: { result: 'hard', reason: 'a test of a later version' },
        recent: { result: 'hard', reason: '40 hours old' },
        size: { result: 'hard', reason: '2 KB; at least 1 MB' },
        finished: { result: 'soft', reason: 'with warnings' },
      },
      latest: { ts: '2026-11-20T02:00:00Z' },
      last_good: { ts: '2026-11-18T10:00:00Z' },
    };
    const { content } = change(2);
    const findings = (seen: object) => historyEntry(row({ ...content, verdict: seen }), AT).findings;
    expect(findings(verdict)).toEqual([
      '2 KB; at least 1 MB',
      '40 hours old',
      'with warnings',
      'a test of a later version',
    ]);
    expect(findings({ ...verdict, last_good: verdict.latest })[0]).toBe('40 hours old');
    expect(findings({ tests: verdict.tests })[0]).toBe('40 hours old');
  });
});
