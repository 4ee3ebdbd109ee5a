import { describe, expect, it } from 'vitest';
import type { EvidenceRead } from '../../../lib/core/evidence/evidence.ts';
import { judgeFinished, runningRun } from '../../../lib/core/judging/finished.ts';
import type { Rule } from '../../../lib/core/model/rule.ts';
import type { Run } from '../../../lib/core/model/run.ts';
import { at, givenEvidence, givenRule, givenRun, hours } from '../decision/given.ts';

const NOW = at('2026-11-21T08:00:00Z');
const failed = (ts: string, overrides: Partial<Run> = {}) => givenRun(ts, { outcome: 'failed', ...overrides });
const unfinished = (ts: string | number, overrides: Partial<Run> = {}) =>
  givenRun(ts, { outcome: 'unfinished', key: 'orders/next.dump', ...overrides });
const contradiction = { signal: 'heartbeat', ts: NOW - hours(1), claimedBytes: 5, found: null };
const damaged = { finding: 'damaged', words: 'it is cut short', isDeep: false } as const;
const whole = { finding: 'good', words: 'all of it is there', isDeep: false } as const;
const hollow = { finding: 'hollow', words: 'gzip of no bytes', isDeep: false } as const;
const pending = (ageMs: number) => ({ finding: 'pending', since: NOW - ageMs }) as const;
const unreadableReport = { location: 's3://acme-backups/reports/a.json', error: 'unexpected end' };

function finished(evidence: EvidenceRead, verify: Rule['verify'] = null, now = NOW) {
  const latest = evidence.runs
    .filter(({ outcome }) => outcome === 'finished')
    .reduce<Run | null>((newest, run) => (newest === null || run.ts > newest.ts ? run : newest), null);
  const { result, reason } = judgeFinished(givenRule({ verify }), evidence, latest, runningRun(evidence.runs), now);
  return `${result} ${reason.kind}`;
}

