import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JudgedDay } from '../../lib/core/history/day.ts';
import { dateAfter } from '../../lib/core/history/today.ts';
import { DAY_MS } from '../../lib/core/instant.ts';
import type { DayLog, LandedDays } from '../../lib/ports/day-log.ts';
import type { AuditLog } from '../../lib/ports/state-store.ts';
import { NOW } from './sample-row.ts';

export interface DayLogSetting {
  readonly days: DayLog & LandedDays;
  /** The log that shares its table. */
  readonly audit: AuditLog;
  /** Stores an item as it is: what another version of the program would write. */
  putItem(item: Readonly<Record<string, unknown>>): Promise<void>;
  close(): Promise<void>;
}

const TODAY = '2026-11-21';

/** What every DayLog keeps. `open` gives an empty one whose clock stands at `now()`. */
export function dayLogContract(name: string, open: (now: () => number) => Promise<DayLogSetting>): void {
  describe(`${name} keeps the contract of a day log`, () => {
    let setting: DayLogSetting;
    let days: DayLog & LandedDays;
    let now: number;

    beforeEach(async () => {
      now = NOW;
      setting = await open(() => now);
      days = setting.days;
    });

    afterEach(async () => {
      await setting.close();
    });

    const day = (ago: number, change: Partial<JudgedDay> = {}): JudgedDay => ({
      day: dateAfter(TODAY, -ago),
      state: 'green',
      sizeBytes: 400,
      ageSeconds: 86_400,
      ...change,
    });
    const dates = async (limit: number) => (await days.newest('a', limit)).map((known) => known.day);

    it('a day comes back as it was put', async () => {
      for (const state of ['green', 'quiet', 'warn', 'alert', 'escalate'] as const) {
        const put = day(3, { state, sizeBytes: 2 ** 53 - 1, ageSeconds: 0 });
        await days.put(`job/${state}`, put);
        expect(await days.newest(`job/${state}`, 10)).toEqual([put]);
      }
      await days.put('bare', day(1, { sizeBytes: null, ageSeconds: null }));
      expect(await days.newest('bare', 10)).toEqual([day(1, { sizeBytes: null, ageSeconds: null })]);
    });

    it('a replay has the runs of a day and their place, the newest first; a view has neither', async () => {
      const runs = [{ ts: NOW, sizeBytes: 400, finding: 'good' as const }];
      const put = day(1, { runs, place: 's3://acme/orders/' });
      await days.put('a', put);
      await days.put('a', day(2));
      expect(await days.landed('a', 10)).toEqual([put, day(2)]);
      expect(await days.landed('a', 1)).toEqual([put]);
      expect(await days.newest('a', 10)).toEqual([day(2), day(1)]);
    });

    it('the same day again replaces the earlier picture', async () => {
      await days.put('a', day(1, { state: 'warn' }));
      await days.put('a', day(1, { state: 'alert', ageSeconds: 90_000 }));
      expect(await days.newest('a', 10)).toEqual([day(1, { state: 'alert', ageSeconds: 90_000 })]);
    });

    it('gives the newest days, oldest first, of that job alone', async () => {
      for (const ago of [2, 40, 1, 3]) await days.put('a', day(ago));
      await days.put('ab', day(1));
      await days.put('a/n1', day(1));
      expect(await dates(10)).toEqual([40, 3, 2, 1].map((ago) => dateAfter(TODAY, -ago)));
      expect(await dates(2)).toEqual([dateAfter(TODAY, -2), dateAfter(TODAY, -1)]);
      expect(await dates(0)).toEqual([]);
      expect(await days.newest('nobody', 10)).toEqual([]);
    });

    it('leaves a day alone that a newer version of the program wrote, and one that is damaged', async () => {
      const item = { job_id: 'a', schema: 1, state: 'green', size_bytes: 1, age_seconds: 1 };
      await setting.putItem({ ...item, at_id: 'day#2026-11-20', schema: 2 });
      await setting.putItem({ ...item, at_id: 'day#2026-11-19', state: 'purple' });
      await setting.putItem({ ...item, at_id: 'day#yesterday' });
      await setting.putItem({ ...item, at_id: 'day#2026-11-18' });
      expect(await dates(10)).toEqual(['2026-11-18']);
    });

    it('is no part of the history of the audit log', async () => {
      await days.put('a', day(1));
      expect(await setting.audit.history('a', 10)).toEqual([]);
    });

    it('a day is there for 400 days, and goes when the log is pruned after that', async () => {
      await days.put('a', day(0));
      const begins = Date.parse(`${TODAY}T00:00:00Z`);
      now = begins + 400 * DAY_MS - 1;
      expect(await dates(10)).toEqual([TODAY]);
      expect(await setting.audit.prune(now)).toBe(0);
      now += 1;
      expect(await dates(10)).toEqual([]);
      expect(await setting.audit.prune(now)).toBe(1);
    });
  });
}
