import { describe, expect, it } from 'vitest';
import { HOUR_MS, SECOND_MS } from '../../../lib/core/instant.ts';
import { newRow } from '../../../lib/core/model/job-row.ts';
import { fullEntry } from '../../contracts/sample-row.ts';
import { jobIds, T0, useAwsSetting } from '../../faults/aws-setting.ts';

const JOBS = jobIds(40);
const RULE = 'every 2 days, allow 4 days; at least 5 B; check every 6 hours';

describe('of the jobs that are not due, a pass looks into', () => {
  const setting = useAwsSetting();

  /** How many rows a tick at that time reads. */
  const readAt = async (now: number) => {
    const { current } = setting;
    const before = current.aws.keysRead;
    current.now = now;
    await current.tick();
    return current.aws.keysRead - before;
  };

  it('the open rows only, and counts the others as they stand', async () => {
    const { current } = setting;
    await current.upload(JOBS, { rule: RULE });
    current.land(JOBS.slice(2));
    expect(await readAt(T0)).toBe(40);
    expect(current.passLine).toMatchObject({ due: 40, states: { green: 38, alert: 2 } });
    // What has just changed is looked at once more.
    expect(await readAt(T0 + HOUR_MS)).toBe(2);
    expect(current.passLine).toMatchObject({ due: 2 });
    expect(await readAt(T0 + 2 * HOUR_MS)).toBe(2);
    expect(current.passLine).toMatchObject({ due: 0, states: { green: 38, alert: 2 } });
    expect(current.metric('OldestUndeliveredSeconds')).toBe((2 * HOUR_MS) / SECOND_MS);
  });

  it('the open rows too where it is handed out in slices: what waits in them is published', async () => {
    const { current } = setting;
    const [job = '', ...others] = jobIds(502);
    await current.upload([job, ...others], { rule: RULE });
    const raised = { ...newRow(job), state: 'alert', seq: 1, changedAt: T0 } as const;
    await current.stores.state.write(newRow(job), raised, fullEntry(job, 1));
    await current.tick();
    expect(current.passLine).toMatchObject({ message: 'pass begun in slices', slices: 2 });
    expect(current.transitions).toMatchObject([{ job_id: job }]);
    expect((await current.stores.state.read([job])).rows.get(job)?.outbox).toEqual([]);
  });
});
