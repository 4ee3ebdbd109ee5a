import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { inParallel } from '../../lib/core/in-parallel.ts';
import { type JobRow, newRow } from '../../lib/core/model/job-row.ts';
import type { LastPass, SlicedPass, StateStore } from '../../lib/ports/state-store.ts';
import { fullEntry, fullRow, NOW } from './sample-row.ts';

/** An empty store, and what stands outside the port: other programs' hands on the same items. */
export interface StateStoreSetting {
  readonly store: StateStore;
  /** Stores an item as it is, as another version of the program would. */
  putItem(item: Readonly<Record<string, unknown>>): Promise<void>;
  /** The item as it is stored, or null. */
  getItem(jobId: string): Promise<Readonly<Record<string, unknown>> | null>;
  close(): Promise<void>;
}

/** What every StateStore keeps; the adapters' tests run it on each. */
export function stateStoreContract(name: string, open: () => Promise<StateStoreSetting>): void {
  describe(`${name} keeps the contract of a state store`, () => {
    let setting: StateStoreSetting;
    let store: StateStore;

    beforeEach(async () => {
      setting = await open();
      store = setting.store;
    });

    afterEach(async () => {
      await setting.close();
    });

    const readRow = async (jobId: string): Promise<JobRow> => {
      const row = (await store.read([jobId])).rows.get(jobId);
      if (!row) throw new Error(`no row ${jobId}`);
      return row;
    };

    it('a job that was never stored has no row', async () => {
      expect(await store.read(['orders-db'])).toEqual({ rows: new Map(), unusable: [] });
      expect(await store.read([])).toEqual({ rows: new Map(), unusable: [] });
    });

    it('a row comes back as it was written, with its entry', async () => {
      expect(await store.write(newRow('orders-db'), fullRow('orders-db'), fullEntry('orders-db', 1))).toBe(true);
      const expected = { ...fullRow('orders-db'), version: 1, outbox: [fullEntry('orders-db', 1)] };
      expect(await readRow('orders-db')).toEqual(expected);
    });

    it('what a later write changes, clears and adds comes back too', async () => {
      await store.write(newRow('a'), fullRow('a'), null);
      expect(await store.write(await readRow('a'), { ...newRow('a'), state: 'warn' }, fullEntry('a', 2))).toBe(true);
      expect(await readRow('a')).toEqual({ ...newRow('a'), state: 'warn', version: 2, outbox: [fullEntry('a', 2)] });
    });

    describe('which jobs are to be looked at', () => {
      const plan = async (jobId: string, at: number | null) => {
        const row = (await store.read([jobId])).rows.get(jobId) ?? newRow(jobId);
        await store.write(row, { ...row, nextLook: at === null ? null : { at, mark: `mark of ${jobId}` } }, null);
      };
      const lookedAt = async (until: number | null) =>
        [...(await store.readLooks(until))].map(([jobId, { at, mark }]) => [jobId, { at, mark }]).sort();
      const look = (jobId: string, at: number) => [jobId, { at, mark: `mark of ${jobId}` }];

      it('those whose time has come, to the millisecond, and all that have one', async () => {
        const second = Math.ceil(NOW / 1000) * 1000;
        for (const [index, id] of ['a', 'b/c', 'ü', 'd'].entries()) await plan(id, second + index);
        expect(await lookedAt(second - 1)).toEqual([]);
        expect(await lookedAt(second)).toEqual([look('a', second)]);
        expect(await lookedAt(second + 1)).toEqual([look('a', second), look('b/c', second + 1)]);
        expect(await lookedAt(second + 999)).toHaveLength(4);
        expect(await lookedAt(null)).toHaveLength(4);
      });

      it('a time that moves, is taken away, or was never there', async () => {
        await plan('a', NOW);
        await plan('b', NOW);
        await plan('c', null);
        await plan('a', NOW + 5);
        await plan('b', null);
        expect(await lookedAt(NOW)).toEqual([]);
        expect(await lookedAt(null)).toEqual([look('a', NOW + 5)]);
      });

      it('more of them than one answer holds', async () => {
        const ids = Array.from(
          { length: 1_200 },
          (_, index) => `${String(index).padStart(4, '0')}${'x'.repeat(1_800)}`,
        );
        await inParallel(ids, 16, (id) => plan(id, NOW));
        expect((await store.readLooks(NOW))?.size).toBe(ids.length);
        expect((await store.readLooks(null))?.size).toBe(ids.length);
      });
    });

    it('what the index says of a row is what the row says', async () => {
      const look = { at: NOW, mark: 'm' };
      const sign = { by: 'sam', at: NOW, reason: null };
      const changes: Partial<JobRow>[] = [
        {},
        { state: 'warn' },
        { muted: sign },
        { muted: null },
        { snoozed: { ...sign, until: NOW } },
        { snoozed: null, resumed: true },
        { resumed: false, changedAt: NOW - 5, handledSeq: 0 },
      ];
      const said: unknown[] = [];
      for (const change of changes) {
        const before = (await store.read(['a'])).rows.get('a') ?? { ...newRow('a'), nextLook: look };
        await store.write(before, { ...before, state: 'green', ...change }, null);
        const { version, isOpen, isQuieted, changedAt } = (await store.readLooks(null)).get('a') ?? {};
        said.push([version, isOpen, isQuieted, changedAt]);
      }
      expect(said).toEqual([
        [1, false, false, null],
        [2, true, false, null],
        [3, false, true, null],
        [4, false, false, null],
        [5, false, true, null],
        [6, false, true, null],
        [7, false, false, NOW - 5],
      ]);
    });

    const strangeIds = ['a/b#c', '__proto__', 'constructor', 'Ünï 😀', 'x'.repeat(300), '-', '0'];
    it.each(strangeIds)('a job may be called %s', async (jobId) => {
      await store.write(newRow(jobId), { ...newRow(jobId), seq: 4 }, null);
      expect((await readRow(jobId)).seq).toBe(4);
    });

    it('a new row is not written over one that is there', async () => {
      await store.write(newRow('a'), { ...newRow('a'), seq: 1 }, fullEntry('a', 1));
      expect(await store.write(newRow('a'), { ...newRow('a'), seq: 2 }, fullEntry('a', 1))).toBe(false);
      expect(await readRow('a')).toMatchObject({ seq: 1, version: 1 });
    });

    it('nothing is written when somebody else wrote in between', async () => {
      await store.write(newRow('a'), newRow('a'), null);
      const before = await readRow('a');
      expect(await store.write(before, { ...before, seq: 1 }, null)).toBe(true);
      expect(await store.write(before, { ...before, seq: 2, state: 'warn' }, fullEntry('a', 2))).toBe(false);
      expect(await readRow('a')).toMatchObject({ seq: 1, state: 'green', version: 2, outbox: [] });
    });

    it('of writers that read the same version exactly one wins, first write and later', async () => {
      for (let version = 0; version < 3; version += 1) {
        const before = version === 0 ? newRow('a') : await readRow('a');
        const tries = Array.from({ length: 20 }, (_, seq) =>
          store.write(before, { ...before, seq: version * 100 + seq }, null),
        );
        expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
      }
      expect((await readRow('a')).version).toBe(3);
    });

    it('a row that is gone is not made again by a later write', async () => {
      const before = { ...fullRow('a'), version: 3 };
      expect(await store.write(before, { ...before, seq: 9 }, fullEntry('a', 4))).toBe(false);
      expect(await store.read(['a'])).toEqual({ rows: new Map(), unusable: [] });
    });

    it('an entry whose key is not the new version is refused as a mistake of the caller', async () => {
      await expect(store.write(newRow('a'), newRow('a'), fullEntry('a', 2))).rejects.toThrow('key 2');
    });

    it('an entry that was taken out meanwhile is not brought back by a write that still knew it', async () => {
      await store.write(newRow('a'), newRow('a'), fullEntry('a', 1));
      const before = await readRow('a');
      await store.removeFromOutbox('a', 1);
      expect(await store.write(before, { ...before, seq: 1 }, fullEntry('a', 2))).toBe(true);
      expect((await readRow('a')).outbox.map(({ key }) => key)).toEqual([2]);
    });

    it('taking an entry out does not disturb a write in progress, and counts as no version', async () => {
      await store.write(newRow('a'), newRow('a'), fullEntry('a', 1));
      await store.removeFromOutbox('a', 1);
      expect(await readRow('a')).toMatchObject({ version: 1, outbox: [] });
    });

    it('entries come oldest first, also past ten', async () => {
      for (let key = 1; key <= 12; key += 1) {
        const before = key === 1 ? newRow('a') : await readRow('a');
        await store.write(before, before, fullEntry('a', key));
      }
      expect((await readRow('a')).outbox.map(({ key }) => key)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    });

    it('taking out what is not there does no harm', async () => {
      await store.removeFromOutbox('nobody', 1);
      expect((await store.read(['nobody'])).rows.size).toBe(0);
      await store.write(newRow('a'), newRow('a'), null);
      await store.removeFromOutbox('a', 1);
      expect((await readRow('a')).version).toBe(1);
    });

    it('the version, the outbox and the handled transition are not taken from the new row', async () => {
      await store.write(newRow('a'), newRow('a'), fullEntry('a', 1));
      const before = await readRow('a');
      await store.write(before, { ...before, version: 77, outbox: [], handledSeq: 5 }, null);
      expect(await readRow('a')).toMatchObject({ version: 2, outbox: [{ key: 1 }], handledSeq: null });
    });

    describe('what dispatch has dealt with', () => {
      it('is noted, and goes up only', async () => {
        await store.write(newRow('a'), fullRow('a'), fullEntry('a', 1));
        for (const { seq, noted } of [
          { seq: 3, noted: 3 },
          { seq: 3, noted: 3 },
          { seq: 2, noted: 3 },
          { seq: 12, noted: 12 },
          { seq: 5, noted: 12 },
        ]) {
          await store.noteHandled('a', seq);
          expect((await readRow('a')).handledSeq).toBe(noted);
        }
        expect(await readRow('a')).toEqual({
          ...fullRow('a'),
          version: 1,
          handledSeq: 12,
          outbox: [fullEntry('a', 1)],
        });
      });

      it('is the highest that anybody noted, when many note at once', async () => {
        await store.write(newRow('a'), newRow('a'), null);
        await Promise.all([7, 3, 9, 1, 8, 2].map((seq) => store.noteHandled('a', seq)));
        expect((await readRow('a')).handledSeq).toBe(9);
      });

      it('is noted while a checker writes, and disturbs neither its write nor its entry', async () => {
        await store.write(newRow('a'), newRow('a'), null);
        const before = await readRow('a');
        await store.noteHandled('a', 4);
        const after = { ...before, seq: 5, state: 'warn', handledSeq: null } as const;
        expect(await store.write(before, after, fullEntry('a', 2))).toBe(true);
        expect(await readRow('a')).toMatchObject({ seq: 5, state: 'warn', version: 2, handledSeq: 4 });
        const [, isWritten] = await Promise.all([
          store.noteHandled('a', 5),
          store.write(await readRow('a'), after, null),
        ]);
        expect(isWritten).toBe(true);
        expect((await readRow('a')).handledSeq).toBe(5);
      });

      it('makes no row of a job that has none', async () => {
        await store.noteHandled('nobody', 1);
        expect(await store.read(['nobody'])).toEqual({ rows: new Map(), unusable: [] });
        expect(await setting.getItem('nobody')).toBeNull();
      });
    });

    it('many and large rows are read whole, a job named twice once', async () => {
      const ids = Array.from({ length: 230 }, (_, index) => `job-${index}`);
      const unreadable = { count: 1, since: NOW, error: 'x'.repeat(20_000), isRefused: false };
      await Promise.all(ids.map((id) => store.write(newRow(id), { ...newRow(id), unreadable }, null)));
      const { rows } = await store.read([...ids, 'job-0', 'absent']);
      expect([...rows.keys()].sort()).toEqual([...ids].sort());
      expect((await store.readAll()).rows.size).toBe(230);
    });

    describe('an open row', () => {
      const opened: [what: string, row: Partial<JobRow>][] = [
        ['raised', { state: 'warn' }],
        ['unreadable', { unreadable: { count: 1, since: NOW, error: 'away', isRefused: false } }],
        ['changed, and not dealt with', { seq: 1 }],
      ];
      it.each(opened)('is named while it is %s', async (_, what) => {
        await store.write(newRow('a'), { ...newRow('a'), ...what }, null);
        await store.write(newRow('b'), newRow('b'), null);
        expect(await store.openIds()).toEqual(['a']);
        await store.write(await readRow('a'), newRow('a'), null);
        expect(await store.openIds()).toEqual([]);
        await store.write(await readRow('a'), { ...newRow('a'), ...what }, null);
        expect(await store.openIds()).toEqual(['a']);
      });

      it('is named while an entry waits in its outbox, and until the next write', async () => {
        await store.write(newRow('a'), newRow('a'), fullEntry('a', 1));
        const whileWaiting = await readRow('a');
        await store.removeFromOutbox('a', 1);
        expect(await store.openIds()).toEqual(['a']);
        await store.write(whileWaiting, newRow('a'), null);
        expect(await store.openIds()).toEqual(['a']);
        await store.write(await readRow('a'), newRow('a'), null);
        expect(await store.openIds()).toEqual([]);
      });

      it('is no longer named when dispatch has dealt with its change', async () => {
        await store.write(newRow('a'), { ...newRow('a'), seq: 2 }, null);
        await store.noteHandled('a', 2);
        const before = await readRow('a');
        await store.write(before, before, null);
        expect(await store.openIds()).toEqual([]);
      });

      it('that an earlier version wrote is named once it is marked, and makes no row of one that is gone', async () => {
        await setting.putItem({ job_id: 'a', schema: 1, version: 4, state: 'warn', outbox: {} });
        expect(await store.openIds()).toEqual([]);
        await store.markOpen('a');
        await store.markOpen('a');
        await store.markOpen('gone');
        expect(await store.openIds()).toEqual(['a']);
        expect(await readRow('a')).toMatchObject({ state: 'warn', version: 4 });
        expect((await store.readAll()).rows.size).toBe(1);
      });

      it('is named among as many as there are', async () => {
        const ids = Array.from({ length: 300 }, (_, index) => `job-${String(index).padStart(3, '0')}`);
        await Promise.all(ids.map((id) => store.write(newRow(id), { ...newRow(id), state: 'alert' }, null)));
        expect([...(await store.openIds())].sort()).toEqual(ids);
      });
    });

    it('reading everything leaves out the sentinel item', async () => {
      await store.write(newRow('a'), newRow('a'), null);
      await store.writeLastPass(lastPass({}));
      const { rows, unusable } = await store.readAll();
      expect([[...rows.keys()], unusable]).toEqual([['a'], []]);
    });

    it('the last pass comes back as it was written, and the newest counts', async () => {
      expect(await store.readLastPass()).toBeNull();
      const pass = lastPass({
        judged: 30,
        unknown: 1,
        coveredUntil: null,
        resumeFrom: 'a/b',
      });
      expect(await store.writeLastPass(pass)).toBe(true);
      expect(await store.writeLastPass({ ...pass, judged: 31 })).toBe(true);
      expect(await store.readLastPass()).toEqual({ ...pass, judged: 31 });
    });

    it('a last pass of an earlier version of the program is read', async () => {
      const { at, durationMs, configured, judged, unknown, rulesVersion } = lastPass({});
      const last_pass = {
        at: '2026-11-21T08:00:00Z',
        duration_ms: 1200,
        configured,
        judged,
        unknown,
        rules_version: rulesVersion,
      };
      await setting.putItem({ job_id: '#sentinel', schema: 1, last_pass });
      const since = {
        id: '',
        due: 0,
        coveredUntil: null,
        resumeFrom: null,
        days: [],
        clock: null,
        bootedAt: null,
        comparedAt: null,
      };
      const known = { at, durationMs, configured, judged, unknown, rulesVersion };
      expect(await store.readLastPass()).toEqual({ ...known, at: Date.parse('2026-11-21T08:00:00Z'), ...since });
    });

    it('of those that finish one pass exactly one does, and the next pass is finished again', async () => {
      const tries = Array.from({ length: 10 }, () => store.finishPass(lastPass({ id: '2026-11-21T08:00:00Z' })));
      expect((await Promise.all(tries)).filter(Boolean)).toHaveLength(1);
      expect(await store.finishPass(lastPass({ id: '2026-11-21T09:00:00Z' }))).toBe(true);
    });

    describe('a pass in slices', () => {
      const counts = { judged: 500, unknown: 0, unreached: 0, durationMs: 900 };

      it('is noted once, and a later one takes its place', async () => {
        expect(await store.readSlicedPass()).toBeNull();
        expect(await store.beginSlicedPass(slicedPass('2026-11-21T08:00:00Z'))).toBe(true);
        expect(await store.beginSlicedPass(slicedPass('2026-11-21T08:00:00Z'))).toBe(false);
        expect(await store.beginSlicedPass(slicedPass('2026-11-21T07:00:00Z'))).toBe(false);
        expect(await store.readSlicedPass()).toEqual(slicedPass('2026-11-21T08:00:00Z'));
        expect(await store.beginSlicedPass(slicedPass('2026-11-21T09:00:00Z'))).toBe(true);
        expect((await store.readSlicedPass())?.id).toBe('2026-11-21T09:00:00Z');
      });

      it('has each slice noted once, however often and together they end', async () => {
        await store.beginSlicedPass(slicedPass('2026-11-21T08:00:00Z'));
        const ends = [0, 1, 2, 0, 1, 2].map((index) => store.endSlice('2026-11-21T08:00:00Z', index, counts));
        expect((await Promise.all(ends)).filter(Boolean)).toHaveLength(3);
        const slices = (await store.readSlicedPass())?.slices;
        expect([...(slices?.keys() ?? [])].sort()).toEqual([0, 1, 2]);
        expect(slices?.get(1)).toEqual(counts);
      });

      it('takes no slice of another pass, nor one before it is noted', async () => {
        expect(await store.endSlice('2026-11-21T08:00:00Z', 0, counts)).toBe(false);
        await store.beginSlicedPass(slicedPass('2026-11-21T09:00:00Z'));
        expect(await store.endSlice('2026-11-21T08:00:00Z', 0, counts)).toBe(false);
        expect((await store.readSlicedPass())?.slices.size).toBe(0);
      });

      it('stands beside the last pass', async () => {
        await store.beginSlicedPass(slicedPass('2026-11-21T08:00:00Z'));
        await store.writeLastPass(lastPass({}));
        expect(await store.readLastPass()).toEqual(lastPass({}));
        expect((await store.readSlicedPass())?.of).toBe(3);
      });
    });

    it('an item of an older version, with few attributes, reads as a new row with those', async () => {
      await setting.putItem({ job_id: 'a', schema: 1, version: 4, state: 'warn', outbox: {} });
      expect(await readRow('a')).toEqual({ ...newRow('a'), version: 4, state: 'warn' });
      expect(await store.write(await readRow('a'), fullRow('a'), fullEntry('a', 5))).toBe(true);
    });

    describe('an item of a newer version of the program', () => {
      const newer = { job_id: 'a', schema: 2, version: 4, state: 'purple', outbox: { 4: { mystery: 1 } } };

      beforeEach(async () => {
        await setting.putItem(newer);
        await store.write(newRow('b'), newRow('b'), null);
      });

      it('is reported, and the other rows are read', async () => {
        for (const read of [await store.read(['a', 'b']), await store.readAll()]) {
          expect([...read.rows.keys()]).toEqual(['b']);
          expect(read.unusable).toEqual([{ jobId: 'a', message: expect.stringContaining('newer version') }]);
        }
      });

      it('is left as it is by every write', async () => {
        const row = { ...fullRow('a'), version: 4 };
        expect(await store.write(row, { ...row, seq: 9 }, fullEntry('a', 5))).toBe(false);
        expect(await store.write(newRow('a'), row, null)).toBe(false);
        await store.removeFromOutbox('a', 4);
        await store.noteHandled('a', 4);
        expect(await setting.getItem('a')).toEqual(newer);
      });

      it('is left as it is when it is the sentinel item', async () => {
        const sentinel = { job_id: '#sentinel', schema: 2, last_pass: { at: 'whenever' } };
        await setting.putItem(sentinel);
        const pass = lastPass({});
        expect(await store.writeLastPass(pass)).toBe(false);
        expect(await store.readLastPass()).toBeNull();
        expect(await setting.getItem('#sentinel')).toEqual(sentinel);
      });
    });

    const damages: [string, Record<string, unknown>][] = [
      ['schema', { schema: 'one' }],
      ['state', { state: 'purple' }],
      ['since', { since: 'yesterday' }],
      ['latest.ts', { latest: { ts: 5, location: 'l', key: 'k' } }],
      ['good_runs', { good_runs: 'none' }],
      ['outbox', { outbox: null }],
      ['outbox.3.transition.reason', { outbox: { 3: { transition: { reason: 'because' } } } }],
      ['snoozed_until', { snoozed_until: '2026-11-21T08:00:00Z' }],
    ];
    it.each(damages)('damage in %s is reported by name, and stops no other row', async (attribute, damage) => {
      await setting.putItem({ job_id: 'a', schema: 1, version: 4, state: 'warn', outbox: {}, ...damage });
      await store.write(newRow('b'), newRow('b'), null);
      const { rows, unusable } = await store.read(['a', 'b']);
      expect([...rows.keys()]).toEqual(['b']);
      expect(unusable).toHaveLength(1);
      expect(unusable[0]?.jobId).toBe('a');
      expect(unusable[0]?.message.startsWith(attribute.replace('.reason', ''))).toBe(true);
    });
  });
}

function lastPass(given: Partial<LastPass>): LastPass {
  return {
    id: '2026-11-21T08:00:00Z',
    at: NOW,
    durationMs: 1200,
    configured: 40,
    due: 31,
    judged: 31,
    unknown: 0,
    rulesVersion: 'sha256:a',
    coveredUntil: NOW,
    resumeFrom: null,
    days: [{ day: '2026-11-21', passes: 8, complete: 7 }],
    clock: { at: NOW + 5, doubtedSince: null, prunedAt: NOW },
    bootedAt: NOW - 1,
    comparedAt: NOW - 2,
    ...given,
  };
}

function slicedPass(id: string): SlicedPass {
  const counts = { configured: 1500, due: 1400, of: 3 };
  const times = { at: NOW, lateMs: 500, missedTicks: 2, comparedAt: NOW - 7 };
  return { id, ...times, ...counts, rulesVersion: 'sha256:a', slices: new Map() };
}
