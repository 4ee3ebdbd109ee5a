import { describe, expect, it } from 'vitest';
import { quietedOf } from '../../../lib/core/model/quieted.ts';
import { at, givenRow, givenRun, hours, Job, REFUSED, sam } from './given.ts';

const GOOD = givenRun('2026-11-19T02:00:00Z');
const BROKEN = '2026-11-20T12:00:00Z';
const SNOOZE = { verb: 'snooze', forMs: hours(24) } as const;

function brokenJob(): Job {
  const job = new Job();
  job.check(BROKEN, [GOOD]);
  return job;
}

describe('while quieted', () => {
  it('a snoozed job is green, and still judged', () => {
    const job = brokenJob();
    job.act('2026-11-20T13:00:00Z', SNOOZE);
    const { row, verdict, transition } = job.check('2026-11-20T14:00:00Z', [GOOD]);
    expect(row).toMatchObject({ state: 'green', wouldBe: { state: 'alert', since: at(BROKEN) }, breakSeq: 1 });
    expect(verdict?.worst).toBe('hard');
    expect(transition).toBeNull();
    expect(quietedOf(row, at('2026-11-20T14:00:00Z'))).toBe('snoozed');
  });

  it('what it would be changes with what is found, and says since when', () => {
    const job = new Job();
    job.act('2026-11-19T12:00:00Z', { verb: 'mute' });
    expect(job.check('2026-11-19T13:00:00Z', [GOOD]).row.wouldBe).toBeNull();
    expect(job.check('2026-11-20T05:00:00Z', [GOOD]).row.wouldBe).toEqual({
      state: 'warn',
      since: at('2026-11-20T05:00:00Z'),
    });
    expect(job.check('2026-11-20T12:00:00Z', [GOOD]).row.wouldBe).toEqual({
      state: 'alert',
      since: at('2026-11-20T12:00:00Z'),
    });
    expect(job.check('2026-11-20T13:00:00Z', [GOOD]).row.wouldBe).toEqual({
      state: 'alert',
      since: at('2026-11-20T12:00:00Z'),
    });
    expect(job.check('2026-11-20T14:00:00Z', [GOOD, givenRun('2026-11-20T13:30:00Z')]).row.wouldBe).toBeNull();
  });

  it('a snooze ends on its last instant, not after it', () => {
    const job = brokenJob();
    job.act(BROKEN, SNOOZE);
    expect(job.check(at(BROKEN) + hours(24) - 1, [GOOD]).row.state).toBe('green');
    expect(job.check(at(BROKEN) + hours(24), [GOOD]).transition).toMatchObject({
      from: 'green',
      to: 'alert',
      reason: 'resumed',
      breakSeq: 1,
    });
  });

  it('muted wins over snoozed', () => {
    const row = givenRow({ muted: sam(BROKEN), snoozed: { ...sam(BROKEN), until: at(BROKEN) + 5 } });
    expect(quietedOf(row, at(BROKEN))).toBe('muted');
    expect(quietedOf(givenRow(), at(BROKEN))).toBeNull();
  });

  it('a snooze that runs out under a mute leaves the mute', () => {
    const job = brokenJob();
    job.act(BROKEN, SNOOZE);
    job.act(BROKEN, { verb: 'mute' });
    const { row } = job.check('2026-11-25T12:00:00Z', [GOOD]);
    expect(row).toMatchObject({ state: 'green', snoozed: null, wouldBe: { state: 'alert' } });
  });

  it('the mark of a fix waits, and is judged when the quieting has ended', () => {
    const job = brokenJob();
    job.act(BROKEN, { verb: 'fixed' });
    job.act(BROKEN, SNOOZE);
    expect(job.check('2026-11-20T14:00:00Z', [GOOD]).row.pendingFixed).not.toBeNull();
    const { transition, row } = job.check('2026-11-22T14:00:00Z', [GOOD]);
    expect(transition).toMatchObject({ reason: 'resumed', fixedRefuted: true, by: 'sam' });
    expect(row.pendingFixed).toBeNull();
  });
});

