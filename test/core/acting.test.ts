import { describe, expect, it } from 'vitest';
import { actionsNow } from '../../lib/core/acting/actions-now.ts';
import { mayAct } from '../../lib/core/acting/may-act.ts';
import { alreadyDone, whatHasChanged } from '../../lib/core/acting/standing-of-break.ts';
import { newRow } from '../../lib/core/decision/row.ts';
import { HOUR_MS } from '../../lib/core/instant.ts';
import { person, sizeVerdict } from './routing/setting.ts';

const NOW = Date.parse('2026-11-21T08:00:00Z');

describe('an action is a matter of', () => {
  const all = [
    person('sam', { cover: 'kim' }),
    person('gil'),
    person('lee', { cover: 'pat' }),
    person('kim', { cover: 'kai' }),
    person('kai', { cover: 'sam' }),
    person('eve', { cover: 'mallory' }),
    person('dana', { cover: 'ben' }),
  ];
  const document = { admin: 'dana', people: new Map(all.map((each) => [each.id, each])) };
  const job = { owner: 'sam', groupOwner: 'gil', escalateTo: 'lee' };
  const cases = [
    { name: 'the owner', id: 'sam', may: true },
    { name: 'who covers for the owner', id: 'kim', may: true },
    { name: 'who covers for that cover, whom routing tells when both are away', id: 'kai', may: true },
    { name: 'the owner of the group', id: 'gil', may: true },
    { name: 'the escalation target', id: 'lee', may: true },
    { name: 'who covers for the target', id: 'pat', may: true },
    { name: 'the admin', id: 'dana', may: true },
    { name: 'who covers for the admin', id: 'ben', may: true },
    { name: 'nobody else whom the rules doc names', id: 'eve', may: false },
    { name: 'nobody whom it does not name', id: 'mallory', may: false },
  ];
  it.each(cases)('$name', ({ id, may }) => expect(mayAct(id, job, document)).toBe(may));
});

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

describe('what can be done now', () => {
  const run = { ts: NOW, sizeBytes: 30, location: 's3://b/x', key: 'x', looked: null };
  const failing = { ...newRow('orders'), state: 'alert' as const, since: NOW, seq: 3, breakSeq: 3, latest: run };
  const by = { by: 'sam', at: NOW, reason: null };
  const stale = sizeVerdict(NOW);
  const alsoStale = { ...stale, tests: { ...stale.tests, recent: stale.tests.size } };
  const cases = [
    { name: 'of a job that is well: to quiet it', row: newRow('a'), found: null, may: 'snooze mute' },
    { name: 'of one that fails', row: failing, found: alsoStale, may: 'fixed snooze mute' },
    { name: 'of one of which only the size fails', row: failing, found: stale, may: 'fixed snooze mute accept' },
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
