import { describe, expect, it } from 'vitest';
import { alreadyDone, whatHasChanged } from '../../../lib/core/acting/standing-of-break.ts';
import { HOUR_MS } from '../../../lib/core/instant.ts';
import { newRow } from '../../../lib/core/model/job-row.ts';

const NOW = Date.parse('2026-11-21T08:00:00Z');

describe('an offer', () => {
  const row = { ...newRow('orders'), state: 'alert' as const, since: NOW, seq: 3, breakSeq: 3 };
  it('stands while its break runs', () => expect(whatHasChanged(row, 3)).toBeNull());
  it('is outdated when the break is over, and says since when', () => {
    expect(whatHasChanged({ ...row, state: 'green', breakSeq: null }, 3)).toBe(
      'the break that this was about is over: the job is green since 2026-11-21 08:00 UTC',
    );
  });
  it('is outdated when the job has broken again', () => {
    expect(whatHasChanged({ ...row, breakSeq: 7 }, 3)).toContain('has broken again: it is alert since');
  });

  const by = { by: 'sam', at: NOW, reason: null };
  const run = { location: 's3://b/k', ts: NOW, sizeBytes: 30 };
  const cases = [
    { action: { verb: 'fixed' } as const, changed: { pendingFixed: by } },
    { action: { verb: 'snooze', forMs: HOUR_MS } as const, changed: { snoozed: { ...by, until: NOW + 1 } } },
    { action: { verb: 'mute' } as const, changed: { muted: by } },
    { action: { verb: 'accept', run } as const, changed: { accepted: run } },
  ];
  it.each(cases)('of $action.verb that was done before has nothing left to do', ({ action, changed }) => {
    expect(alreadyDone(row, action, NOW)).toBeNull();
    expect(alreadyDone({ ...row, ...changed }, action, NOW)).toMatch(/already/);
  });
  it('of a snooze stands again when the snooze is over', () => {
    const slept = { ...row, snoozed: { ...by, until: NOW } };
    expect(alreadyDone(slept, { verb: 'snooze', forMs: HOUR_MS }, NOW)).toBeNull();
  });
});