describe('a pass while quieted', () => {
  const mended = [GOOD, givenRun('2026-11-20T13:30:00Z')];

  it('while snoozed in a break ends the snooze and the break, and is told', () => {
    const job = brokenJob();
    job.act(BROKEN, SNOOZE);
    const { transition, audit, row } = job.check('2026-11-20T14:00:00Z', mended);
    expect(transition).toMatchObject({ from: 'green', to: 'green', reason: 'passed', seq: 3, breakSeq: 1 });
    expect(audit).toMatchObject([{ kind: 'cleared' }]);
    expect(row).toMatchObject({ snoozed: null, breakSeq: null, snoozeCount: 0, wouldBe: null, resumed: false });
  });

  it('while muted just ends the break', () => {
    const job = brokenJob();
    job.act(BROKEN, { verb: 'mute' });
    const { transition, audit, row } = job.check('2026-11-20T14:00:00Z', mended);
    expect(transition).toBeNull();
    expect(audit).toMatchObject([{ kind: 'cleared', detail: { break_seq: 1 } }]);
    expect(row).toMatchObject({ breakSeq: null, wouldBe: null });
    expect(row.muted).not.toBeNull();
    expect(job.check('2026-11-20T15:00:00Z', mended).audit, 'once').toEqual([]);
  });

  it('after the quieting ended just ends the break', () => {
    const job = brokenJob();
    job.act(BROKEN, { verb: 'snooze', forMs: hours(1) });
    const { transition, audit, row } = job.check('2026-11-20T14:00:00Z', mended);
    expect(transition).toBeNull();
    expect(audit).toMatchObject([{ kind: 'cleared' }]);
    expect(row).toMatchObject({ breakSeq: null, snoozed: null, resumed: false, toldAt: null });
  });

  it('after a resume just ends the break', () => {
    const job = brokenJob();
    job.act(BROKEN, { verb: 'mute' });
    job.act(BROKEN, { verb: 'resume' });
    expect(job.check('2026-11-20T14:00:00Z', mended)).toMatchObject({ transition: null, audit: [{ kind: 'cleared' }] });
  });

  it('a snooze set while green lasts its time', () => {
    const job = new Job();
    job.check('2026-11-19T10:00:00Z', [GOOD]);
    job.act('2026-11-19T11:00:00Z', { verb: 'snooze', forMs: hours(48) });
    expect(job.check('2026-11-20T12:00:00Z', [GOOD]).row.wouldBe?.state).toBe('alert');
    const { row, transition } = job.check('2026-11-20T14:00:00Z', mended);
    expect(transition).toBeNull();
    expect(row.snoozed).not.toBeNull();
  });
});

describe('after a quieting', () => {
  it('a job that fails is raised afresh, and the count of snoozes stays', () => {
    const job = brokenJob();
    for (let snooze = 1; snooze <= 3; snooze += 1) {
      const now = at(BROKEN) + (snooze - 1) * hours(24);
      expect(job.act(now, SNOOZE).done).toBe(true);
      expect(job.check(now + hours(24), [GOOD]).transition).toMatchObject({
        reason: 'resumed',
        to: 'alert',
        breakSeq: 1,
      });
      expect(job.row.snoozeCount).toBe(snooze);
    }
    expect(job.act(at(BROKEN) + hours(72), SNOOZE).done).toBe(false);
  });

  it('a job that was quieted while green is raised as resumed', () => {
    const job = new Job();
    job.check('2026-11-19T10:00:00Z', [GOOD]);
    job.act('2026-11-19T11:00:00Z', { verb: 'mute' });
    job.check(BROKEN, [GOOD]);
    job.act(BROKEN, { verb: 'resume' });
    expect(job.check(BROKEN, [GOOD]).transition).toMatchObject({ reason: 'resumed', seq: 1, breakSeq: 1 });
  });

  it('once a check has passed, the next break is a new one', () => {
    const job = new Job();
    job.act('2026-11-19T11:00:00Z', { verb: 'mute' });
    job.act('2026-11-19T12:00:00Z', { verb: 'resume' });
    job.check('2026-11-19T13:00:00Z', [GOOD]);
    expect(job.check(BROKEN, [GOOD]).transition?.reason).toBe('worsened');
  });

  it('an escalated job that was snoozed is raised as an alert', () => {
    const job = brokenJob();
    job.check('2026-11-21T12:00:00Z', [GOOD]);
    expect(job.row.state).toBe('escalate');
    job.act('2026-11-21T12:00:00Z', SNOOZE);
    expect(job.check('2026-11-22T12:00:00Z', REFUSED).transition).toMatchObject({ to: 'alert', reason: 'resumed' });
  });
});
