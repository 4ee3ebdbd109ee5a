import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../lib/core/instant.ts';
import type { ChannelFailure } from '../../lib/core/routing/channel-failure.ts';
import type { ChannelFailureLog } from '../../lib/ports/channel-failure-log.ts';
import { NOW } from './sample-row.ts';

export interface ChannelFailureLogSetting {
  readonly channelFailures: ChannelFailureLog;
  /** Stores an item of the audit log as it is: another version's, or a damaged one. */
  putItem(item: Readonly<Record<string, unknown>>): Promise<void>;
  close(): Promise<void>;
}

function failure(change: Partial<ChannelFailure> = {}): ChannelFailure {
  return {
    personId: 'sam',
    address: { channel: 'email', to: 'sam@acme.example' },
    settings: 'f00',
    failures: 3,
    since: NOW,
    retryAt: NOW + HOUR_MS,
    isForGood: false,
    message: '550 no such user',
    ...change,
  };
}

const bySam = (failures: readonly ChannelFailure[]) => [...failures].sort((a, b) => (a.personId < b.personId ? -1 : 1));

/** What every ChannelFailureLog keeps. `open` gives an empty one. */
export function channelFailureLogContract(name: string, open: () => Promise<ChannelFailureLogSetting>): void {
  describe(`${name} keeps the contract of a log of channel failures`, () => {
    let setting: ChannelFailureLogSetting;
    beforeEach(async () => {
      setting = await open();
    });
    afterEach(() => setting.close());

    it('is empty at first', async () => {
      expect(await setting.channelFailures.read()).toEqual([]);
    });

    it('gives back what was noted, the newest of each person and channel', async () => {
      const log = setting.channelFailures;
      await log.note(failure());
      await log.note(failure({ failures: 4, isForGood: true, settings: '' }));
      await log.note(failure({ personId: 'Ünï#😀' }));
      expect(bySam(await log.read())).toEqual([
        failure({ failures: 4, isForGood: true, settings: '' }),
        failure({ personId: 'Ünï#😀' }),
      ]);
      const slack = failure({ address: { channel: 'slack', to: 'U0SAM' } });
      await log.note(slack);
      expect(await log.read()).toContainEqual(slack);
    });

    it('forgets what was cleared, and only that', async () => {
      const log = setting.channelFailures;
      await log.note(failure());
      await log.note(failure({ personId: 'lee' }));
      await log.clear(failure());
      expect(await log.read()).toEqual([failure({ personId: 'lee' })]);
    });

    it('is not hidden by an entry that cannot be read', async () => {
      await setting.channelFailures.note(failure());
      await setting.putItem({ job_id: '#channels', at_id: 'email#x', schema: 2, person_id: 'x' });
      await setting.putItem({ job_id: '#channels', at_id: 'email#y', schema: 1, person_id: 5 });
      expect(await setting.channelFailures.read()).toEqual([failure()]);
    });
  });
}