describe('finished?', () => {
  const good = givenRun('2026-11-21T02:00:00Z');
  const cases: readonly { name: string; evidence: EvidenceRead; verify?: Rule['verify']; want: string }[] = [
    { name: 'a finished run passes', evidence: givenEvidence([good]), want: 'pass finished' },
    {
      name: 'no run at all passes here, and is caught as not recent',
      evidence: givenEvidence([]),
      want: 'pass no-run',
    },
    {
      name: '1: a failed run is a hard miss, however fresh the last good one is',
      evidence: givenEvidence([good, failed('2026-11-21T02:00:01Z')]),
      want: 'hard failed',
    },
    {
      name: '1: a failed run alone is a hard miss',
      evidence: givenEvidence([failed('2026-11-21T01:00:00Z')]),
      want: 'hard failed',
    },
    {
      name: '1: a later finished run lifts a failure',
      evidence: givenEvidence([failed('2026-11-21T01:59:59Z'), good]),
      want: 'pass finished',
    },
    {
      name: '1: a finished run of the same instant is not later',
      evidence: givenEvidence([good, failed('2026-11-21T02:00:00Z', { key: 'orders/b' })]),
      want: 'hard failed',
    },
    {
      name: '1: the newest failure counts, in whatever order the runs come',
      evidence: givenEvidence([failed('2026-11-21T03:00:00Z'), good, failed('2026-11-21T01:00:00Z')]),
      want: 'hard failed',
    },
    {
      name: '1 before 2: a start alone does not lift a failure',
      evidence: givenEvidence([good, failed('2026-11-21T06:00:00Z'), unfinished('2026-11-21T07:00:00Z')]),
      want: 'hard failed',
    },
    {
      name: '2: a run under way passes',
      evidence: givenEvidence([good, unfinished('2026-11-21T07:00:00Z')]),
      want: 'pass running',
    },
    {
      name: '2: exactly at finish_within it still passes',
      evidence: givenEvidence([unfinished(NOW - hours(6))]),
      want: 'pass running',
    },
    {
      name: '2: a millisecond past finish_within is a hard miss',
      evidence: givenEvidence([unfinished(NOW - hours(6) - 1)]),
      want: 'hard never-finished',
    },
    {
      name: '2: the start counts, not when its newest part was written',
      evidence: givenEvidence([unfinished(NOW - hours(1), { startedAt: NOW - hours(7) })]),
      want: 'hard never-finished',
    },
    {
      name: '2: only the run that started last counts: an older unfinished one was superseded',
      evidence: givenEvidence([good, unfinished('2026-11-20T01:00:00Z')]),
      want: 'pass finished',
    },
    {
      name: '2: a run that began before a finished one that ended after it is not the last to start when the finished one started later',
      evidence: givenEvidence([givenRun(NOW - hours(1), { startedAt: NOW - hours(2) }), unfinished(NOW - hours(8))]),
      want: 'pass finished',
    },
    {
      name: '2: of two unfinished runs the one that started last counts',
      evidence: givenEvidence([unfinished(NOW - hours(9)), unfinished(NOW - hours(1), { key: 'orders/later' })]),
      want: 'pass running',
    },
    {
      name: '2 before 3: a contradiction waits while a run is under way',
      evidence: givenEvidence([good, unfinished('2026-11-21T07:00:00Z')], { contradiction }),
      want: 'pass running',
    },
    {
      name: '3: a contradiction is a hard miss',
      evidence: givenEvidence([good], { contradiction }),
      want: 'hard contradiction',
    },
    {
      name: '3 before 4: a contradiction is told before a damaged file',
      evidence: givenEvidence([{ ...good, looked: damaged }], { contradiction }),
      verify: 'well-formed',
      want: 'hard contradiction',
    },
    {
      name: '4: a damaged newest backup is a hard miss where the job asks for it',
      evidence: givenEvidence([{ ...good, looked: damaged }]),
      verify: 'well-formed',
      want: 'hard malformed',
    },
    {
      name: '4: and none where the job does not',
      evidence: givenEvidence([{ ...good, looked: damaged }]),
      want: 'pass finished',
    },
    {
      name: '4: a newest backup that holds nothing is a hard miss',
      evidence: givenEvidence([{ ...good, looked: hollow }]),
      verify: 'deep',
      want: 'hard hollow',
    },
    {
      name: '4: one that waits to be looked at passes for a day',
      evidence: givenEvidence([{ ...good, looked: pending(hours(24)) }]),
      verify: 'deep',
      want: 'pass finished',
    },
    {
      name: '4: and is a soft miss a millisecond later',
      evidence: givenEvidence([{ ...good, looked: pending(hours(24) + 1) }]),
      verify: 'deep',
      want: 'soft not-looked-inside',
    },
    {
      name: '4: what was not looked at passes',
      evidence: givenEvidence([good]),
      verify: 'well-formed',
      want: 'pass finished',
    },
    {
      name: '4: only the newest is looked at',
      evidence: givenEvidence([givenRun('2026-11-20T02:00:00Z', { looked: damaged }), { ...good, looked: whole }]),
      verify: 'well-formed',
      want: 'pass finished',
    },
    {
      name: '4 before 5: a damaged file is worse than a report that cannot be read',
      evidence: givenEvidence([{ ...good, looked: damaged }], { unreadableReport }),
      verify: 'well-formed',
      want: 'hard malformed',
    },
    {
      name: '5: a report that cannot be read is a soft miss',
      evidence: givenEvidence([good], { unreadableReport }),
      want: 'soft report-unreadable',
    },
    {
      name: '5: a run that was completed with warnings is a soft miss',
      evidence: givenEvidence([{ ...good, error: '3 files could not be read' }]),
      want: 'soft with-warnings',
    },
    {
      name: '5: a report that cannot be read is named before the warnings of a run',
      evidence: givenEvidence([{ ...good, error: '3 files could not be read' }], { unreadableReport }),
      want: 'soft report-unreadable',
    },
    {
      name: 'no run passes where its inside would be looked at, too',
      evidence: givenEvidence([]),
      verify: 'well-formed',
      want: 'pass no-run',
    },
    {
      name: '5: also when there is no run at all',
      evidence: givenEvidence([], { unreadableReport }),
      want: 'soft report-unreadable',
    },
  ];
  it.each(cases)('$name', ({ evidence, verify, want }) => {
    expect(finished(evidence, verify)).toBe(want);
  });

  it('1: names the newest failure, in whatever order the runs come', () => {
    const runs = ['2026-11-21T01:00:00Z', '2026-11-21T03:00:00Z', '2026-11-21T02:00:00Z'].map((ts) => failed(ts));
    expect(judgeFinished(givenRule(), givenEvidence(runs), null, null, NOW).reason).toMatchObject({
      kind: 'failed',
      ts: at('2026-11-21T03:00:00Z'),
    });
  });

  it('2: says how long the run may take, and which clause says so', () => {
    const running = unfinished(NOW - hours(1));
    expect(judgeFinished(givenRule(), givenEvidence([running]), null, running, NOW)).toEqual({
      result: 'pass',
      reason: { kind: 'running', since: NOW - hours(1), until: NOW + hours(5) },
      measured: 3_600,
      threshold: 21_600,
      at: 'rules.yaml:finish_within',
    });
  });

  it('5: names the run and its warning', () => {
    const latest = { ...good, error: '3 files could not be read' };
    expect(judgeFinished(givenRule(), givenEvidence([latest]), latest, null, NOW).reason).toEqual({
      kind: 'with-warnings',
      location: good.location,
      warning: '3 files could not be read',
    });
  });

  it('4: one that holds nothing passes where that is fine, and is named where it is not', () => {
    const latest = { ...good, looked: hollow };
    const of = (emptyIsFine: boolean) =>
      judgeFinished(givenRule({ verify: 'well-formed', emptyIsFine }), givenEvidence([latest]), latest, null, NOW);
    expect(of(true)).toMatchObject({ result: 'pass', reason: { kind: 'finished', ts: good.ts } });
    expect(of(false)).toEqual({
      result: 'hard',
      reason: { kind: 'hollow', location: good.location, words: 'gzip of no bytes' },
      measured: null,
      threshold: null,
      at: 'rules.yaml:finish_within',
    });
  });

  it('4: one that was to be looked into for a day and a moment is doubted, and named', () => {
    const of = (ageMs: number) => {
      const latest = { ...good, looked: pending(ageMs) };
      return judgeFinished(givenRule({ verify: 'well-formed' }), givenEvidence([latest]), latest, null, NOW);
    };
    expect(of(hours(24))).toMatchObject({ result: 'pass' });
    expect(of(hours(24) + 1)).toMatchObject({
      result: 'soft',
      reason: { kind: 'not-looked-inside', location: good.location, since: NOW - hours(24) - 1 },
    });
  });

  it.each([
    { name: 'the higher time', a: { ts: 5, startedAt: 1 }, b: { ts: 4, startedAt: 1 }, want: 'a' },
    { name: 'then the key that sorts last', a: { ts: 5, startedAt: 5 }, b: { ts: 5, startedAt: 5 }, want: 'b' },
    { name: 'but first the later start', a: { ts: 9, startedAt: 1 }, b: { ts: 4, startedAt: 2 }, want: 'b' },
  ])('of two unfinished runs, the last is the one with $name', ({ a, b, want }) => {
    const runs = [
      givenRun(a.ts, { ...a, outcome: 'unfinished', key: 'a' }),
      givenRun(b.ts, { ...b, outcome: 'unfinished', key: 'b' }),
    ];
    for (const order of [runs, runs.toReversed()]) expect(runningRun(order)?.key).toBe(want);
  });

  it('does not depend on the order in which the evidence lists runs', () => {
    const runs = [good, failed('2026-11-21T03:00:00Z'), unfinished(NOW - hours(7)), givenRun('2026-11-20T02:00:00Z')];
    expect(new Set([runs, runs.toReversed()].map((order) => finished(givenEvidence(order))))).toHaveLength(1);
  });
});
