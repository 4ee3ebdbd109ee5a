import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publishable } from '../../lib/core/event/publishable.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS } from '../../lib/core/instant.ts';
import type { Transition } from '../../lib/core/model/transition.ts';
import type { AuditLog, AuditRow } from '../../lib/ports/state-store.ts';
import { fullEntry, NOW, transition } from './sample-row.ts';

export interface AuditLogSetting {
  readonly audit: AuditLog;
  close(): Promise<void>;
}

/** What every AuditLog keeps. `open` gives an empty one whose clock stands at `now()`. */
export function auditLogContract(name: string, open: (now: () => number) => Promise<AuditLogSetting>): void {
  describe(`${name} keeps the contract of an audit log`, () => {
    let setting: AuditLogSetting;
    let audit: AuditLog;
    let now: number;

    beforeEach(async () => {
      now = NOW;
      setting = await open(() => now);
      audit = setting.audit;
    });

    afterEach(async () => {
      await setting.close();
    });

    const row = (kind: string, at: number, content: AuditRow['content'] = { kind }, jobId = 'a'): AuditRow => ({
      jobId,
      atId: `${kind}#${new Date(at).toISOString()}#${content.kind ?? ''}`,
      at,
      content,
    });

    const history = async (limit: number): Promise<string[]> =>
      (await audit.history('a', limit)).map(({ atId }) => atId.replace(/#$/, ''));

    it('a row comes back as it was put', async () => {
      const content = { kind: 'x', by: null, list: [1, 'two', { three: 3.5 }], text: '"<&>" 😀', yes: true };
      await audit.put([row('a', NOW, content)]);
      expect(await audit.history('a', 10)).toEqual([row('a', NOW, content)]);
    });

    it('the same id again changes nothing', async () => {
      const first = row('t', NOW, { kind: 'x', by: 'ana' });
      await audit.put([first]);
      await audit.put([{ ...first, content: { kind: 'x', by: 'bob' } }]);
      expect(await audit.history('a', 10)).toEqual([first]);
    });

    it('the history is newest first over transitions and actions, and holds nothing else', async () => {
      const minutes = [0, 1, 2, 3, 4, 5].map((minute) => NOW + minute * 60_000) as [number, ...number[]];
      await audit.put([
        ...minutes.map((at, index) => row(index % 2 === 0 ? 't' : 'a', at)),
        row('claim', NOW),
        row('day', NOW),
        row('t', NOW, { kind: 't' }, 'ab'),
      ]);
      const expected = minutes.map((at, index) => row(index % 2 === 0 ? 't' : 'a', at).atId).reverse();
      expect(await history(100)).toEqual(expected);
      expect(await history(3)).toEqual(expected.slice(0, 3));
      expect(await history(0)).toEqual([]);
    });

    it('many rows of one kind do not hide the other', async () => {
      await audit.put(Array.from({ length: 60 }, (_, index) => row('t', NOW + index)));
      await audit.put([row('a', NOW + 1000)]);
      expect(await history(2)).toEqual([row('a', NOW + 1000).atId, row('t', NOW + 59).atId]);
      expect(await history(100)).toHaveLength(61);
    });

    describe('the transitions of a job', () => {
      const stored = (change: Transition): AuditRow => ({
        jobId: change.jobId,
        atId: `t#${new Date(change.at).toISOString()}#${change.eventId}`,
        at: change.at,
        content: { kind: 'transition', ...publishable(change) },
      });
      /** One a minute, numbered from 1. */
      const changes = (count: number, jobId = 'a') =>
        Array.from({ length: count }, (_, index) => transition(jobId, index + 1, { at: NOW + index * MINUTE_MS }));
      const seqs = async (fromSeq: number) => (await audit.transitions('a', fromSeq)).map(({ seq }) => seq);

      it('come back as they were put', async () => {
        const full = fullEntry('a', 7).transition;
        if (full === null) throw new Error('a transition expected');
        await audit.put([stored(full)]);
        expect(await audit.transitions('a', 1)).toEqual([full]);
      });

      it('are those from the one that is named, newest first', async () => {
        await audit.put(changes(4).map(stored));
        expect(await seqs(1)).toEqual([4, 3, 2, 1]);
        expect(await seqs(3)).toEqual([4, 3]);
        expect(await seqs(5)).toEqual([]);
        expect(await audit.transitions('b', 1)).toEqual([]);
      });

      it('are no actions, no cleared rows, no claims, and not those of other jobs', async () => {
        await audit.put([
          ...changes(2).map(stored),
          ...changes(2, 'ab').map(stored),
          row('a', NOW, { kind: 'snooze', seq: 1 }),
          row('t', NOW + 1, { kind: 'cleared' }),
          row('t', NOW + MINUTE_MS + 1, { kind: 'cleared' }),
          row('claim', NOW),
        ]);
        expect(await seqs(1)).toEqual([2, 1]);
      });

      it('are found over several pages, also with many other rows between them', async () => {
        await audit.put(changes(33).map(stored));
        await audit.put(Array.from({ length: 40 }, (_, index) => row('t', NOW + index + 1, { kind: 'cleared' })));
        expect(await seqs(1)).toEqual(Array.from({ length: 33 }, (_, index) => 33 - index));
        expect(await seqs(20)).toHaveLength(14);
      });

      it('that cannot be read hide no others', async () => {
        const [first, second] = changes(2).map(stored) as [AuditRow, AuditRow];
        await audit.put([first, { ...second, content: { kind: 'transition', seq: 'two' } }]);
        expect(await seqs(1)).toEqual([1]);
      });

      it('are all found where a clock was put back between two of them', async () => {
        const [first, second, third] = changes(3) as [Transition, Transition, Transition];
        await audit.put([stored(first), stored({ ...second, at: NOW + DAY_MS }), stored(third)]);
        expect((await seqs(3)).sort()).toEqual([3]);
        expect((await seqs(2)).sort()).toEqual([2, 3]);
      });
    });

    it('a row is there for 400 days and no second longer, also while it has not been pruned', async () => {
      const at = Math.floor(NOW / SECOND_MS) * SECOND_MS;
      await audit.put([row('t', at)]);
      now = at + 400 * DAY_MS - 1;
      expect(await history(10)).toHaveLength(1);
      expect(await audit.prune(now)).toBe(0);
      now += 1;
      expect(await history(10)).toHaveLength(0);
    });

    it('pruning removes what is over, whatever its kind, and nothing else', async () => {
      const old = NOW - 401 * DAY_MS;
      await audit.put(Array.from({ length: 60 }, (_, index) => row(index % 2 ? 'claim' : 't', old + index)));
      await audit.put([row('t', NOW)]);
      expect(await audit.prune(NOW)).toBe(60);
      expect(await audit.prune(NOW)).toBe(0);
      now = old;
      expect(await history(100)).toEqual([row('t', NOW).atId]);
    });
  });
}
