import { describe, expect, it } from 'vitest';
import type { State } from '../../../lib/core/model/state.ts';
import { at, check, givenEvidence, givenRow, givenRun, hours, Job, MB, REFUSED, sam } from './given.ts';

const GOOD = givenRun('2026-11-20T02:00:00Z');
const SOFT = '2026-11-21T05:00:00Z';
const HARD = '2026-11-21T11:00:00Z';
const FRESH = '2026-11-20T12:00:00Z';

describe('the state', () => {
  const cases: readonly { name: string; from: State; now: string; want: State; reason: string | null }[] = [
    { name: '2: all tests pass', from: 'green', now: FRESH, want: 'green', reason: null },
    { name: '2: a warning passes', from: 'warn', now: FRESH, want: 'green', reason: 'passed' },
    { name: '2: an alert passes', from: 'alert', now: FRESH, want: 'green', reason: 'passed' },
    { name: '2: an escalation passes', from: 'escalate', now: FRESH, want: 'green', reason: 'passed' },
    {
      name: '3: an escalation stays one, even if it is only soft by now',
      from: 'escalate',
      now: SOFT,
      want: 'escalate',
      reason: null,
    },
    { name: '3: or hard', from: 'escalate', now: HARD, want: 'escalate', reason: null },
    { name: '5: a soft miss warns', from: 'green', now: SOFT, want: 'warn', reason: 'worsened' },
    { name: '5: and says so once', from: 'warn', now: SOFT, want: 'warn', reason: null },
    { name: '5: a hard miss alerts', from: 'green', now: HARD, want: 'alert', reason: 'worsened' },
    { name: '5: from a warning', from: 'warn', now: HARD, want: 'alert', reason: 'worsened' },
    { name: '5: and says so once', from: 'alert', now: HARD, want: 'alert', reason: null },
    { name: '5: an alert becomes a warning', from: 'alert', now: SOFT, want: 'warn', reason: 'improved' },
  ];
  it.each(cases)('$name ($from, $now)', ({ from, now, want, reason }) => {
    const isBroken = from !== 'green';
    const clock = at(now) - hours(1);
    const row = givenRow({
      state: from,
      seq: 4,
      since: clock,
      ...(isBroken ? { breakSeq: 3, toldAt: clock, hardToldAt: clock } : {}),
    });
    const { row: next, transition } = check({ now: at(now), row, evidence: givenEvidence([GOOD]) });
    expect(next.state).toBe(want);
    expect(transition?.reason ?? null).toBe(reason);
    expect(next.since).toBe(reason === null ? clock : at(now));
    const wanted = { from, to: want, seq: 5, breakSeq: isBroken ? 3 : 5 };
    expect(transition).toEqual(reason === null ? null : expect.objectContaining(wanted));
  });

  it('4: a job whose fair chance is over escalates', () => {
    const job = new Job();
    job.check(HARD, [GOOD]);
    expect(job.check('2026-11-21T23:59:59Z', [GOOD]).transition).toBeNull();
    expect(job.check('2026-11-22T00:00:00Z', [GOOD]).transition).toMatchObject({
      from: 'alert',
      to: 'escalate',
      reason: 'stuck',
      breakSeq: 1,
      seq: 2,
    });
  });

  it('4: a first check never escalates, with no time to wait at all', () => {
    const job = new Job({ escalation: { kind: 'after', afterS: 0 } });
    expect(job.check(HARD, [GOOD]).transition?.to).toBe('alert');
    expect(job.check(HARD, [GOOD]).transition?.to).toBe('escalate');
  });

  it('the worst of the three tests counts', () => {
    const now = at('2026-11-20T03:00:00Z');
    const empty = givenRun(now - 1, { sizeBytes: 0 });
    expect(check({ now, evidence: givenEvidence([GOOD, empty]) }).verdict).toMatchObject({
      worst: 'hard',
      tests: { finished: { result: 'pass' }, recent: { result: 'pass' }, size: { result: 'hard' } },
      lastGood: GOOD,
      latest: empty,
      dataAtRiskS: 3600,
    });
    const failed = givenRun(now - 1, { outcome: 'failed' });
    expect(check({ now, evidence: givenEvidence([GOOD, failed]) }).row.state).toBe('alert');
  });

  it('the end of a break leaves nothing of it', () => {
    const job = new Job();
    job.check(HARD, [GOOD]);
    job.act(HARD, { verb: 'snooze', forMs: hours(1) });
    job.check('2026-11-21T13:00:00Z', [GOOD]);
    job.act('2026-11-21T13:00:00Z', { verb: 'fixed' });
    expect(job.row).toMatchObject({ breakSeq: 1, snoozeCount: 1, seq: 3 });
    const { audit } = job.check('2026-11-21T14:00:00Z', [GOOD, givenRun('2026-11-21T13:30:00Z')]);
    expect(job.row).toMatchObject({
      state: 'green',
      breakSeq: null,
      toldAt: null,
      hardToldAt: null,
      snoozeCount: 0,
      pendingFixed: null,
      resumed: false,
      seq: 4,
    });
    expect(audit).toMatchObject([
      { kind: 'cleared', detail: { break_seq: 1 }, id: 't#2026-11-21T14:00:00.000Z#cleared#5' },
    ]);
  });

  it('a break that goes back and forth is one break', () => {
    const job = new Job({ escalation: { kind: 'never' } });
    const seen = [SOFT, HARD].map((now) => job.check(now, [GOOD]).transition?.breakSeq);
    // Something newer, if only softly too small, improves it.
    const small = givenRun('2026-11-21T11:30:00Z', { sizeBytes: 250 * MB });
    seen.push(job.check('2026-11-21T12:00:00Z', [GOOD, small]).transition?.breakSeq);
    expect(seen).toEqual([1, 1, 1]);
  });
});

