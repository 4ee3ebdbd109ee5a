import { describe, expect, it } from 'vitest';
import { act } from '../../../lib/core/acting/act.ts';
import type { Action } from '../../../lib/core/model/action.ts';
import type { JobRow } from '../../../lib/core/model/job-row.ts';
import { quietedOf } from '../../../lib/core/model/quieted.ts';
import { remember } from '../../../lib/core/model/run.ts';
import { at, givenRow, givenRun, hours, Job, MB, sam, seen, unsized } from '../decision/given.ts';

const NOW = at('2026-11-21T09:00:00Z');
const BY = sam(NOW, 'on it');
const ALERT: Partial<JobRow> = {
  state: 'alert',
  seq: 3,
  breakSeq: 3,
  since: NOW - 5,
  toldAt: NOW - 5,
  hardToldAt: NOW - 5,
  version: 7,
};
const RUN = givenRun('2026-11-21T02:00:00Z', { sizeBytes: 30 * MB });
const OTHER = givenRun('2026-11-21T08:00:00Z', { sizeBytes: 31 * MB });

const ACTIONS: readonly Action[] = [
  { verb: 'fixed' },
  { verb: 'snooze', forMs: hours(24) },
  { verb: 'mute' },
  { verb: 'resume' },
  { verb: 'accept', run: null },
];

describe('owner actions', () => {
  const refusals: readonly { name: string; row: Partial<JobRow>; action: Action; refused: boolean }[] = [
    { name: 'a snooze of 7 days', row: ALERT, action: { verb: 'snooze', forMs: hours(7 * 24) }, refused: false },
    {
      name: 'a snooze of more than 7 days',
      row: ALERT,
      action: { verb: 'snooze', forMs: hours(7 * 24) + 1 },
      refused: true,
    },
    {
      name: 'a snooze of more than 7 days while green',
      row: {},
      action: { verb: 'snooze', forMs: hours(7 * 24) + 1 },
      refused: true,
    },
    {
      name: 'the third snooze of a break',
      row: { ...ALERT, snoozeCount: 2 },
      action: { verb: 'snooze', forMs: 1 },
      refused: false,
    },
    {
      name: 'the fourth snooze of a break',
      row: { ...ALERT, snoozeCount: 3 },
      action: { verb: 'snooze', forMs: 1 },
      refused: true,
    },
    {
      name: 'the fourth snooze of a break, while its third still runs',
      row: { ...ALERT, state: 'green', snoozeCount: 3, snoozed: { ...BY, until: NOW + 5 } },
      action: { verb: 'snooze', forMs: 1 },
      refused: true,
    },
    {
      name: 'the fourth snooze outside a break',
      row: { snoozeCount: 3 },
      action: { verb: 'snooze', forMs: 1 },
      refused: false,
    },
    { name: 'a mute after three snoozes', row: { ...ALERT, snoozeCount: 3 }, action: { verb: 'mute' }, refused: false },
    { name: 'accepting with no backup', row: ALERT, action: { verb: 'accept', run: null }, refused: true },
    {
      name: 'accepting an empty backup',
      row: { ...ALERT, latest: remember({ ...RUN, sizeBytes: 0 }) },
      action: { verb: 'accept', run: null },
      refused: true,
    },
    {
      name: 'accepting the newest backup',
      row: { ...ALERT, latest: remember(RUN) },
      action: { verb: 'accept', run: remember(RUN) },
      refused: false,
    },
    {
      name: 'accepting a backup when another has landed',
      row: { ...ALERT, latest: remember(OTHER) },
      action: { verb: 'accept', run: remember(RUN) },
      refused: true,
    },
    {
      name: 'accepting a backup that has been overwritten',
      row: { ...ALERT, latest: remember({ ...RUN, sizeBytes: 5 }) },
      action: { verb: 'accept', run: remember(RUN) },
      refused: true,
    },
    {
      name: 'accepting whatever is newest',
      row: { ...ALERT, latest: remember(OTHER) },
      action: { verb: 'accept', run: null },
      refused: false,
    },
    {
      name: 'accepting a backup of unknown size',
      row: { ...ALERT, latest: remember(unsized(RUN)) },
      action: { verb: 'accept', run: null },
      refused: false,
    },
    {
      name: 'accepting while green',
      row: { latest: remember(RUN) },
      action: { verb: 'accept', run: null },
      refused: false,
    },
    { name: 'fixed while green', row: {}, action: { verb: 'fixed' }, refused: false },
    { name: 'resume with nothing to resume', row: {}, action: { verb: 'resume' }, refused: false },
    { name: 'mute while muted', row: { muted: BY }, action: { verb: 'mute' }, refused: false },
  ];
  it.each(refusals)('$name: refused $refused', ({ row, action, refused }) => {
    expect(act(givenRow(row), action, BY).done).toBe(!refused);
  });

  it.each(ACTIONS)('$verb has an audit row with who, when and why', (action) => {
    const result = act(givenRow({ ...ALERT, latest: remember(RUN) }), action, BY);
    expect(result).toMatchObject({
      done: true,
      audit: [
        { kind: action.verb, by: 'sam', at: NOW, reason: 'on it', id: `a#2026-11-21T09:00:00.000Z#${action.verb}#8` },
      ],
    });
  });

  it.each([
    ['snooze', 'snoozed', { verb: 'snooze', forMs: hours(24) }, NOW + hours(24)],
    ['mute', 'muted', { verb: 'mute' }, null],
  ] as const)('%s from a failing state is a transition to green', (_, reason, action, until) => {
    for (const state of ['warn', 'alert', 'escalate'] as const) {
      const result = act(givenRow({ ...ALERT, state }), action, BY);
      expect(result).toMatchObject({
        transition: {
          from: state,
          to: 'green',
          reason,
          seq: 4,
          breakSeq: 3,
          at: NOW,
          by: 'sam',
          until,
          eventId: 'orders-db#4-2026-11-21T09:00:00Z',
        },
        row: {
          state: 'green',
          seq: 4,
          breakSeq: 3,
          since: NOW,
          wouldBe: { state: state === 'warn' ? 'warn' : 'alert' },
        },
      });
      expect(result.done && quietedOf(result.row, NOW)).toBe(reason);
    }
  });

  it.each(ACTIONS)('$verb while green is no transition', (action) => {
    expect(act(givenRow({ latest: remember(RUN) }), action, BY)).toMatchObject({
      transition: null,
      row: { state: 'green', seq: 0 },
    });
  });

  it('fixed, accept and resume leave the state to the next check', () => {
    const row = givenRow({ ...ALERT, latest: remember(RUN) });
    for (const action of ACTIONS.filter(({ verb }) => verb !== 'snooze' && verb !== 'mute')) {
      expect(act(row, action, BY)).toMatchObject({ transition: null, row: { state: 'alert', seq: 3 } });
    }
  });

  it('resume ends snooze and mute', () => {
    const row = givenRow({
      muted: BY,
      snoozed: { ...BY, until: NOW + 5 },
      wouldBe: { state: 'alert', since: NOW },
      breakSeq: 3,
      snoozeCount: 2,
    });
    expect(act(row, { verb: 'resume' }, BY)).toMatchObject({
      row: { muted: null, snoozed: null, wouldBe: null, breakSeq: 3, snoozeCount: 2 },
    });
  });

  it('resume with nothing to resume changes nothing', () => {
    const row = givenRow(ALERT);
    expect(act(row, { verb: 'resume' }, BY)).toMatchObject({ row });
  });
});

