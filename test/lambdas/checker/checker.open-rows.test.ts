import { describe, expect, it } from 'vitest';
import { createDynamoTables } from '../../../lib/adapters/dynamodb/create-tables.ts';
import { LOOKS_INDEX } from '../../../lib/adapters/dynamodb/indexes.ts';
import { newRow } from '../../../lib/core/decision/row.ts';
import { DAY_MS, HOUR_MS, SECOND_MS } from '../../../lib/core/instant.ts';
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
    expect(await readAt(T0 + HOUR_MS)).toBe(2);
    expect(current.passLine).toMatchObject({ due: 0, states: { green: 38, alert: 2 } });
    expect(current.metric('OldestUndeliveredSeconds')).toBe(HOUR_MS / SECOND_MS);
  });

  it('all once a day, and marks the rows that an earlier version left open', async () => {
    const { current } = setting;
    const job = 'job-0007';
    await current.upload(JOBS, { rule: RULE });
    current.land(JOBS);
    await readAt(T0);
    const row = (await current.stores.state.read([job])).rows.get(job) ?? newRow(job);
    await current.stores.state.write(row, { ...row, seq: 1, changedAt: T0 }, null);
    await unmark(job);
    expect(await readAt(T0 + HOUR_MS)).toBe(0);
    expect(current.metric('OldestUndeliveredSeconds')).toBeUndefined();

    // Not 24 hours, since every job is due then.
    expect(await readAt(T0 + DAY_MS + HOUR_MS)).toBe(40);
    expect(await current.stores.state.openIds()).toEqual([job]);
    expect(await readAt(T0 + DAY_MS + 2 * HOUR_MS)).toBe(1);
    expect(current.metric('OldestUndeliveredSeconds')).toBe((DAY_MS + 2 * HOUR_MS) / SECOND_MS);
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

  async function unmark(jobId: string): Promise<void> {
    const { state, close } = createDynamoTables({ prefix: 'bk' });
    const [group, next] = LOOKS_INDEX.keys;
    await state.update(
      { job_id: jobId },
      { update: 'REMOVE #g, #n', condition: 'attribute_exists(#g)', names: { '#g': group, '#n': next }, values: {} },
    );
    await close();
  }
});
