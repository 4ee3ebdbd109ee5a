import { describe, expect, test } from 'vitest';
import type { Evidence } from '../../../lib/core/evidence/evidence.ts';
import type { Instant } from '../../../lib/core/instant.ts';
import type { Rule } from '../../../lib/core/model/rule.ts';
import type { Run } from '../../../lib/core/model/run.ts';
import { at, givenEvidence, givenRun, hours, Job, MB } from './given.ts';

const FIRST = at('2026-11-02T02:00:00Z');
const night = (n: number): Instant => FIRST + n * hours(24);
const runOf = (n: number, megabytes: number): Run => givenRun(night(n), { sizeBytes: megabytes * MB });
const GROWS: Partial<Rule> = { growPercent: 100 };

/** Checks each morning over the nights so far; `last` is seen again on the mornings that follow. */
function checked(
  sizes: readonly number[],
  rule: Partial<Rule>,
  last: (runs: readonly Run[]) => Evidence,
  more: number,
) {
  const job = new Job(rule);
  const runs: Run[] = [];
  for (const [n, size] of sizes.entries()) {
    runs.push(runOf(n, size));
    job.check(night(n) + hours(5), runs);
  }
  const states = [job.row.state];
  for (let morning = 1; morning <= more; morning += 1) {
    const fresh = runOf(sizes.length - 1 + morning, sizes.at(-1) ?? 0);
    runs.push(fresh);
    states.push(job.check(fresh.ts + hours(5), last(runs)).row.state);
  }
  return states;
}

describe('what is only out of the ordinary never escalates', () => {
  test('growth is a warning, and over when the next run is of that size', () => {
    expect(checked([400, 400, 400, 900], GROWS, givenEvidence, 1)).toEqual(['warn', 'green']);
  });

  const PATIENT: Partial<Rule> = {
    schedule: { kind: 'interval', everyS: 86_400, allowS: 864_000, hardAfterS: 950_000 },
  };
  /** On each of six mornings, where nothing newer lands. */
  const whileNewest = (sizes: readonly number[], rule: Partial<Rule>) => {
    const job = new Job({ ...PATIENT, ...rule });
    const runs: Run[] = [];
    for (const [n, size] of sizes.entries()) {
      runs.push(runOf(n, size));
      job.check(night(n) + hours(5), runs);
    }
    const last = sizes.length - 1;
    return [0, 1, 2, 3, 4, 5].map((day) => job.check(night(last + day) + hours(5), runs).row.state);
  };
  const warnings = ['warn', 'warn', 'warn', 'warn', 'warn', 'warn'];

  test('growth of the one that stays the newest is a warning for as long as it is', () => {
    expect(whileNewest([400, 400, 900], GROWS)).toEqual(warnings);
  });

  test('so is a return to what was usual', () => {
    expect(whileNewest([400, 400, 400, 900, 400], {})).toEqual(warnings);
  });

  test('one that is too small escalates by itself', () => {
    const floor = { bytes: 350 * MB, hardBelowBytes: 100 * MB };
    expect(whileNewest([400, 400, 30], { floor })).toEqual([
      ...['alert', 'escalate', 'escalate', 'escalate', 'escalate', 'escalate'],
    ]);
  });

  test('a return to what was usual is a warning, and heals', () => {
    expect(checked([400, 400, 400, 900, 400], {}, givenEvidence, 1)).toEqual(['warn', 'green']);
  });

  test('beside an age it escalates like any other', () => {
    const job = new Job(GROWS);
    const runs = [400, 400, 900].map((size, n) => runOf(n, size));
    const states = [28, 60, 90].map((later) => job.check(night(2) + hours(later), runs).row.state);
    expect(states).toEqual(['warn', 'alert', 'escalate']);
  });

  test('beside a report that cannot be read it escalates like any other', () => {
    const job = new Job({
      ...GROWS,
      schedule: { kind: 'interval', everyS: 86_400, allowS: 864_000, hardAfterS: 950_000 },
    });
    const runs = [400, 400, 900].map((size, n) => runOf(n, size));
    const unreadableReport = { location: 'r.json', error: 'unexpected end' };
    const states = [5, 28, 29].map(
      (later) => job.check(night(2) + hours(later), givenEvidence(runs, { unreadableReport })).row.state,
    );
    expect(states).toEqual(['warn', 'warn', 'escalate']);
  });
});

describe('what a row remembers of its place', () => {
  const good = runOf(0, 400);
  const now = night(0) + hours(5);

  test('its first look is when the place was first looked at', () => {
    const job = new Job();
    job.row = { ...job.row, place: null };
    expect(job.check(now, [good]).row).toMatchObject({ placeSince: now, lastEvidenceTs: good.ts });
  });

  test('a row of before places were kept does not know when that was, and keeps what it remembers', () => {
    const job = new Job();
    job.row = { ...job.row, place: null, since: now - 1, lastEvidenceTs: good.ts + 1 };
    expect(job.check(now, [good]).row).toMatchObject({ placeSince: null, lastEvidenceTs: good.ts + 1 });
  });

  test('an older run does not lower the newest that was ever seen, and none leaves it', () => {
    const job = new Job();
    job.check(now, [good, runOf(1, 400)]);
    expect(job.check(now + hours(48), [good]).row.lastEvidenceTs).toBe(night(1));
    expect(job.check(now + hours(49), []).row).toMatchObject({
      lastEvidenceTs: night(1),
      latest: null,
      lastGood: null,
    });
  });

  test('another place begins with nothing of the old one', () => {
    const job = new Job();
    job.check(now, [good]);
    job.place = '/elsewhere/';
    expect(job.check(now + hours(1), []).row).toMatchObject({
      place: '/elsewhere/',
      placeSince: now + hours(1),
      lastEvidenceTs: null,
      runs: [],
      latest: null,
    });
  });
});

describe('a place that did not answer three times is judged by what is remembered', () => {
  const unknown = { kind: 'unknown', operation: 'list', location: 's3://a/', error: 'SlowDown' } as const;
  const good = runOf(0, 400);
  const stateAfter = (change: (job: Job) => void, later: number) => {
    const job = new Job();
    job.check(night(0) + hours(1), [good]);
    change(job);
    const decisions = [0, 1, 2].map((n) => job.check(night(0) + later + n, unknown));
    expect(decisions.map(({ verdict }) => verdict === null)).toEqual([true, true, false]);
    return decisions.at(-1)?.verdict?.worst;
  };

  test.each([
    ['a job that was green is a soft miss', 2, (_: Job) => {}, 'soft'],
    ['one that was a warning stays one', 2, (job: Job) => (job.row = { ...job.row, state: 'warn' }), 'soft'],
    ['one that was an alert stays one', 2, (job: Job) => (job.row = { ...job.row, state: 'alert' }), 'hard'],
    ['one that is escalated stays a hard miss', 2, (job: Job) => (job.row = { ...job.row, state: 'escalate' }), 'hard'],
    [
      'one that is muted is what it would be',
      2,
      (job: Job) => (job.row = { ...job.row, wouldBe: { state: 'alert', since: night(0) } }),
      'hard',
    ],
    ['one whose age is over by now is a hard miss', 40, (_: Job) => {}, 'hard'],
  ] as const)('%s', (_, later, change, want) => {
    expect(stateAfter(change, hours(later))).toBe(want);
  });
});
