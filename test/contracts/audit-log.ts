import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS, SECOND_MS } from '../../lib/core/instant.ts';
import type { AuditLog, AuditRow } from '../../lib/ports/state-store.ts';
import { NOW } from './sample-row.ts';

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
