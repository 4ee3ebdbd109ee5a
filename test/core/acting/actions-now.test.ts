import { describe, expect, it } from 'vitest';
import { actionsNow } from '../../../lib/core/acting/actions-now.ts';
import { newRow } from '../../../lib/core/model/job-row.ts';
import type { RenderedTest } from '../../../lib/core/wording/rendered-verdict.ts';
import { sizeVerdict } from '../routing/setting.ts';

const NOW = Date.parse('2026-11-21T08:00:00Z');

describe('what can be done now', () => {
  const run = { ts: NOW, sizeBytes: 30, location: 's3://b/x', key: 'x', looked: null };
  const failing = { ...newRow('orders'), state: 'alert' as const, since: NOW, seq: 3, breakSeq: 3, latest: run };
  const by = { by: 'sam', at: NOW, reason: null };
  const stale = sizeVerdict(NOW);
  const { finished, size } = stale.tests as Record<'finished' | 'size', RenderedTest>;
  const alsoStale = { ...stale, tests: { finished, recent: size, size } };
  const onlyOne = { ...stale, tests: { finished, recent: { ...size, kind: 'no-good-run' as const }, size } };
  const cases = [
    { name: 'of a job that is well: to quiet it', row: newRow('a'), found: null, may: 'snooze mute' },
    { name: 'of one that fails', row: failing, found: alsoStale, may: 'fixed snooze mute' },
    { name: 'of one of which only the size fails', row: failing, found: stale, may: 'fixed snooze mute accept' },
    {
      name: 'of a mirror or an overwritten backup, which is the only one there',
      row: failing,
      found: onlyOne,
      may: 'fixed snooze mute accept',
    },
    {
      name: 'not to accept an empty backup',
      row: { ...failing, latest: { ...run, sizeBytes: 0 } },
      found: stale,
      may: 'fixed snooze mute',
    },
    {
      name: 'not to say again that it is fixed',
      row: { ...failing, pendingFixed: by },
      found: null,
      may: 'snooze mute',
    },
    { name: 'not to snooze a fourth time', row: { ...failing, snoozeCount: 3 }, found: null, may: 'fixed mute' },
    {
      name: 'of one that is snoozed and would fail',
      row: {
        ...failing,
        state: 'green' as const,
        wouldBe: { state: 'alert' as const, since: NOW },
        snoozed: { ...by, until: NOW + 1 },
      },
      found: stale,
      may: 'fixed mute resume accept',
    },
    {
      name: 'of one whose snooze has ended: as of any other',
      row: { ...newRow('a'), snoozed: { ...by, until: NOW } },
      found: null,
      may: 'snooze mute',
    },
    { name: 'of one that is muted', row: { ...newRow('a'), muted: by }, found: null, may: 'resume' },
  ];
  it.each(cases)('$name', ({ row, found, may }) => expect(actionsNow(row, found, NOW).join(' ')).toBe(may));
});
