import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { flushEntries } from '../../lib/app/check/flush-outbox.ts';
import { newestOf, nextHeads } from '../../lib/app/record/next-heads.ts';
import { linkedNote } from '../../lib/app/record/next-note.ts';
import { publishHead } from '../../lib/app/record/publish-head.ts';
import { recorded } from '../../lib/app/record/recorded.ts';
import { rowHash } from '../../lib/app/record/row-hash.ts';
import { type Verified, verifyRecord } from '../../lib/app/record/verify-record.ts';
import { DAY_MS, formatInstant, type Instant, MINUTE_MS } from '../../lib/core/instant.ts';
import { type AuditEntry, type JobRow, newRow } from '../../lib/core/model/job-row.ts';
import { type ChainLink, RECORD_KEPT_MS } from '../../lib/core/record/chain-link.ts';
import type { RulesNote } from '../../lib/core/record/rules-note.ts';
import type { SentinelStores } from '../../lib/ports/stores.ts';
import { NOW, transition } from './sample-row.ts';

export interface RecordSetting {
  readonly stores: SentinelStores;
  /** Stores an item of the audit table as it is, as someone with access to the table would. */
  putItem(item: Readonly<Record<string, unknown>>): Promise<void>;
  getItem(jobId: string, atId: string): Promise<Readonly<Record<string, unknown>> | null>;
  removeItem(jobId: string, atId: string): Promise<void>;
  close(): Promise<void>;
}

