import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { MirrorCount, MirrorCounts } from '../../lib/core/evidence/mirror-count.ts';
import type { MirrorLog } from '../../lib/ports/mirror-log.ts';
import { NOW } from './sample-row.ts';

export interface MirrorLogSetting {
  readonly mirrors: MirrorLog;
  close(): Promise<void>;
}

const count: MirrorCount = {
  startedAt: NOW,
  signalAt: NOW - 1,
  sizeBytes: 2 ** 53 - 1,
  fileCount: 100_001,
  newestAt: NOW - 2,
  content: 'k3x9a2',
};
const nothing: MirrorCount = { ...count, signalAt: null, newestAt: null, content: null, sizeBytes: 0, fileCount: 0 };
const counts = (change: Partial<MirrorCounts>): MirrorCounts => ({
  place: 's3://b/ключ/',
  complete: null,
  partial: null,
  ...change,
});

/** What every MirrorLog keeps. `open` gives an empty one. */
export function mirrorLogContract(name: string, open: () => Promise<MirrorLogSetting>): void {
  describe(`${name} keeps the contract of counts of mirrors`, () => {
    let setting: MirrorLogSetting;

    beforeEach(async () => {
      setting = await open();
    });

    afterEach(async () => {
      await setting.close();
    });

    it.each([
      ['a count', counts({ complete: count })],
      ['a count of nothing', counts({ complete: nothing })],
      [
        'a count that was cut short, behind any key',
        counts({ complete: count, partial: { ...count, after: 'a/ключ *' } }),
      ],
    ])('%s comes back as it was written, in place of the one before', async (_, written) => {
      await setting.mirrors.write('photos/n1', counts({}));
      await setting.mirrors.write('photos/n1', written);
      expect(await setting.mirrors.read('photos/n1')).toEqual(written);
    });

    it('of a job that was never counted there is none', async () => {
      await setting.mirrors.write('photos', counts({}));
      expect(await setting.mirrors.read('photos/n1')).toBeNull();
    });
  });
}
