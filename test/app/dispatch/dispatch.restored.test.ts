import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publishable } from '../../../lib/core/event/publishable.ts';
import { DAY_MS, HOUR_MS } from '../../../lib/core/instant.ts';
import type { State } from '../../../lib/core/model/state.ts';
import type { Transition } from '../../../lib/core/model/transition.ts';
import { History } from '../../core/routing/setting.ts';
import { DispatchSetting, jobLine, T0 } from './dispatch-setting.ts';

const SAM = 'sam: { slack: U0SAM, via: [slack] }';
const LEE = 'lee: { email: lee@acme.example }';
const DANA = 'dana: { email: dana@acme.example }';

let setting: DispatchSetting;
beforeEach(async () => {
  setting = await DispatchSetting.open([SAM, LEE, DANA], [jobLine('job-0', ', escalate_to: lee')]);
});
afterEach(() => setting.close());

/** A life of the state table that a restore undid: its changes are in the audit log, and sam was told of each. */
async function undone(...states: State[]): Promise<void> {
  const history = new History('job-0');
  for (const [index, state] of states.entries()) {
    const transition = history.to(state, T0 - DAY_MS + index * HOUR_MS);
    await setting.stores.audit.put([auditRow(transition)]);
    const { eventId, seq, breakSeq, at } = transition;
    const claim = { ...CLAIM, eventId, seq, breakSeq, state, claimedAt: at };
    await setting.stores.deliveries.claim('job-0', claim, null);
    const taken = { address: { channel: 'slack', to: 'U0SAM' }, receipt: `D1:${seq}.1`, jobIds: ['job-0'] } as const;
    await setting.stores.deliveries.settle('job-0', { ...claim, ...taken, outcome: 'accepted' });
  }
}

const CLAIM = {
  personId: 'sam',
  insteadOf: null,
  attempts: 1,
  outcome: null,
  retryAt: null,
  error: null,
  address: null,
  receipt: null,
  jobIds: null,
} as const;

function auditRow(transition: Transition) {
  const { jobId, at, eventId } = transition;
  const content = { kind: 'transition', ...publishable(transition) };
  return { jobId, at, atId: `t#${new Date(at).toISOString()}#${eventId}`, content };
}

const inShort = () => setting.shown.map(({ to, subject, earlier }) => `${to} ${subject.split(':')[0]}${earlier ?? ''}`);

describe('after the state table was restored or lost, and the audit log was not', () => {
  const lives: readonly { readonly name: string; readonly before: readonly State[] }[] = [
    { name: 'had the same number', before: ['alert'] },
    { name: 'had the same number and got worse', before: ['alert', 'escalate'] },
    { name: 'had the same number and is over', before: ['alert', 'green'] },
    { name: 'had the same number, with others after it', before: ['warn', 'green', 'alert', 'green', 'alert'] },
  ];
  it.each(lives)('a new break is told though an earlier one $name', async ({ before }) => {
    await undone(...before);
    const triggers = await setting.break('job-0');
    await setting.dispatch(triggers);
    await setting.dispatch(triggers);
    expect(inShort()).toEqual(['U0SAM Alert']);
  });

  it('its end and what comes after are told as ever', async () => {
    await undone('alert', 'green', 'alert', 'green');
    await setting.dispatchAll(await setting.break('job-0'));
    for (const state of ['escalate', 'green', 'alert'] as const) {
      setting.now += HOUR_MS;
      await setting.dispatchAll(await setting.change('job-0', (history, now) => history.to(state, now)));
    }
    const notified = inShort().filter((line) => line.startsWith('U0SAM'));
    expect(notified).toEqual(['U0SAM Alert', 'U0SAM Escalated', 'U0SAM Recovered', 'U0SAM Alert']);
  });

  it('a clock that was put back is no restore: what has been told is told once', async () => {
    await setting.dispatchAll(await setting.break('job-0'));
    setting.now -= HOUR_MS;
    const triggers = await setting.change('job-0', (history, now) => history.to('escalate', now));
    setting.now += 2 * HOUR_MS;
    await setting.dispatchAll(triggers);
    await setting.dispatchAll(triggers);
    // Two people are served side by side.
    expect(inShort().sort()).toEqual(['U0SAM Alert', 'U0SAM Escalated', 'lee@acme.example Escalated']);
  });
});