/** What the record of every store keeps: nobody can change it unseen. */
export function recordContract(name: string, open: () => Promise<RecordSetting>): void {
  describe(`${name} keeps the contract of a record`, () => {
    let setting: RecordSetting;
    let stores: SentinelStores;

    beforeEach(async () => {
      setting = await open();
      stores = setting.stores;
    });

    afterEach(() => setting.close());

    const readRow = async (jobId: string): Promise<JobRow> =>
      (await stores.state.read([jobId])).rows.get(jobId) ?? newRow(jobId);

    const snooze = (row: JobRow, by: string, at: Instant): AuditEntry => ({
      id: `a#${new Date(at).toISOString()}#snooze#${row.version + 1}`,
      at,
      kind: 'snooze',
      by,
      reason: 'moving "house" 😀',
      detail: { until: formatInstant(at), half: 0.5 },
    });

    /** Writes until the row is as it was read; `flushes` as a writer that is killed in between does not. */
    const act = async (jobId: string, by: string, at: Instant, flushes = true): Promise<void> => {
      for (;;) {
        const before = await readRow(jobId);
        const made = { row: { ...before, seq: before.seq + 1 }, audit: [snooze(before, by, at)] };
        const { row, entry } = recorded(before, { ...made, transition: transition(jobId, before.seq + 1, { at }) });
        if (entry === null) throw new Error('an entry expected');
        if (!(await stores.state.write(before, row, entry))) continue;
        const sink = { publish: async () => new Set([entry.transition?.eventId ?? '']) };
        if (flushes) await flushEntries(jobId, [entry], { store: stores.state, audit: stores.audit, sink });
        return;
      }
    };

    const verify = (hash: string | null = null, now = NOW): Promise<Verified> =>
      verifyRecord({ store: stores.state, record: stores.record }, hash, now);

    const flaws = async (now?: Instant) =>
      (await verify(null, now)).flaws.map(({ jobId, kind, no, count }) => `${jobId} ${kind} ${no} (${count})`);

    const atIdOf = async (jobId: string, no: number): Promise<string> => {
      const { rows } = await stores.record.read(jobId);
      const row = rows.find(({ link }) => link?.no === no);
      if (!row) throw new Error(`no row ${no}`);
      return row.atId;
    };

    const fill = async (jobId: string, count = 3): Promise<void> => {
      for (let index = 0; index < count; index += 1) await act(jobId, 'ana', NOW + index * MINUTE_MS);
    };

    const publish = async (at: Instant): Promise<string> => {
      const heads = nextHeads((await stores.state.readAll()).rows.values(), await stores.record.heads(), at);
      for (const head of heads) expect(await stores.record.addHead(head)).toBe(true);
      return heads.at(-1)?.hash ?? '';
    };

    it('is whole as it was written, and an empty one too', async () => {
      expect(await verify()).toMatchObject({ jobs: 0, chained: 0, flaws: [], headFlaws: [] });
      await fill('a');
      await fill('b', 1);
      expect(await verify()).toMatchObject({ jobs: 2, chained: 8, unchained: 0, flaws: [], headFlaws: [] });
      const { rows } = await stores.record.read('a');
      expect(rows.map(({ link }) => link?.no).sort()).toEqual([1, 2, 3, 4, 5, 6]);
      expect((await readRow('a')).chain).toMatchObject({ no: 6, at: NOW + 2 * MINUTE_MS });
    });

    it('counts rows that are still in the outbox as there', async () => {
      await fill('a', 2);
      await act('a', 'bob', NOW + DAY_MS, false);
      expect((await stores.record.read('a')).rows).toHaveLength(4);
      expect(await verify()).toMatchObject({ chained: 6, flaws: [] });
      const { outbox } = await readRow('a');
      const sink = { publish: async () => new Set(outbox.map(({ transition: each }) => each?.eventId ?? '')) };
      await flushEntries('a', outbox, { store: stores.state, audit: stores.audit, sink });
      expect(await verify()).toMatchObject({ chained: 6, flaws: [] });
    });

    it('is one chain when several write at once', async () => {
      await Promise.all(
        ['ana', 'bob', 'cem'].map(async (by) => {
          for (let index = 0; index < 5; index += 1) await act('a', by, NOW + index);
        }),
      );
      expect(await verify()).toMatchObject({ chained: 30, flaws: [] });
      expect((await readRow('a')).chain?.no).toBe(30);
    });

    it('begins at the first new row where an earlier version wrote the ones before', async () => {
      const old = { jobId: 'a', at: NOW - DAY_MS, content: { kind: 'snooze', by: 'ana' } };
      await stores.audit.put([{ ...old, atId: 'a#2026-11-20#snooze#1' }]);
      await fill('a', 1);
      expect(await verify()).toMatchObject({ chained: 2, unchained: 1, flaws: [] });
    });

    describe('finds', () => {
      beforeEach(async () => {
        await fill('a');
        await fill('b');
      });

      const changeItem = async (no: number, change: Readonly<Record<string, unknown>>): Promise<void> => {
        const atId = await atIdOf('a', no);
        await setting.putItem({ ...(await setting.getItem('a', atId)), ...change });
      };

      it.each([1, 3, 6])('a row that was changed, number %s', async (no) => {
        await changeItem(no, { content: { kind: 'snooze', by: 'mallory' } });
        expect(await flaws()).toEqual([`a changed ${no} (1)`]);
      });

      it('a row whose time was changed, and its place in the chain', async () => {
        await changeItem(2, { at: '2026-01-01T00:00:00Z' });
        await changeItem(4, { prev: 'ab' });
        expect(await flaws()).toEqual(['a changed 2 (1)', 'a changed 4 (1)']);
      });

      it('a row that was changed and hashed again', async () => {
        const { rows } = await stores.record.read('a');
        const row = rows.find(({ link }) => link?.no === 3);
        if (!row?.link) throw new Error('a row expected');
        const content = { ...row.content, by: 'mallory' };
        await changeItem(3, { content, hash: rowHash({ ...row, content }, row.link) });
        expect(await flaws()).toEqual(['a changed 3 (1)']);
      });

      it.each([
        { gone: [1], said: ['a removed 1 (1)'] },
        { gone: [6], said: ['a removed 6 (1)'] },
        { gone: [2, 3, 5], said: ['a removed 3 (2)', 'a removed 5 (1)'] },
        { gone: [1, 2, 3, 4, 5, 6], said: ['a removed 6 (6)'] },
      ])('rows that were removed: $gone', async ({ gone, said }) => {
        for (const no of gone) await setting.removeItem('a', await atIdOf('a', no));
        expect(await flaws()).toEqual(said);
      });

      it('a row that was inserted, with and without a place in the chain', async () => {
        const item = await setting.getItem('a', await atIdOf('a', 3));
        await setting.putItem({ ...item, at_id: 'a#2026-11-21T09:00:00.000Z#fixed#9' });
        const { prev: _, prev_at: __, no: ___, hash: ____, ...plain } = item ?? {};
        await setting.putItem({ ...plain, at_id: 'a#2026-11-21T09:30:00.000Z#fixed#9', at: '2026-11-21T09:30:00Z' });
        await setting.putItem({ ...item, at_id: 'a#2026-11-21T09:45:00.000Z#fixed#9', no: 7 });
        expect(await flaws()).toEqual(['a inserted null (1)', 'a inserted 3 (1)', 'a inserted 7 (1)']);
      });

      it('a chain whose job lost its head', async () => {
        const before = await readRow('a');
        await stores.state.write(before, { ...before, chain: null }, null);
        expect(await flaws()).toEqual(['a head-changed 6 (1)']);
      });

      it('with what was published, a chain that was written again from end to end', async () => {
        const hash = await publish(NOW);
        const forged = await forge('a');
        const before = await readRow('a');
        await stores.state.write(before, { ...before, chain: forged }, null);
        expect(await flaws()).toEqual(['a changed 6 (1)']);
        expect((await verify(hash)).headDay).toBe('2026-11-21');
      });

      /** Every row of a job by another person, the chain made again. */
      const forge = async (jobId: string): Promise<JobRow['chain']> => {
        const { rows } = await stores.record.read(jobId);
        let head: JobRow['chain'] = null;
        for (const row of rows.toSorted((a, b) => (a.link?.no ?? 0) - (b.link?.no ?? 0))) {
          const content = { ...row.content, by: 'mallory' };
          const place: Omit<ChainLink, 'hash'> = {
            no: row.link?.no ?? 0,
            prev: head?.hash ?? null,
            prevAt: head?.at ?? null,
          };
          const hash = rowHash({ ...row, content }, place);
          const { prev } = place;
          const prev_at = place.prevAt === null ? null : formatInstant(place.prevAt);
          await setting.putItem({ ...(await setting.getItem(jobId, row.atId)), content, prev, prev_at, hash });
          head = { no: place.no, hash, at: row.at };
        }
        return head;
      };
    });

    it('does not miss what is gone because its three years are over, only what went before', async () => {
      await fill('a', 2);
      await act('a', 'bob', NOW + 100 * DAY_MS);
      const later = NOW + RECORD_KEPT_MS + 10 * DAY_MS;
      await stores.audit.prune(later);
      expect((await stores.record.read('a')).rows).toHaveLength(2);
      expect(await flaws(later)).toEqual([]);
      await setting.removeItem('a', await atIdOf('a', 5));
      expect(await flaws(later)).toEqual(['a removed 5 (5)']);
    });

    it('has the runs of days that are over', async () => {
      const runs = [
        { ts: NOW, sizeBytes: 400, finding: 'good' },
        { ts: NOW - MINUTE_MS, sizeBytes: null, finding: 'damaged' },
      ] as const;
      const day = { day: '2026-11-20', state: 'green', sizeBytes: 400, ageSeconds: 5, runs } as const;
      await stores.days.put('a', day);
      expect((await stores.record.read('a')).days).toEqual([day]);
      // Charts do without.
      const { runs: _, ...shown } = day;
      expect(await stores.days.newest('a', 5)).toEqual([shown]);
    });

    describe('its notes of the rules', () => {
      const note = async (at: Instant, rule: string | null) => {
        const content = {
          at,
          version: `sha256:${at}`,
          source: 'rules.yaml',
          by: 'dana',
          rules: new Map([['a', rule]]),
        };
        const linked = linkedNote(content, await stores.record.rulesNotes());
        expect(await stores.record.addRulesNote(linked)).toBe(true);
        return linked;
      };
      const three = async () => {
        for (const day of [0, 1, 2]) await note(NOW + day * DAY_MS, day === 2 ? null : `every ${day + 1} hours`);
      };

      it('are kept in order, each number once', async () => {
        await three();
        const notes = await stores.record.rulesNotes();
        expect(notes.map(({ by, rules, link }) => [link?.no, by, rules.get('a')])).toEqual([
          [1, 'dana', 'every 1 hours'],
          [2, 'dana', 'every 2 hours'],
          [3, 'dana', null],
        ]);
        const again = linkedNote({ ...(notes[0] as RulesNote), by: 'mallory' }, notes.slice(0, 2));
        expect(await stores.record.addRulesNote(again)).toBe(false);
        expect(await verify()).toMatchObject({ jobs: 0, chained: 3, flaws: [] });
      });

      it('go before what an earlier version wrote, which has no link', async () => {
        const old = {
          at_id: 'rules#2026-11-20T00:00:00.000Z#00000000',
          at: '2026-11-20T00:00:00Z',
          version: 'sha256:0',
        };
        const rules = [{ job_id: 'a', rule: 'every day' }];
        await setting.putItem({ job_id: '#record', schema: 1, source: 'rules.yaml', rules, ...old });
        await note(NOW, 'every 2 days');
        const notes = await stores.record.rulesNotes();
        expect(notes.map(({ link, by }) => [link?.no ?? null, by])).toEqual([
          [null, null],
          [1, 'dana'],
        ]);
        expect(await flaws()).toEqual([]);
      });

      it('that were changed, removed or inserted are found', async () => {
        await three();
        const key = (no: number) => `rules#${String(no).padStart(8, '0')}`;
        const first = await setting.getItem('#record', key(1));
        await setting.putItem({ ...first, by: 'mallory' });
        expect(await flaws()).toEqual(['#rules changed 1 (1)']);
        await setting.putItem({ ...first });
        await setting.removeItem('#record', key(2));
        expect(await flaws()).toEqual(['#rules removed 2 (1)']);
      });

      it('are covered by the head of the day: the newest is missed too', async () => {
        await three();
        await publishHead({ store: stores.state, record: stores.record, announcements: null }, NOW + 3 * DAY_MS);
        expect((await stores.record.newestHead())?.head.moved).toMatchObject([{ jobId: '#rules', no: 3 }]);
        expect(await verify()).toMatchObject({ flaws: [], headFlaws: [] });
        await setting.removeItem('#record', 'rules#00000003');
        expect(await flaws()).toEqual(['#rules removed 3 (1)']);
      });
    });

    describe('its heads', () => {
      it('name each chain that has moved, once, and hang together', async () => {
        await fill('a', 1);
        await fill('b', 1);
        const first = await publish(NOW);
        await fill('b', 1);
        const second = await publish(NOW + DAY_MS);
        const heads = await stores.record.heads();
        expect(heads.map(({ hash, moved }) => [hash, moved.map(({ jobId, no }) => `${jobId} ${no}`)])).toEqual([
          [first, ['a 2', 'b 2']],
          [second, ['b 4']],
        ]);
        expect(heads[1]?.prev).toBe(first);
        expect([...newestOf(heads).keys()]).toEqual(['a', 'b']);
        expect(await verify(first)).toMatchObject({ flaws: [], headFlaws: [], headDay: '2026-11-21' });
        expect((await verify('ab'.repeat(32))).headDay).toBeNull();
      });

      it('are made once, and are noted as published', async () => {
        await fill('a', 1);
        await publish(NOW);
        const newest = await stores.record.newestHead();
        if (newest === null) throw new Error('a head expected');
        expect(newest.isPublished).toBe(false);
        expect(await stores.record.addHead({ ...newest.head, hash: 'ab' })).toBe(false);
        await stores.record.notePublished(newest.head);
        expect(await stores.record.newestHead()).toEqual({ head: newest.head, isPublished: true });
      });

      it('that were changed or removed are found', async () => {
        for (const day of [0, 1, 2]) {
          await fill('a', 1);
          await publish(NOW + day * DAY_MS);
        }
        await setting.putItem({ ...(await setting.getItem('#record', 'head#00000001')), day: '2026-11-01' });
        await setting.removeItem('#record', 'head#00000002');
        expect((await verify()).headFlaws).toEqual([
          'the head of 2026-11-01 (number 1) was changed',
          'the head before that of 2026-11-23 (number 2) was removed',
        ]);
      });
    });
  });
}
