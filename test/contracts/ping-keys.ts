import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DAY_MS } from '../../lib/core/instant.ts';
import type { PingKeys } from '../../lib/ports/ping-keys.ts';
import { NOW } from './sample-row.ts';

export interface PingKeysSetting {
  readonly pingKeys: PingKeys;
  close(): Promise<void>;
}

/** What every PingKeys keeps. `open` gives empty ones. */
export function pingKeysContract(name: string, open: () => Promise<PingKeysSetting>): void {
  describe(`${name} keeps the contract of ping keys`, () => {
    let setting: PingKeysSetting;
    let pingKeys: PingKeys;

    beforeEach(async () => {
      setting = await open();
      pingKeys = setting.pingKeys;
    });

    afterEach(async () => {
      await setting.close();
    });

    it('at first there are none', async () => {
      expect(await pingKeys.read()).toEqual({ allJobs: [], generations: new Map() });
    });

    it('keys for all jobs come back as they were added, oldest first, and end when they are ended', async () => {
      const [old, young] = [
        { hash: 'b'.repeat(64), createdAt: NOW, until: null },
        { hash: 'a'.repeat(64), createdAt: NOW + 1, until: NOW + DAY_MS },
      ];
      await pingKeys.addAllJobsKey(young);
      await pingKeys.addAllJobsKey(old);
      expect((await pingKeys.read()).allJobs).toEqual([old, young]);
      expect(await pingKeys.endAllJobsKey(old.hash, NOW + 5)).toBe(true);
      expect((await pingKeys.read()).allJobs).toEqual([{ ...old, until: NOW + 5 }, young]);
    });

    it('a key that is not there is not ended', async () => {
      expect(await pingKeys.endAllJobsKey('c'.repeat(64), NOW)).toBe(false);
      expect((await pingKeys.read()).allJobs).toEqual([]);
    });

    it('generations follow one another, job by job', async () => {
      const second = { generation: 2, previousUntil: NOW };
      const third = { generation: 3, previousUntil: NOW + DAY_MS };
      expect(await pingKeys.setGeneration('medusa/n1', second)).toBe(true);
      expect(await pingKeys.setGeneration('medusa/n1', third)).toBe(true);
      expect(await pingKeys.setGeneration('medusa/n2', second)).toBe(true);
      expect((await pingKeys.read()).generations).toEqual(
        new Map([
          ['medusa/n1', third],
          ['medusa/n2', second],
        ]),
      );
    });

    it('a generation that is there already, or skips one, is not written', async () => {
      const second = { generation: 2, previousUntil: NOW };
      expect(await pingKeys.setGeneration('a', { generation: 3, previousUntil: NOW })).toBe(false);
      await pingKeys.setGeneration('a', second);
      expect(await pingKeys.setGeneration('a', { generation: 2, previousUntil: NOW + 1 })).toBe(false);
      expect(await pingKeys.setGeneration('a', { generation: 4, previousUntil: NOW + 1 })).toBe(false);
      expect((await pingKeys.read()).generations.get('a')).toEqual(second);
    });
  });
}
