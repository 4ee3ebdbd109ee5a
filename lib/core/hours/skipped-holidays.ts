import type { Job } from '../model/job.ts';

/**
 * The job with the public holidays that it skips as dates without an expected run. Which dates they are is known once
 * the document was accepted (docs/design/rules-doc.md#skipped-dates); `holidays` has them by code.
 */
export function withHolidays(job: Job, holidays: Readonly<Record<string, readonly string[]>>): Job {
  const { rule, skips = [] } = job;
  const dates = skips.flatMap((name) => holidays[name] ?? []);
  if (dates.length === 0 || rule.schedule.kind !== 'calendar') return job;
  const { times } = rule.schedule;
  const schedule = { ...rule.schedule, times: { ...times, skips: [...(times.skips ?? []), ...dates] } };
  return { ...job, rule: { ...rule, schedule } };
}