describe('what is there now', () => {
  it('the row remembers the newest run, the newest good one, and the newest time seen', () => {
    const job = new Job();
    job.check(FRESH, [GOOD]);
    expect(job.row).toMatchObject({ latest: { ts: GOOD.ts }, lastGood: { ts: GOOD.ts }, lastEvidenceTs: GOOD.ts });
  });

  it('a newest run that is gone is told, until a newer one lands', () => {
    const job = new Job();
    const newest = givenRun('2026-11-20T11:00:00Z');
    job.check(FRESH, [GOOD, newest]);
    expect(job.check('2026-11-20T13:00:00Z', [GOOD])).toMatchObject({
      row: { state: 'warn' },
      verdict: { tests: { recent: { reason: { kind: 'newest-gone' } } } },
    });
    expect(job.row.lastEvidenceTs).toBe(newest.ts);
    expect(
      job.check('2026-11-20T13:30:00Z', [GOOD, givenRun(newest.ts - 1)]).row.state,
      'a newer one, but not newer than the one gone',
    ).toBe('warn');
    expect(job.check('2026-11-20T14:00:00Z', [GOOD, givenRun('2026-11-20T13:50:00Z')]).row.state).toBe('green');
  });

  it('a newest run that is gone is told, until the owner accepts', () => {
    const job = new Job();
    job.check(FRESH, [GOOD, givenRun('2026-11-20T11:00:00Z')]);
    job.check('2026-11-20T13:00:00Z', [GOOD]);
    job.act('2026-11-20T13:10:00Z', { verb: 'accept', run: null });
    expect(job.row.lastEvidenceTs).toBe(GOOD.ts);
    expect(job.check('2026-11-20T14:00:00Z', [GOOD]).transition).toMatchObject({ to: 'green', reason: 'passed' });
  });

  it('everything gone is a hard miss, whatever is remembered', () => {
    const job = new Job();
    job.check(FRESH, [GOOD]);
    expect(job.check('2026-11-20T13:00:00Z', [])).toMatchObject({
      row: { state: 'alert', latest: null, lastEvidenceTs: GOOD.ts },
      verdict: { lastGood: null, dataAtRiskS: null },
    });
  });

  it('another place starts the memory afresh, and the break goes on', () => {
    const job = new Job();
    job.check(FRESH, [GOOD]);
    job.check(HARD, []);
    job.place = 's3://acme-backups/elsewhere/';
    const { row, transition } = job.check('2026-11-21T12:00:00Z', [
      givenRun('2026-11-21T01:00:00Z', { sizeBytes: 64 }),
    ]);
    expect(transition).toMatchObject({ to: 'green', reason: 'passed', breakSeq: 1 });
    expect(row).toMatchObject({
      place: job.place,
      placeSince: at('2026-11-21T12:00:00Z'),
      runs: [{ sizeBytes: 64, finding: 'good' }],
      lastEvidenceTs: at('2026-11-21T01:00:00Z'),
    });
  });

  it('another place forgets what was accepted, and what was good', () => {
    const job = new Job();
    job.check(FRESH, [GOOD]);
    job.act(FRESH, { verb: 'accept', run: null });
    job.place = 'heartbeat';
    const { row } = job.check(FRESH, REFUSED);
    expect(row).toMatchObject({
      place: 'heartbeat',
      latest: null,
      lastGood: null,
      runs: [],
      lastEvidenceTs: null,
      accepted: null,
      listing: null,
    });
  });

  it('a job that was never checked is green since its first check', () => {
    const job = new Job();
    expect(job.check(FRESH, [GOOD]).row).toMatchObject({ state: 'green', since: at(FRESH), seq: 0 });
    expect(job.check(HARD, [GOOD, givenRun('2026-11-21T02:00:00Z')]).row.since).toBe(at(FRESH));
  });

  it('a fix claimed on a job that passes is simply done', () => {
    const job = new Job({}, givenRow({ pendingFixed: sam(FRESH) }));
    expect(job.check(FRESH, [GOOD])).toMatchObject({ transition: null, audit: [], row: { pendingFixed: null } });
  });
});
