import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '../../../lib/core/instant.ts';
import { type AdminNotice, AdminUnreachable } from '../../../lib/ports/admin-notice.ts';
import { badAddress } from '../../../lib/ports/receipt.ts';
import { DispatchSetting, jobLine, T0 } from './dispatch-setting.ts';

const PEOPLE = ['sam: { email: sam@acme.example }', 'dana: { email: dana@acme.example }'];

let setting: DispatchSetting;
let notices: AdminNotice[];
let isDown: boolean;
beforeEach(async () => {
  setting = await DispatchSetting.open(PEOPLE, [jobLine('job-0'), jobLine('job-1')]);
  setting.answer = (_, { to }) => (to === 'sam@acme.example' ? badAddress('550 no such user') : null);
  setting.adminTopic = topic;
  [notices, isDown] = [[], false];
});
afterEach(() => setting.close());

const topic = {
  notify: async (notice: AdminNotice) => {
    if (isDown) throw new AdminUnreachable('the topic is gone');
    notices.push(notice);
  },
};

describe('the topic of the admin', () => {
  it('is sent who cannot be reached, and of which jobs, in one notice and once', async () => {
    const triggers = await setting.break('job-0', 'job-1');
    const { unreached } = await setting.dispatch(triggers);
    expect(unreached).toEqual([{ personId: 'sam', jobIds: ['job-0', 'job-1'] }]);
    setting.now = T0 + HOUR_MS;
    await setting.dispatch(triggers);
    expect(notices.map(({ subject }) => subject)).toEqual(['2 backups need you: job-0, job-1']);
    const text = notices[0]?.text ?? '';
    expect(text).toContain('No channel reaches sam, so this comes to you.');
    // The message itself: each job, its cause, and its figures.
    expect(text).toContain('job-0');
    expect(text).toContain('job-1');
    expect(text).toContain('Too small: 30 MB; at least 350 MB expected');
  });

  it('is tried again when it took nothing', async () => {
    isDown = true;
    const triggers = await setting.break('job-0');
    await setting.dispatch(triggers);
    isDown = false;
    setting.now = T0 + HOUR_MS;
    await setting.dispatch(triggers);
    expect(notices.map(({ subject }) => subject)).toEqual([expect.stringContaining('Alert: job-0')]);
  });

  it('is looked at again when the dispatch that notified it has died', async () => {
    const triggers = await setting.break('job-0');
    const [trigger] = triggers;
    const dead = { notify: () => Promise.reject(new Error('the process has ended')) };
    await expect(setting.dispatch(triggers, { ...setting.ports, adminTopic: dead })).rejects.toThrow('has ended');
    setting.now = T0 + 2 * MINUTE_MS;
    await setting.dispatch(triggers);
    expect(notices).toEqual([]);
    expect(setting.deferrals).toContainEqual(
      expect.objectContaining({ until: T0 + 15 * MINUTE_MS, transition: trigger }),
    );
    await setting.passTo(T0 + 15 * MINUTE_MS);
    expect(notices).toHaveLength(1);
  });

  it('is in the record with the dispatch that notified it', async () => {
    await setting.dispatch(await setting.break('job-0'));
    const { rows } = await setting.stores.record.read('job-0');
    expect(rows.filter(({ content }) => content.kind === 'delivery').map(({ content }) => content.person)).toEqual(
      expect.arrayContaining(['dana', '#admin-topic']),
    );
  });

  it('is sent nothing while a channel works', async () => {
    setting.answer = () => null;
    await setting.dispatch(await setting.break('job-0'));
    expect(notices).toEqual([]);
  });
});
