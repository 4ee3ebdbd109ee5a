import { describe, expect, it } from 'vitest';
import { withHolidays } from '../../../lib/core/hours/skipped-holidays.ts';
import { memberJob } from '../../../lib/core/members/member-job.ts';
import type { Job } from '../../../lib/core/model/job.ts';
import { ruleMark } from '../../../lib/core/planning/rule-mark.ts';
import { read } from '../../rules-doc/read.ts';

function jobOf(line: string): Job {
  const text = `
version: 1
settings: { owner: sam, admin: sam, timezone: UTC }
people: { sam: { email: sam@acme.example }, ana: { email: ana@acme.example } }
jobs:
  orders: { ${line} }
`;
  const job = read(text).document?.jobs[0];
  if (job === undefined) throw new Error(`no job: ${line}`);
  return job;
}

const LINE = 'backup: "s3://bucket/orders/", rule: at 02:00';

describe('what stands for a rule and its place', () => {
  it.each([
    ['the rule', 'backup: "s3://bucket/orders/", rule: at 02:30'],
    ['its size', 'backup: "s3://bucket/orders/", rule: at 02:00; at least 5 MB'],
    ['the place', 'backup: "s3://bucket/orders2/", rule: at 02:00'],
    ['the end signal', `${LINE}, finished: marker .done`],
    ['how often it is checked', 'backup: "s3://bucket/orders/", rule: at 02:00; check every 6 hours'],
    ['that the rule says so', 'backup: "s3://bucket/orders/", rule: at 02:00; check hourly'],
    ['dates that are skipped', `${LINE}, skips: SG`],
  ])('is another one with %s', (_, line) => {
    expect(ruleMark(jobOf(line))).not.toBe(ruleMark(jobOf(LINE)));
  });

  it.each([
    ['the owner', `${LINE}, owner: ana`],
    ['the name', `${LINE}, name: Orders`],
    ['a note', `${LINE}, note: look twice`],
  ])('is the same with another %s', (_, line) => {
    expect(ruleMark(jobOf(line))).toBe(ruleMark(jobOf(LINE)));
  });

  it('is the same with the holidays of the year, and for a member that of its job', () => {
    const job = jobOf(`${LINE}, skips: [DE]`);
    const onDays = withHolidays(job, { DE: ['2026-12-25', '2026-12-26'] });
    expect(onDays.rule).not.toEqual(job.rule);
    expect(ruleMark(onDays)).toBe(ruleMark(job));
    const whole = jobOf('backup: "s3://bucket/db/{each}-*.gz", rule: at 02:00');
    const member = memberJob(whole, 'shop');
    expect(member && ruleMark(member)).toBe(ruleMark(whole));
  });
});
