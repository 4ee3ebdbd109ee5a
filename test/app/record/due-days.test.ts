import { expect, it } from 'vitest';
import { dueDays, skippedDays } from '../../../lib/app/record/due-days.ts';
import type { KeptOfJob } from '../../../lib/app/record/kept-of-job.ts';
import { periodOf } from '../../../lib/app/record/period.ts';
import { withHolidays } from '../../../lib/core/hours/skipped-holidays.ts';
import type { Job } from '../../../lib/core/model/job.ts';
import type { RulesNote } from '../../../lib/core/record/rules-note.ts';
import { read } from '../../rules-doc/read.ts';

const LATER = Date.parse('2027-01-01T00:00:00Z');
const EMPTY = { rows: [], deliveries: [], days: [] };

function jobOf(rule: string, more = '', zone = 'UTC'): Job {
  const { document, problems } = read(`version: 1
settings: { admin: dana, timezone: ${zone} }
people: { dana: { email: dana@acme.example } }
jobs:
  orders: { owner: dana, backup: "s3://acme/orders/", rule: "${rule}"${more} }
`);
  const job = document?.jobs[0];
  if (job === undefined) throw new Error(problems.map(({ message }) => message).join('; '));
  return job;
}

function note(date: string, jobId: string, words: string | null): RulesNote {
  const rules = new Map([[jobId, words]]);
  return { at: Date.parse(`${date}T00:00:00Z`), version: date, source: 'rules.yaml', by: null, rules, link: null };
}

function asked(from: string, to: string, timezone = 'UTC', madeAt = LATER) {
  const period = periodOf(from, to, timezone, madeAt);
  if ('problem' in period) throw new Error(period.problem);
  return { ...period, timezone, madeAt };
}

function kept(job: Job | null, notes: readonly RulesNote[]): KeptOfJob {
  return { jobId: 'orders', job, row: undefined, log: EMPTY, proofLog: EMPTY, notes };
}

const held = (job: Job, since = '2026-01-01') => kept(job, [note(since, 'orders', job.understood)]);
const days = (...numbers: number[]) => numbers.map((number) => `2026-03-${String(number).padStart(2, '0')}`);

it('are those on which a window of the rule of now ends', () => {
  const weekdays = jobOf('at 02:00 on weekdays, allow 2 hours');
  // 2026-03-01 is a Sunday.
  expect(dueDays(held(weekdays), asked('2026-03-01', '2026-03-09'))).toEqual(days(2, 3, 4, 5, 6, 9));
  const late = jobOf('at 23:00 on weekdays, allow 3 hours');
  expect(dueDays(held(late), asked('2026-03-01', '2026-03-09'))).toEqual(days(3, 4, 5, 6, 7));
});

it('are all under a rule of an age, and one for a day with many windows', () => {
  const asking = asked('2026-03-01', '2026-03-03');
  expect(dueDays(held(jobOf('every 24 hours, allow 26 hours')), asking)).toEqual(days(1, 2, 3));
  expect(dueDays(held(jobOf('cron 0 * * * *, allow 30 minutes')), asking)).toEqual(days(1, 2, 3));
});

it.each(['America/New_York', 'Asia/Singapore'])('are days of %s', (zone) => {
  const job = jobOf('at 02:00, allow 2 hours', '', zone);
  expect(dueDays(held(job), asked('2026-03-07', '2026-03-09', zone))).toEqual(days(7, 8, 9));
});

it('leave out what is not due yet, and what lies ahead', () => {
  const job = jobOf('at 02:00, allow 2 hours');
  const at = (time: string) => dueDays(held(job), asked('2026-03-01', '2026-03-31', 'UTC', Date.parse(time)));
  expect(at('2026-03-03T03:59:00Z')).toEqual(days(1, 2));
  expect(at('2026-03-03T04:01:00Z')).toEqual(days(1, 2, 3));
});

it('leave out days before the job was in the rules doc and after it left', () => {
  const job = jobOf('every 24 hours, allow 26 hours');
  const others = note('2026-01-01', 'wiki', 'every 24 hours');
  const notes = [others, note('2026-03-03', 'orders', job.understood), note('2026-03-05', 'orders', null)];
  expect(dueDays(kept(null, notes), asked('2026-03-01', '2026-03-07'))).toEqual(days(3, 4));
});

it('are all where no note says when it began, and under a rule of before', () => {
  const job = jobOf('at 02:00 on weekdays, allow 2 hours');
  expect(dueDays(kept(job, []), asked('2026-03-01', '2026-03-02'))).toEqual(days(1, 2));
  const changed = kept(job, [note('2026-02-01', 'orders', 'every day'), note('2026-03-05', 'orders', job.understood)]);
  expect(dueDays(changed, asked('2026-03-01', '2026-03-09'))).toEqual(days(1, 2, 3, 4, 5, 6, 9));
});

it('leave out holidays that the rule skips, which are named', () => {
  const job = withHolidays(jobOf('at 02:00, allow 2 hours', ', skips: [SG]'), { SG: ['2026-03-03', '2026-12-25'] });
  const asking = asked('2026-03-02', '2026-03-04');
  expect(dueDays(held(job), asking)).toEqual(days(2, 4));
  expect(skippedDays(held(job), asking)).toEqual(days(3));
});
