import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../lib/core/instant.ts';
import { type KnownMember, newMemberList } from '../../lib/core/members/member-list.ts';
import type { MemberLog } from '../../lib/ports/member-log.ts';
import { NOW } from './sample-row.ts';

export interface MemberLogSetting {
  readonly members: MemberLog;
  close(): Promise<void>;
}

const member = (value: string, change: Partial<KnownMember> = {}): KnownMember => ({
  ...{ value, foundAt: NOW, firstTs: NOW - HOUR_MS, expectedAt: null, isQuiet: false, gone: null },
  ...change,
});

const job = (jobId: string) => ({
  ...newMemberList(jobId),
  ...{ firstLookAt: NOW, isWholeJudged: false, searchedAt: NOW - HOUR_MS, folders: '1x2y', leftOut: 2 },
});

/** What every MemberLog keeps. `open` gives an empty one. */
export function memberLogContract(name: string, open: () => Promise<MemberLogSetting>): void {
  describe(`${name} keeps the contract of members`, () => {
    let setting: MemberLogSetting;
    let members: MemberLog;

    beforeEach(async () => {
      setting = await open();
      members = setting.members;
    });

    afterEach(async () => {
      await setting.close();
    });

    it('lists come back as they were put, job by job', async () => {
      const gone = { at: NOW, by: 'dana', lastTs: NOW - 1, isDone: true };
      const shop = member('shop', { expectedAt: NOW, isQuiet: true });
      const odd = member('FULL/é #1', { gone });
      await members.putJob(job('databases'));
      await members.put('databases', [shop, odd]);
      await members.put('other', [shop]);
      const lists = (await members.read()).toSorted((a, b) => a.jobId.localeCompare(b.jobId));
      expect(lists.map(({ members: _, ...list }) => list)).toEqual(
        [job('databases'), newMemberList('other')].map(({ members: _, ...list }) => list),
      );
      expect(lists[0]?.members).toEqual(expect.arrayContaining([shop, odd]));
      expect(lists[1]?.members).toEqual([shop]);
    });

    it('a member that is put again takes the place of the one before, and one that is removed is gone', async () => {
      await members.put('databases', [member('a'), member('b'), member('c')]);
      await members.put('databases', [member('b', { expectedAt: NOW })]);
      await members.remove('databases', ['a', 'never-there']);
      const [list] = await members.read();
      expect(list?.members.map(({ value, expectedAt }) => [value, expectedAt])).toEqual([
        ['b', NOW],
        ['c', null],
      ]);
    });

    it('a job that is removed is as one that was never looked at', async () => {
      await members.putJob(job('databases'));
      await members.removeJob('databases');
      expect(await members.read()).toEqual([]);
    });

    it('many members are kept at once', async () => {
      const many = Array.from({ length: 60 }, (_, index) => member(`db${index}`));
      await members.put('databases', many);
      const [list] = await members.read();
      expect(list?.members).toHaveLength(60);
    });
  });
}
