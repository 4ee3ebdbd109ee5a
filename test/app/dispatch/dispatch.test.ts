import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../../lib/core/instant.ts';
import { badAddress, badSetup, later, unknown } from '../../../lib/ports/receipt.ts';
import { DispatchSetting, documentOf, jobLine, T0 } from './dispatch-setting.ts';

const SAM = 'sam: { slack: U0SAM, email: sam@acme.example, via: [slack, email] }';
const DANA = 'dana: { slack: U0DANA, email: dana@acme.example, via: [email] }';
const JOBS = Array.from({ length: 8 }, (_, index) => jobLine(`job-${index}`));

let setting: DispatchSetting;
beforeEach(async () => {
  setting = await DispatchSetting.open([SAM, DANA], JOBS);
});
afterEach(() => setting.close());

const inShort = () => setting.shown.map(({ channel, to, earlier }) => `${channel} ${to}${earlier ? ' update' : ''}`);

describe('a change', () => {
  it('is told to its owner once, however often its event comes', async () => {
    const triggers = await setting.break('job-0');
    await setting.dispatch(triggers);
    await setting.dispatch(triggers);
    expect(inShort()).toEqual(['slack U0SAM']);
    expect(await setting.handled('job-0')).toBe(1);
  });

  it('is told once by two dispatches at the same time', async () => {
    const triggers = await setting.break('job-0');
    await Promise.all([setting.dispatch(triggers), setting.dispatch(triggers)]);
    await setting.passTo(T0 + HOUR_MS);
    expect(inShort()).toEqual(['slack U0SAM']);
  });

  it('for the better changes the message that is there', async () => {
    await setting.dispatchAll(await setting.break('job-0'));
    setting.now += HOUR_MS;
    await setting.dispatchAll(await setting.change('job-0', (history, now) => history.to('warn', now)));
    expect(inShort()).toEqual(['slack U0SAM', 'slack U0SAM update']);
  });

  it('that ends the break is told to whoever was told of it, with how long it lasted', async () => {
    await setting.dispatchAll(await setting.break('job-0'));
    setting.now += 3 * HOUR_MS;
    await setting.dispatchAll(await setting.change('job-0', (history, now) => history.to('green', now)));
    expect(inShort()).toEqual(['slack U0SAM', 'slack U0SAM']);
    expect(setting.shown[1]?.text).toContain('3 hours');
  });
});

describe('several changes', () => {
  it('that are ready together are one message, and it is changed as a whole', async () => {
    await setting.dispatchAll(await setting.break('job-0', 'job-1'));
    expect(inShort()).toEqual(['slack U0SAM']);
    setting.now += HOUR_MS;
    await setting.dispatchAll(
      await setting.change('job-0', (history, now) => history.act({ verb: 'mute' }, 'sam', now)),
    );
    expect(inShort()).toEqual(['slack U0SAM', 'slack U0SAM update']);
    const text = setting.shown[1]?.text ?? '';
    expect(text).toContain('job-0');
    expect(text).toContain('Muted by sam');
    expect(text).toContain('job-1');
    expect(text).toMatch(/30 MB; at least 350 MB expected/);
  });

  it('are at most one message a person and minute, in whatever batches they come', async () => {
    const ids = Array.from({ length: 500 }, (_, index) => `storm-${index}`);
    setting.document = documentOf(
      [SAM, DANA],
      ids.map((id) => jobLine(id)),
    );
    const triggers = await setting.break(...ids);
    let open: typeof triggers = [];
    for (let from = 0; from < triggers.length; from += 100) {
      open.push(...(await setting.dispatch(triggers.slice(from, from + 100))).again);
      setting.now += SECOND_MS;
    }
    expect(inShort()).toEqual(['slack U0SAM']);
    setting.now += MINUTE_MS;
    open = [...(await setting.dispatch(open)).again];
    expect(open).toEqual([]);
    expect(inShort()).toEqual(['slack U0SAM', 'slack U0SAM']);
    expect(setting.shown[1]?.text).toContain('400');
  });
});

describe('quiet hours', () => {
  beforeEach(() => {
    setting.now = Date.parse('2026-11-18T23:30:00Z');
  });
  const MORNING = Date.parse('2026-11-19T07:00:00Z');
  const sleeper = 'sam: { slack: U0SAM, via: [slack], quiet: "22:00-07:00" }';

  it('are waited for, and what is told then is how it is then', async () => {
    await setting.close();
    setting = await DispatchSetting.open([sleeper, DANA], JOBS);
    setting.now = MORNING - 8 * HOUR_MS;
    await setting.dispatchAll(await setting.change('job-0', (history, now) => history.to('warn', now)));
    setting.now += HOUR_MS;
    await setting.dispatchAll(await setting.change('job-0', (history, now) => history.to('alert', now)));
    expect(inShort()).toEqual([]);
    expect(await setting.handled('job-0')).toBe(2);
    await setting.passTo(MORNING + HOUR_MS);
    expect(setting.shown.map(({ subject, at }) => [subject.slice(0, 5), at])).toEqual([['Alert', MORNING]]);
  });

  it('are no time to tell what is over before they end', async () => {
    await setting.close();
    setting = await DispatchSetting.open([sleeper, DANA], JOBS);
    setting.now = MORNING - 8 * HOUR_MS;
    await setting.dispatchAll(await setting.break('job-0'));
    setting.now += HOUR_MS;
    await setting.dispatchAll(await setting.change('job-0', (history, now) => history.to('green', now)));
    await setting.passTo(MORNING + 24 * HOUR_MS);
    expect(inShort()).toEqual([]);
  });
});

