import { setImmediate } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { ALL } from '../../../lib/web/page/job-filter.ts';
import { jobTable } from '../../../lib/web/page/job-table.ts';
import { job, NOW, TODAY } from './sample-jobs.ts';

test('a page of rows is made a few at a time, so that pings have their turn between them', async () => {
  const made: string[] = [];
  const jobs = Array.from({ length: 200 }, (_, index) => {
    const jobId = `job-${index}`;
    return Object.defineProperty(job({ jobId }), 'rowDays', {
      get: () => {
        made.push(jobId);
        return null;
      },
    });
  });
  const list = { jobs, today: TODAY, timezone: 'UTC', lastPass: null, rulesError: null, unjudged: [] };
  const table = jobTable(list, { filter: ALL, page: 1, isAll: false }, { timezone: 'UTC', at: NOW });
  let [before, most] = [0, 0];
  while (made.length < jobs.length) {
    await setImmediate();
    most = Math.max(most, made.length - before);
    before = made.length;
  }
  expect(most).toBeLessThanOrEqual(20);
  expect(String(await table)).toContain('data-id="job-199"');
});