describe('accept', () => {
  const before = givenRun('2026-11-20T02:00:00Z', { sizeBytes: 412 * MB });

  it('makes the run good, pass, and the measure of the next', () => {
    const job = new Job();
    job.check('2026-11-21T08:00:00Z', [before, RUN]);
    expect(job.row.state).toBe('alert');
    job.act(NOW, { verb: 'accept', run: remember(RUN) });
    expect(job.check('2026-11-21T10:00:00Z', [before, RUN])).toMatchObject({
      transition: { to: 'green', reason: 'passed' },
      verdict: { lastGood: RUN, tests: { size: { result: 'pass', reason: { kind: 'accepted' } } } },
    });
    expect(
      job.check('2026-11-22T03:00:00Z', [before, RUN, givenRun('2026-11-22T02:00:00Z', { sizeBytes: 29 * MB })]).row
        .state,
    ).toBe('green');
  });

  it('holds for a file that is overwritten before the next check', () => {
    const job = new Job();
    job.check('2026-11-20T08:00:00Z', [{ ...before, key: 'db', location: 'db' }]);
    const small = { ...RUN, key: 'db', location: 'db' };
    job.check('2026-11-21T08:00:00Z', [small]);
    expect(job.row.state).toBe('alert');
    job.act(NOW, { verb: 'accept', run: null });
    const next = givenRun('2026-11-21T09:30:00Z', { sizeBytes: 29 * MB, key: 'db', location: 'db' });
    expect(job.check('2026-11-21T10:00:00Z', [next]).transition).toMatchObject({ to: 'green', reason: 'passed' });
  });

  it('is remembered as accepted, and nothing that is newer and gone', () => {
    const nights = [20, 19, 18, 17].map((day) => givenRun(`2026-11-${day}T02:00:00Z`));
    const gone = givenRun('2026-11-21T05:00:00Z');
    const row = givenRow({
      latest: remember(RUN),
      lastEvidenceTs: gone.ts,
      runs: [...seen([gone]), ...seen([RUN], 'too-small'), ...seen(nights)],
    });
    expect(act(row, { verb: 'accept', run: null }, BY)).toMatchObject({
      row: {
        runs: [...seen([RUN], 'accepted'), ...seen(nights)],
        lastGood: remember(RUN),
        lastEvidenceTs: RUN.ts,
      },
    });
  });

  it.each(['damaged', 'hollow', 'contradicted'] as const)('does not make a %s run good', (finding) => {
    const before = remember(givenRun('2026-11-20T02:00:00Z'));
    const row = givenRow({ latest: remember(RUN), lastGood: before, runs: seen([RUN], finding) });
    expect(act(row, { verb: 'accept', run: null }, BY)).toMatchObject({
      row: { runs: seen([RUN], finding), lastGood: before },
      message: expect.stringMatching(/; only its size: .* and later ones are not compared with it$/),
    });
  });
});

