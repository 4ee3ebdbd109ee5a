import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { SeenUnwatched } from '../../lib/core/foresight/unwatched-series.ts';
import type { UnwatchedLog } from '../../lib/ports/unwatched-log.ts';
import { NOW } from './sample-row.ts';

export interface UnwatchedLogSetting {
  readonly unwatched: UnwatchedLog;
  close(): Promise<void>;
}

const SEEN: SeenUnwatched = {
  at: NOW,
  triedAt: NOW + 1,
  isWhole: false,
  series: [{ container: 's3://b/', key: 'ключ/a 1.dump', yaml: '  # a: "b"\n  web:\n    rule: every 24 hours\n' }],
  cut: ['s3://b/'],
};

/** What every UnwatchedLog keeps. `open` gives an empty one. */
export function unwatchedLogContract(name: string, open: () => Promise<UnwatchedLogSetting>): void {
  describe(`${name} keeps the contract of what no job watches`, () => {
    let setting: UnwatchedLogSetting;

    beforeEach(async () => {
      setting = await open();
    });

    afterEach(async () => {
      await setting.close();
    });

    it('the newest look comes back as it was kept, in place of the one before', async () => {
      await setting.unwatched.keep(SEEN);
      expect(await setting.unwatched.newest()).toEqual(SEEN);
      const next = { ...SEEN, at: NOW + 1, isWhole: true, series: [], cut: [] };
      await setting.unwatched.keep(next);
      expect(await setting.unwatched.newest()).toEqual(next);
    });

    it('before the first look there is none', async () => {
      expect(await setting.unwatched.newest()).toBeNull();
    });
  });
}
