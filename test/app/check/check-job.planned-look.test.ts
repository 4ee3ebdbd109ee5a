import { describe, expect, it } from 'vitest';
import { checkJob } from '../../../lib/app/check/check-job.ts';
import { todayIn } from '../../../lib/core/history/today.ts';
import { DAY_MS, HOUR_MS, type Instant, MINUTE_MS } from '../../../lib/core/instant.ts';
import { type JobRow, newRow } from '../../../lib/core/model/job-row.ts';
import type { DayLog } from '../../../lib/ports/day-log.ts';
import type { StateStore } from '../../../lib/ports/state-store.ts';
import { sampleRule } from '../../core/evidence/sample-rule.ts';
import { at, FakeSource, sampleJob } from '../evidence/gather-evidence-setting.ts';

const LANDED = at('2026-11-10T02:00:00Z');

describe('a look at a job that is not due', () => {
  const source = new FakeSource().put('orders/a', LANDED, 5_000_000);
  const job = sampleJob({ rule: sampleRule() });

  /** The row after a check, and whether it was written. */
  const check = async (row: JobRow, now: Instant) => {
    let writes = 0;
    const store = {
      write: async () => {
        writes += 1;
        return true;
      },
    } as unknown as StateStore;
    const days = { put: async () => {} } as unknown as DayLog;
    const ports = { sourceOf: async () => source, heartbeats: null, store, days };
    const today = todayIn('UTC', now);
    const checked = await checkJob(job, row, { now, today, held: false }, (time) => time, ports, false);
    return { row: checked.row, writes };
  };

  it('writes nothing while the look that is planned comes no later', async () => {
    const first = await check(newRow(job.id), LANDED + HOUR_MS);
    expect(first.writes).toBe(1);
    const due = first.row.nextLook?.at ?? 0;
    expect(due).toBeGreaterThan(LANDED + 12 * HOUR_MS);

    const again = await check(first.row, LANDED + 3 * HOUR_MS);
    expect(again.writes).toBe(0);
    expect(again.row).toEqual(first.row);
  });

  it('is planned anew once it was due, by another rule, or for longer than it should be', async () => {
    const { row } = await check(newRow(job.id), LANDED + HOUR_MS);
    const due = row.nextLook?.at ?? 0;
    const mark = row.nextLook?.mark ?? '';
    const before = due - MINUTE_MS;
    expect((await check(row, due)).row.nextLook?.at).toBeGreaterThan(due);
    for (const nextLook of [null, { at: due, mark: 'other' }, { at: due + 3 * DAY_MS, mark }]) {
      const { row: next, writes } = await check({ ...row, nextLook }, before);
      expect(writes).toBe(1);
      expect(next.nextLook).toMatchObject({ mark });
      expect(next.nextLook?.at).toBeLessThan(due + 2 * DAY_MS);
    }
  });
});