describe('a channel', () => {
  it('that refuses the address is passed over for the next one', async () => {
    setting.answer = (channel) => (channel === 'slack' ? badAddress('channel_not_found') : null);
    const { notified } = await setting.dispatch(await setting.break('job-0'));
    expect(inShort()).toEqual(['email sam@acme.example']);
    expect(notified[0]?.delivered.failures).toEqual([
      { channel: 'slack', isSetup: false, message: 'channel_not_found' },
    ]);
  });

  it('that asks to wait is passed over for the next one', async () => {
    setting.answer = (channel) => (channel === 'slack' ? later('429', 30) : null);
    await setting.dispatchAll(await setting.break('job-0'));
    expect(inShort()).toEqual(['email sam@acme.example']);
  });

  it.each([
    { asked: 30, waited: MINUTE_MS },
    { asked: 7200, waited: 2 * HOUR_MS },
    { asked: 90_000, waited: 24 * HOUR_MS },
  ])(
    'the only one, that asks for $asked seconds, is tried again after them, up to a day',
    async ({ asked, waited }) => {
      const answered: number[] = [];
      setting.answer = (_, { to }) => {
        if (to !== 'dana@acme.example') return null;
        answered.push(setting.now - T0);
        return answered.length === 1 ? later('429', asked) : null;
      };
      setting.document = documentOf([SAM, DANA], [jobLine('job-0', ', owner: dana')]);
      await setting.dispatchAll(await setting.break('job-0'));
      await setting.passTo(T0 + 30 * HOUR_MS);
      expect(answered).toEqual([0, waited]);
    },
  );

  it('whose answer was lost is asked again a quarter of an hour later', async () => {
    let isFirst = true;
    setting.answer = () => {
      const answer = isFirst ? unknown('the answer was lost') : null;
      isFirst = false;
      return answer;
    };
    await setting.dispatchAll(await setting.break('job-0'));
    await setting.passTo(T0 + HOUR_MS);
    expect(inShort()).toEqual(['slack U0SAM']);
    expect((setting.shown[0]?.at ?? 0) - T0).toBe(15 * MINUTE_MS);
  });

  it('whose setup is wrong is told of, since the operator has to mend it', async () => {
    setting.answer = (channel) => (channel === 'slack' ? badSetup('invalid_auth') : null);
    const { notified } = await setting.dispatch(await setting.break('job-0'));
    expect(notified.flatMap(({ delivered }) => delivered.failures)).toEqual([
      { channel: 'slack', isSetup: true, message: 'invalid_auth' },
    ]);
  });
});

describe('a person whom no channel reaches', () => {
  it('has the admin told in their stead, by all of the admin’s channels', async () => {
    setting.answer = (_, { to }) => (to.includes('sam') || to === 'U0SAM' ? badAddress('no such person') : null);
    await setting.dispatch(await setting.break('job-0'));
    expect(inShort()).toEqual(['email dana@acme.example', 'slack U0DANA']);
    expect(setting.shown[0]?.text).toContain('sam');
  });

  it('has the admin notified as well when it has not worked for 20 minutes, and is notified when it works', async () => {
    setting.answer = (_, { to }) =>
      (to.includes('sam') || to === 'U0SAM') && setting.now < T0 + 3 * HOUR_MS ? later('503') : null;
    await setting.dispatchAll(await setting.break('job-0'));
    await setting.passTo(T0 + 3 * HOUR_MS - 1);
    expect(inShort()).toEqual(['email dana@acme.example', 'slack U0DANA']);
    expect((setting.shown[0]?.at ?? 0) - T0).toBe(21 * MINUTE_MS);
    await setting.passTo(T0 + 30 * HOUR_MS);
    expect(inShort()).toEqual(['email dana@acme.example', 'slack U0DANA', 'slack U0SAM']);
    expect((setting.shown[2]?.at ?? 0) - T0).toBe(3 * HOUR_MS + 21 * MINUTE_MS);
  });

  it('is said to be out of reach when not even the admin is', async () => {
    setting.answer = () => badAddress('no such person');
    const { unreachable, notified } = await setting.dispatch(await setting.break('job-0'));
    expect(notified.every(({ delivered }) => delivered.outcome === 'refused')).toBe(true);
    expect(unreachable).toEqual(['job-0']);
  });
});
