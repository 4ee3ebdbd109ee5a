import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE_MS } from '../../lib/core/instant.ts';
import type { Drill, DrillLog, DrillResult } from '../../lib/ports/drill-log.ts';
import { NOW } from './sample-row.ts';

export interface DrillLogSetting {
  readonly drills: DrillLog;
  /** Stores an item of the audit log as it is. */
  putItem(item: Readonly<Record<string, unknown>>): Promise<void>;
  close(): Promise<void>;
}

/** What every DrillLog keeps. `open` gives an empty one. */
export function drillLogContract(name: string, open: () => Promise<DrillLogSetting>): void {
  describe(`${name} keeps the contract of a drill log`, () => {
    let setting: DrillLogSetting;
    let drills: DrillLog;

    beforeEach(async () => {
      setting = await open();
      drills = setting.drills;
    });

    afterEach(async () => {
      await setting.close();
    });

    const pending = async (since = NOW - 10 * MINUTE_MS) => (await drills.pending(since)).map(({ id }) => id);

    it('a drill that was asked for comes back as it was, and has no result', async () => {
      const asked = [drill(0), drill(1, { personId: 'dana', atOnce: true, jobId: 'Ünï 😀#__proto__' })];
      for (const each of asked) await drills.ask(each);
      expect(await drills.pending(NOW - MINUTE_MS)).toEqual(asked);
      expect(await drills.result(drill(0).id)).toBeNull();
      expect(await drills.result('nobody asked for it')).toBeNull();
    });

    it('they come oldest first, also over several pages, and without those that were asked for too long ago', async () => {
      const many = Array.from({ length: 50 }, (_, index) => drill(index * 1_001));
      await Promise.all([...many].reverse().map((each) => drills.ask(each)));
      expect(await pending()).toEqual(many.map(({ id }) => id));
      expect(await pending(NOW + 30 * 1_001)).toEqual(many.slice(30).map(({ id }) => id));
      expect(await pending(NOW + MINUTE_MS)).toEqual([]);
    });

    it('asked for twice it is there once, as it was asked for first', async () => {
      await drills.ask(drill(0));
      await drills.ask(drill(0, { personId: 'dana' }));
      expect(await drills.pending(NOW - 1)).toEqual([drill(0)]);
    });

    const results: readonly Partial<DrillResult>[] = [
      { outcome: 'accepted', personId: 'sam', channel: 'slack' },
      { outcome: 'held', personId: 'sam', until: NOW + MINUTE_MS, message: 'sam has quiet hours' },
      { outcome: 'nobody', message: 'there is no job x in the rules doc' },
      { outcome: 'refused', personId: 'sam', message: 'email: "no" <such> address\nhere 😀' },
      { outcome: 'later', personId: 'sam', channel: 'slack-channel' },
      { outcome: 'unknown', personId: 'sam', channel: 'webhook' },
    ];
    it.each(results)('one that has ended is no longer pending, and its result comes back: $outcome', async (change) => {
      await drills.ask(drill(0));
      await drills.ask(drill(1));
      await drills.settle(drill(0), result(change));
      expect(await drills.result(drill(0).id)).toEqual(result(change));
      expect(await pending()).toEqual([drill(1).id]);
    });

    it('one that ends twice has the later result', async () => {
      await drills.ask(drill(0));
      await drills.settle(drill(0), result({ outcome: 'refused' }));
      await drills.settle(drill(0), result({ outcome: 'accepted' }));
      expect(await drills.result(drill(0).id)).toEqual(result({ outcome: 'accepted' }));
    });

    it('one that was asked for over the bus, and not here, has its result all the same', async () => {
      await drills.settle(drill(0), result({ outcome: 'accepted' }));
      expect(await drills.result(drill(0).id)).toEqual(result({ outcome: 'accepted' }));
      expect(await pending()).toEqual([]);
    });

    it('asking after it has ended does not begin it again', async () => {
      await drills.settle(drill(0), result({ outcome: 'accepted' }));
      await drills.ask(drill(0));
      expect(await pending()).toEqual([]);
    });

    it('whoever says first that they saw it is who did, however many say so at once', async () => {
      await drills.ask(drill(0));
      expect(await drills.sighting(drill(0).id)).toBeNull();
      const said = ['sam', 'dana', 'lee'].map((personId) => drills.noteSeen(drill(0).id, { personId, at: NOW + 5 }));
      const isFirst = await Promise.all(said);
      expect(isFirst.filter(Boolean)).toHaveLength(1);
      const first = ['sam', 'dana', 'lee'][isFirst.indexOf(true)];
      expect(await drills.sighting(drill(0).id)).toEqual({ personId: first, at: NOW + 5 });
      await drills.settle(drill(0), result({ outcome: 'accepted' }));
      expect(await drills.sighting(drill(0).id)).toMatchObject({ personId: first });
      expect(await drills.result(drill(0).id)).toEqual(result({ outcome: 'accepted' }));
    });

    it('one that is seen before its result is noted has both', async () => {
      expect(await drills.noteSeen(drill(0).id, { personId: 'sam', at: NOW })).toBe(true);
      expect([await pending(), await drills.result(drill(0).id)]).toEqual([[], null]);
      await drills.settle(drill(0), result({ outcome: 'accepted' }));
      expect(await drills.result(drill(0).id)).toEqual(result({ outcome: 'accepted' }));
      expect(await drills.sighting(drill(0).id)).toEqual({ personId: 'sam', at: NOW });
    });

    it('what cannot be read, and what a newer version wrote, does not hide the others, and is left alone', async () => {
      await drills.ask(drill(0));
      const newer = drill(1);
      await setting.putItem({ job_id: '#drill', at_id: newer.id, schema: 2, result: { outcome: 'tasted' } });
      await setting.putItem({ job_id: '#drill', at_id: drill(2).id, schema: 1, asked_at: 'lately' });
      await drills.settle(newer, result({ outcome: 'accepted' }));
      expect(await drills.result(newer.id)).toBeNull();
      expect(await pending()).toEqual([drill(0).id]);
    });
  });
}

/** Asked for so many milliseconds after NOW. */
function drill(afterMs: number, change: Partial<Drill> = {}): Drill {
  const askedAt = NOW + afterMs;
  const id = `${new Date(askedAt).toISOString()}#7f9c`;
  return { id, jobId: 'a', personId: null, atOnce: false, askedAt, ...change };
}

function result(change: Partial<DrillResult>): DrillResult {
  return {
    receivedAt: NOW + 1,
    endedAt: NOW + 2,
    personId: null,
    outcome: 'accepted',
    channel: null,
    until: null,
    message: '',
    isSeenAsked: true,
    ...change,
  };
}
