import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR_MS } from '../../../lib/core/instant.ts';
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
  [notices, isDown] = [[], false];
});
afterEach(() => setting.close());

function dispatch(triggers: Awaited<ReturnType<DispatchSetting['break']>>) {
  const adminTopic = {
    notify: async (notice: AdminNotice) => {
      if (isDown) throw new AdminUnreachable('the topic is gone');
      notices.push(notice);
    },
  };
  return setting.dispatch(triggers, { ...setting.ports, adminTopic });
}

describe('the topic of the admin', () => {
  it('is sent who cannot be reached, and of which jobs, in one notice and once', async () => {
    const triggers = await setting.break('job-0', 'job-1');
    const { unreached } = await dispatch(triggers);
    expect(unreached).toEqual([{ personId: 'sam', jobIds: ['job-0', 'job-1'] }]);
    setting.now = T0 + HOUR_MS;
    await dispatch(triggers);
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
    await dispatch(triggers);
    isDown = false;
    setting.now = T0 + HOUR_MS;
    await dispatch(triggers);
    expect(notices.map(({ subject }) => subject)).toEqual([expect.stringContaining('Alert: job-0')]);
  });

  it('is sent nothing while a channel works', async () => {
    setting.answer = () => null;
    await dispatch(await setting.break('job-0'));
    expect(notices).toEqual([]);
  });
});
