import { describe, expect, it } from 'vitest';
import { HEARTBEAT_PLACE } from '../../../lib/core/evidence/heartbeat-place.ts';
import { judge, judgeBlind } from '../../../lib/core/judging/judge.ts';
import { type Run, remember } from '../../../lib/core/model/run.ts';
import {
  at,
  calendar,
  givenEvidence,
  givenRow,
  givenRule,
  givenRun,
  hours,
  PLACE,
  REFUSED,
  UNKNOWN,
} from '../decision/given.ts';

const EXPECTED = at('2026-11-21T02:00:00Z');
const GOOD = givenRun(EXPECTED - hours(24));
const BEGUN = givenRun(EXPECTED + 5, { outcome: 'unfinished', key: 'orders/next.dump' });

describe('the verdict', () => {
  const rule = givenRule({ schedule: calendar() });
  const verdictAt = (now: number) => judge(rule, PLACE, givenEvidence([GOOD, BEGUN]), givenRow(), now).verdict;

  it('lets a run that is going hold the calendar, until it should have finished', () => {
    const running = { kind: 'running', since: BEGUN.ts, until: BEGUN.ts + hours(6) };
    const { tests, worst, running: seen } = verdictAt(EXPECTED + hours(2));
    expect({ worst, seen }).toEqual({ worst: 'none', seen: BEGUN });
    expect(tests.recent?.reason).toEqual(running);
    expect(tests.finished).toMatchObject({ reason: running, threshold: 6 * 3600, measured: 2 * 3600 });
  });

  it('names one that never finished by its own test alone', () => {
    const { tests } = verdictAt(BEGUN.ts + hours(6) + 1);
    expect(tests.finished).toMatchObject({ result: 'hard', reason: { kind: 'never-finished' } });
    expect(tests.recent).toMatchObject({ result: 'hard', reason: { kind: 'missed', runningSince: null } });
  });

  it('lets one that began after a failure hold it too', () => {
    const failed = { ...GOOD, ts: EXPECTED + 1, key: 'orders/failed.dump', outcome: 'failed' as const };
    const evidence = givenEvidence([GOOD, failed, BEGUN]);
    const { tests } = judge(rule, PLACE, evidence, givenRow(), EXPECTED + hours(2)).verdict;
    expect(tests.finished).toMatchObject({ result: 'hard', reason: { kind: 'failed' } });
    expect(tests.recent).toMatchObject({ result: 'pass', reason: { kind: 'running' } });
  });

  it('lets the newest success hold the age where nothing new is fine', () => {
    const quiet = givenRule({ unchanged: { withinS: 30 * 86_400 } });
    const evidence = givenEvidence([GOOD], { newestDone: GOOD.ts + hours(72) });
    const { verdict } = judge(quiet, PLACE, evidence, givenRow(), GOOD.ts + hours(75));
    expect(verdict.tests.recent?.reason.kind).toBe('unchanged');
  });

  it('notices that files are there where none of them ended well', () => {
    const seenIn = (runs: readonly Run[]) => {
      const { reason } =
        judge(givenRule(), PLACE, givenEvidence(runs), givenRow(), EXPECTED).verdict.tests.recent ?? {};
      return reason?.kind === 'no-good-run' ? reason.seen : 'another reason';
    };
    const failed = { ...GOOD, outcome: 'failed' as const };
    const ping = { ...BEGUN, source: 'heartbeat' as const };
    expect(seenIn([ping, failed])).toEqual({ count: 0, newestTs: null, hasUnended: true });
    expect(seenIn([ping])).toEqual({ count: 0, newestTs: null });
  });

  it.each([
    { name: 'waits for a first run to end', place: HEARTBEAT_PLACE, row: {}, runs: [BEGUN], want: 'first-ping' },
    {
      name: 'not once one has failed',
      place: HEARTBEAT_PLACE,
      row: {},
      runs: [{ ...BEGUN, outcome: 'failed' as const }],
      want: 'no-good-run',
    },
    {
      name: 'not once one has failed and the next has begun',
      place: HEARTBEAT_PLACE,
      row: {},
      runs: [BEGUN, { ...GOOD, outcome: 'failed' as const }],
      want: 'no-good-run',
    },
    {
      name: 'not once one was seen',
      place: HEARTBEAT_PLACE,
      row: { lastEvidenceTs: 5 },
      runs: [],
      want: 'no-good-run',
    },
    { name: 'not for files', place: PLACE, row: {}, runs: [], want: 'no-good-run' },
    { name: 'not in rows of before', place: HEARTBEAT_PLACE, row: { placeSince: null }, runs: [], want: 'no-good-run' },
  ])('of a job that only pings: $name', ({ place, row, runs, want }) => {
    const given = givenRow({ place, placeSince: EXPECTED, ...row });
    const { verdict } = judge(givenRule(), place, givenEvidence(runs), given, EXPECTED + hours(1));
    expect(verdict.tests.recent?.reason.kind).toBe(want);
  });
});

describe('the verdict while nothing can be seen', () => {
  const row = givenRow({ latest: remember(GOOD), lastGood: remember(GOOD) });
  const now = GOOD.ts + hours(30);

  it('says what was refused, and what was good', () => {
    const verdict = judgeBlind(givenRule(), REFUSED, row, 'none', now);
    const { operation, location, error } = REFUSED;
    expect(verdict).toMatchObject({
      worst: 'hard',
      latest: GOOD,
      lastGood: GOOD,
      dataAtRiskS: 30 * 3600,
      tests: {
        finished: { result: 'pass', reason: { kind: 'not-looked' }, at: 'rules.yaml:finish_within' },
        size: { result: 'pass', reason: { kind: 'not-looked' } },
        recent: {
          reason: { kind: 'unreadable', operation, location, error },
          measured: null,
          threshold: null,
          at: 'rules.yaml:allow',
        },
      },
    });
  });

  it('without an answer judges by what was good, with its measures', () => {
    const unreadable = { count: 3, since: now - 5, error: 'SlowDown', isRefused: false };
    const { worst, tests } = judgeBlind(givenRule(), UNKNOWN, { ...row, unreadable }, 'none', now);
    expect({ worst, recent: tests.recent }).toEqual({
      worst: 'soft',
      recent: {
        result: 'soft',
        reason: { kind: 'unread-again', count: 3, since: now - 5, error: 'SlowDown' },
        measured: 30 * 3600,
        threshold: 26 * 3600,
        at: 'rules.yaml:allow',
      },
    });
  });

  it('knows of nothing where nothing was seen, and never lowers what stood', () => {
    const verdict = judgeBlind(givenRule(), UNKNOWN, givenRow(), 'hard', now);
    expect(verdict).toMatchObject({ worst: 'hard', latest: null, lastGood: null, dataAtRiskS: null });
    expect(verdict.tests.recent).toMatchObject({
      reason: { kind: 'unread-again', count: 1, since: now, error: UNKNOWN.error },
      measured: null,
      threshold: null,
      at: 'rules.yaml:allow',
    });
  });

  it('names the clause that is broken', () => {
    const nightly = givenRule({ schedule: calendar() });
    const { tests } = judgeBlind(nightly, UNKNOWN, row, 'none', now);
    expect(tests.recent).toMatchObject({ result: 'hard', at: 'rules.yaml:at' });
  });
});
