import { describe, expect, it } from 'vitest';
import { decide } from '../../../lib/core/decision/decide.ts';
import type { Evidence } from '../../../lib/core/evidence/evidence.ts';
import { DAY_S, HOUR_S, MINUTE_S } from '../../../lib/core/instant.ts';
import type { Job } from '../../../lib/core/model/job.ts';
import type { JobRow } from '../../../lib/core/model/job-row.ts';
import type { Rule } from '../../../lib/core/model/rule.ts';
import { nextLook } from '../../../lib/core/planning/next-look.ts';
import {
  AT_ONCE,
  at,
  calendar,
  cron,
  givenEvidence,
  givenRow,
  givenRule,
  givenRun,
  hours,
  interval,
  PLACE,
  REFUSED,
  sam,
  UNKNOWN,
} from '../decision/given.ts';

interface Case {
  readonly name: string;
  readonly now: string;
  readonly rule?: Partial<Rule>;
  readonly evidence?: Evidence;
  readonly row?: Partial<JobRow>;
  readonly job?: Partial<Pick<Job, 'checkEveryS' | 'isCheckSaid'>>;
  readonly want: string;
}

const AT_TWO = { schedule: calendar() };
const LANDED = givenEvidence([givenRun('2026-11-20T02:05:00Z')]);
const RUNNING = givenRun('2026-11-20T02:00:00Z', { outcome: 'unfinished' });
const WEEKLY = interval({ everyS: 7 * DAY_S, allowS: 8 * DAY_S, hardAfterS: 10 * DAY_S });

const CASES: readonly Case[] = [
  { name: 'a quarter of an hour after the next run is expected', now: '03:00', rule: AT_TWO, want: '21T02:15' },
  { name: 'of a rule from run to run', now: '03:00', want: '21T02:20' },
  {
    name: 'while that is still to come',
    now: '01:00',
    rule: AT_TWO,
    want: '20T02:15',
    evidence: givenEvidence([givenRun('2026-11-19T02:05:00Z')]),
  },
  {
    name: 'at the pace of check until it has landed',
    now: '02:15',
    rule: AT_TWO,
    want: '20T03:00',
    evidence: givenEvidence([givenRun('2026-11-19T02:05:00Z')]),
  },
  {
    name: 'at the next line, where that comes first',
    now: '02:30',
    rule: { schedule: calendar({}, { allowS: 40 * MINUTE_S }) },
    want: '20T02:40:00.001',
    evidence: givenEvidence([givenRun('2026-11-19T02:05:00Z')]),
  },
  {
    name: 'a deadline is its own line',
    now: '02:15',
    rule: { schedule: calendar({ minuteOfDay: 360 }, { allowS: 0, isDeadline: true }) },
    want: '20T06:00:00.001',
    evidence: givenEvidence([givenRun('2026-11-19T05:00:00Z')]),
    job: { checkEveryS: 6 * HOUR_S },
  },
  {
    name: 'a deadline that is met already: the next one',
    now: '02:15',
    rule: { schedule: calendar({ minuteOfDay: 360 }, { allowS: 0, isDeadline: true }) },
    want: '21T03:00',
  },
  {
    name: 'a run that landed early counts',
    now: '01:50',
    rule: AT_TWO,
    want: '21T02:00',
    evidence: givenEvidence([givenRun('2026-11-20T01:45:00Z')]),
  },
  {
    name: 'once a day whatever is expected',
    now: '03:10',
    rule: { schedule: WEEKLY },
    want: '21T04:00',
    evidence: givenEvidence([givenRun('2026-11-19T02:05:00Z')]),
  },
  {
    name: 'once a day after the last whole look',
    now: '08:00',
    rule: { schedule: WEEKLY },
    want: '21T03:00',
    evidence: givenEvidence([givenRun('2026-11-19T02:05:00Z')], {
      listing: { newestKey: 'k', ordered: true, lastFullAt: at('2026-11-20T02:15:00Z') },
    }),
  },
  {
    name: 'at the pace of check while it fails',
    now: '12:00',
    rule: AT_TWO,
    want: '20T13:00',
    evidence: givenEvidence([givenRun('2026-11-20T02:05:00Z', { sizeBytes: 0 })]),
  },
  {
    name: 'at the pace of a rarer check',
    now: '12:10',
    rule: AT_TWO,
    want: '20T18:00',
    evidence: givenEvidence([givenRun('2026-11-20T02:05:00Z', { sizeBytes: 0 })]),
    row: {
      state: 'alert',
      seq: 1,
      breakSeq: 1,
      toldAt: at('2026-11-20T02:15:00Z'),
      hardToldAt: at('2026-11-20T02:15:00Z'),
    },
    job: { checkEveryS: 6 * HOUR_S },
  },
  {
    name: 'at the pace of check while a run goes on',
    now: '02:15',
    rule: AT_TWO,
    want: '20T03:00',
    evidence: givenEvidence([RUNNING, givenRun('2026-11-19T02:05:00Z')]),
  },
  {
    name: 'at the pace of check while the place cannot be read',
    now: '12:00',
    rule: AT_TWO,
    want: '20T13:00',
    evidence: UNKNOWN,
  },
  { name: 'at the pace of check while it is refused', now: '12:00', rule: AT_TWO, want: '20T13:00', evidence: REFUSED },
  {
    name: 'at the pace of check where nothing was ever seen',
    now: '12:00',
    rule: { ...AT_TWO, starts: '2026-12-01' },
    want: '20T13:00',
    evidence: givenEvidence([]),
  },
  {
    name: 'at the end of a snooze of what fails',
    now: '03:00',
    rule: AT_TWO,
    want: '20T09:30',
    evidence: givenEvidence([givenRun('2026-11-20T02:05:00Z', { sizeBytes: 0 })]),
    row: { snoozed: { ...sam('2026-11-19T09:30:00Z'), until: at('2026-11-20T09:30:00Z') }, breakSeq: 1, seq: 1 },
    job: { checkEveryS: 12 * HOUR_S },
  },
  {
    name: 'not oftener than check where runs are frequent',
    now: '12:00',
    rule: { schedule: cron('*/5 * * * *', { allowS: 3 * HOUR_S, hardAfterS: 4 * HOUR_S }) },
    want: '20T13:00',
    evidence: givenEvidence([givenRun('2026-11-20T12:00:00Z')]),
  },
  {
    name: 'a check that the rule says, whatever is expected',
    now: '03:00',
    rule: AT_TWO,
    want: '20T03:05',
    job: { checkEveryS: 300, isCheckSaid: true },
  },
];

describe('the next look', () => {
  it.each(CASES)('$name', ({ now, rule = {}, evidence = LANDED, row = {}, job = {}, want }) => {
    const input = {
      rule: givenRule(rule),
      place: PLACE,
      evidence,
      row: givenRow({ since: at('2026-11-01T00:00:00Z'), ...row }),
      now: at(`2026-11-20T${now}:00Z`),
      held: false,
      earliestNotification: AT_ONCE,
    };
    const look = nextLook({ checkEveryS: HOUR_S, ...job }, input, decide(input));
    const text = want.length > 8 ? `2026-11-${want}Z` : `2026-11-${want}:00Z`;
    expect(new Date(look).toISOString()).toBe(new Date(at(text)).toISOString());
    expect(look - input.now).toBeLessThanOrEqual(hours(25));
  });
});