describe('fixed', () => {
  const GOOD = givenRun('2026-11-19T02:00:00Z');

  it('that the next check confirms ends the break', () => {
    const job = new Job();
    job.check('2026-11-20T12:00:00Z', [GOOD]);
    job.act('2026-11-20T13:00:00Z', { verb: 'fixed' });
    expect(job.row.pendingFixed).toMatchObject({ by: 'sam' });
    expect(job.check('2026-11-20T14:00:00Z', [GOOD, givenRun('2026-11-20T13:00:00Z')])).toMatchObject({
      transition: { reason: 'passed', fixedRefuted: false },
      row: { pendingFixed: null },
    });
  });

  it('that the next check refutes is told once', () => {
    const job = new Job();
    job.check('2026-11-20T12:00:00Z', [GOOD]);
    job.act('2026-11-20T13:00:00Z', { verb: 'fixed' });
    expect(job.check('2026-11-20T14:00:00Z', [GOOD])).toMatchObject({
      transition: { from: 'alert', to: 'alert', reason: 'still-failing', fixedRefuted: true, by: 'sam', seq: 2 },
      row: { pendingFixed: null, since: at('2026-11-20T12:00:00Z') },
    });
    expect(job.check('2026-11-20T15:00:00Z', [GOOD]).transition).toBeNull();
  });

  it.each([['worse', '2026-11-20T05:00:00Z', '2026-11-20T11:00:00Z', 'worsened']])(
    'that is refuted by a change for the %s is one transition',
    (_, first, then, reason) => {
      const job = new Job();
      job.check(first, [GOOD]);
      job.act(then, { verb: 'fixed' });
      expect(job.check(then, [GOOD]).transition).toMatchObject({ reason, fixedRefuted: true, seq: 2 });
    },
  );

  it('that is refuted while escalated stays escalated', () => {
    const job = new Job({}, givenRow({ ...ALERT, state: 'escalate' }));
    job.act(NOW, { verb: 'fixed' });
    expect(job.check(NOW, [GOOD]).transition).toMatchObject({
      from: 'escalate',
      to: 'escalate',
      reason: 'still-failing',
    });
  });
});

describe('a restore by hand', () => {
  const row = givenRow({ jobId: 'orders-db#proof', version: 7 });

  it('is a proof under the name of who did it, with an audit row', () => {
    const result = act(row, { verb: 'proven' }, sam(NOW, 'restored Sunday on db-test'));
    expect(result).toMatchObject({
      done: true,
      row: { proofs: [{ at: NOW, verdict: 'proven', copy: null, by: 'sam', words: 'restored Sunday on db-test' }] },
      audit: [
        { id: 'a#2026-11-21T09:00:00.000Z#proven#8', kind: 'proven', by: 'sam', reason: 'restored Sunday on db-test' },
      ],
    });
  });

  it('needs a note', () => {
    expect(act(row, { verb: 'proven' }, sam(NOW))).toMatchObject({ done: false });
  });
});
